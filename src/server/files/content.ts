import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem } from '#domain/problems.ts'
import type { EvidenceKind } from '#domain/standards.ts'

const megabyte = 1024 * 1024
export const largest: Record<EvidenceKind, number> = {
  photo: 10 * megabyte,
  video: 50 * megabyte,
  document: 10 * megabyte,
}

export type Arrived = { hash: string; size: number; mediaType: string }

/** Where a file lies: folders by the first digits of its content's hash. */
const placeIn = (folder: string, hash: string) => path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)

/**
 * Streams bytes into the folder under their SHA-256. Too many bytes, or bytes that are not what the kind allows,
 * leave nothing behind.
 */
export async function storeContent(folder: string, kind: EvidenceKind, bytes: Readable): Promise<Arrived> {
  await mkdir(folder, { recursive: true })
  const temporary = path.join(folder, `arriving-${randomUUID()}`)
  // Open before the first byte: a stream that is still opening when it fails would make the file after its removal.
  const file = await open(temporary, 'wx')
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  try {
    await pipeline(
      bytes,
      async function* (source) {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          size += chunk.length
          if (size > largest[kind]) throw problem('file.too_large', { largest: largest[kind] })
          if (head.length < 16) head = Buffer.concat([head, chunk]).subarray(0, 16)
          hash.update(chunk)
          yield chunk
        }
      },
      file.createWriteStream(),
    )
    await file.close()
    const mediaType = mediaTypeOf(kind, head)
    if (mediaType === null) throw problem('file.type_not_allowed', { kind })
    const name = hash.digest('hex')
    const target = placeIn(folder, name)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(temporary, target)
    return { hash: name, size, mediaType }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

/** A stream of the bytes, or undefined when the folder has lost them. */
export async function readContent(folder: string, hash: string): Promise<Readable | undefined> {
  const file = placeIn(folder, hash)
  const found = await stat(file).catch(() => undefined)
  return found === undefined ? undefined : createReadStream(file)
}

/** Told by the first bytes, never by what the sender says. */
function mediaTypeOf(kind: EvidenceKind, head: Buffer): string | null {
  const ascii = (from: number, to: number) => head.subarray(from, to).toString('latin1')
  if (kind === 'photo') {
    if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
    if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
    return ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP' ? 'image/webp' : null
  }
  if (kind === 'video') {
    if (ascii(4, 8) === 'ftyp') return 'video/mp4'
    return head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3 ? 'video/webm' : null
  }
  return ascii(0, 5) === '%PDF-' ? 'application/pdf' : null
}
