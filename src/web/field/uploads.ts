import { ApiProblem } from '#web/api.ts'
import { findFile } from './files.ts'
import { keep } from './keep.ts'
import { sendInParts, type Upload } from './tus.ts'
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
  let reached: Upload | undefined = file.upload
  const noteReached = async () => {
    const { upload: _, ...row } = file
    await keep('files', hash, reached === undefined ? row : { ...row, upload: reached })
  }
  try {
    await sendInParts(file, (upload) => {
      reached = upload
    })
    await keep('files', hash, { hash, kind: file.kind, blob: file.blob, sentAs: hash })
    mark(hash, null)
    return hash
  } catch (error) {
    // Not at every part: each time the whole file would be written anew. After a sudden end the server knows better.
    await noteReached()
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
    if (file !== undefined) await keep('files', hash, { hash, kind: file.kind, blob: file.blob, sentAs: null })
  }
}

function mark(hash: string, state: UploadState | null): void {
  const next = new Map(uploads.get())
  if (state === null) next.delete(hash)
  else next.set(hash, state)
  uploads.set(next)
}
