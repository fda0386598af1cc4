import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compress = promisify(gzip)
const expand = promisify(gunzip)

/** Text of a table per entry of the archive: little enough to hold in memory, much enough to compress well. */
const pieceBytes = 4 * 1024 * 1024
/** Level 1: a backup is taken on the machine that serves the town. */
const level = 1

/** Cuts a stream into compressed pieces, in order. The next one is filled while the last is compressed. */
export async function* inPieces(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let compressing: Promise<Buffer> | undefined
  let held: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of text) {
      held.push(chunk)
      size += chunk.length
      if (size < pieceBytes) continue
      if (compressing !== undefined) yield await compressing
      compressing = compress(Buffer.concat(held), { level })
      compressing.catch(() => undefined)
      held = []
      size = 0
    }
    if (compressing !== undefined) yield await compressing
    if (size > 0) yield await compress(Buffer.concat(held), { level })
  } finally {
    await compressing?.catch(() => undefined)
  }
}

/** One piece of an archive as text again. */
export async function pieceText(body: ReadableStream<Uint8Array>, size: number): Promise<Buffer> {
  return expand(await allOf(body, size), { maxOutputLength: pieceBytes * 16 })
}

/** The content of an entry in memory; for what is small. */
export async function allOf(body: ReadableStream<Uint8Array>, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  let at = 0
  for await (const chunk of body) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  if (at !== size) throw new Error('An entry of the archive is shorter than it says.')
  return bytes
}
