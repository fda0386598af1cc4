import { ApiProblem, uploadFile } from '#web/api.ts'
import { findFile } from './files.ts'
import { keep } from './keep.ts'
import { watched } from './watched.ts'

export type UploadState = 'sending' | 'failed'

/** Files on their way, by hash. A file that is not listed is at rest: kept, or already sent. */
export const uploads = watched<ReadonlyMap<string, UploadState>>(new Map())

const running = new Map<string, Promise<string>>()

/** Sends a kept file unless it is there already, and returns its hash on the server. Throws what the server said. */
export function send(hash: string): Promise<string> {
  const already = running.get(hash)
  if (already !== undefined) return already
  const sending = sendNow(hash).finally(() => running.delete(hash))
  running.set(hash, sending)
  return sending
}

async function sendNow(hash: string): Promise<string> {
  const file = await findFile(hash)
  if (file === undefined) return hash
  if (file.sentAs !== null) return file.sentAs
  mark(hash, 'sending')
  try {
    const sent = await uploadFile(file.blob, file.kind)
    await keep('files', hash, { ...file, sentAs: sent.hash })
    mark(hash, null)
    return sent.hash
  } catch (error) {
    mark(hash, 'failed')
    throw error
  }
}

/** Sends ahead while the walk goes on; the outbox tries again whatever fails here. */
export function sendAhead(hash: string): void {
  if (!navigator.onLine) return
  send(hash).catch((error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error
  })
}

/** The server says that it has no such file: it is sent once more. */
export async function unsend(hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    const file = await findFile(hash)
    if (file !== undefined) await keep('files', hash, { ...file, sentAs: null })
  }
}

function mark(hash: string, state: UploadState | null): void {
  const next = new Map(uploads.get())
  if (state === null) next.delete(hash)
  else next.set(hash, state)
  uploads.set(next)
}
