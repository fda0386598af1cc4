import type { EvidenceKind } from '#domain/standards.ts'
import { ApiProblem, askHeaders } from '#web/api.ts'
import { api } from '#web/paths.ts'

/** Where a file on its way stands on the server, as this phone last heard. */
export type Upload = { address: string; offset: number }

export type Sending = { hash: string; kind: EvidenceKind; blob: Blob; upload?: Upload | undefined }

const version = { 'tus-resumable': '1.0.0' }
const smallest = 64 * 1024
const greatest = 1024 * 1024
/** The server tells the right offset; asked for it more often than this, something else is wrong. */
const mostCorrections = 5

/** A cut costs at most an eighth of a file; a small photo is not torn to pieces for it. */
export const partSize = (size: number): number => Math.min(greatest, Math.max(smallest, Math.ceil(size / 8)))

/**
 * Sends a file by the tus protocol from where the server has it. `reached` is told whenever that is known anew; what was
 * told last may be given again as `upload` after a cut or a reload. Throws what the server said, or `network.unreachable`.
 */
export async function sendInParts(file: Sending, reached: (upload: Upload) => void): Promise<void> {
  let corrections = 0
  let upload = file.upload ?? (await announce(file))
  reached(upload)
  while (upload.offset < file.blob.size) {
    try {
      upload = { ...upload, offset: await sendPart(file, upload) }
    } catch (error) {
      const right = corrected(file, error)
      corrections += 1
      if (right === null || corrections > mostCorrections) throw error
      upload = right === 'gone' ? await announce(file) : { ...upload, offset: right }
    }
    reached(upload)
  }
}

async function announce({ hash, kind, blob }: Sending): Promise<Upload> {
  const metadata = `hash ${btoa(hash)},kind ${btoa(kind)}`
  const headers = { ...version, 'upload-length': String(blob.size), 'upload-metadata': metadata }
  const said = await askHeaders(api.uploads, { method: 'POST', headers })
  return { address: said.get('location') ?? `${api.uploads}/${hash}`, offset: Number(said.get('upload-offset') ?? 0) }
}

async function sendPart({ blob }: Sending, { address, offset }: Upload): Promise<number> {
  const body = blob.slice(offset, offset + partSize(blob.size))
  const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
  const said = await askHeaders(address, { method: 'PATCH', headers: { ...version, ...type }, body })
  const now = Number(said.get('upload-offset'))
  if (!Number.isSafeInteger(now) || now <= offset) throw new ApiProblem('server.failed', 500)
  return now
}

/** Where to go on after a refusal, `gone` when the server has forgotten the upload, null when it was no matter of offsets. */
function corrected({ blob }: Sending, error: unknown): number | 'gone' | null {
  if (!(error instanceof ApiProblem)) return null
  if (error.code === 'upload.not_found') return 'gone'
  const { offset } = error.facts
  const isOffset = error.code === 'upload.offset_wrong' && typeof offset === 'number' && offset <= blob.size
  return isOffset ? offset : null
}
