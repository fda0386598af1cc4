import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { day, type Instant, millis } from '#domain/calendar.ts'
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
export const contentPath = (folder: string, hash: string) => path.join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)

const arriving = 'arriving-'

/**
 * Streams bytes into the folder under their SHA-256. They are on the disk, not only on the way there, when this returns.
 * Too many bytes, bytes that are not what the kind allows, or that do not hash to `expected`, leave nothing behind.
 */
export async function storeContent(
  folder: string,
  kind: EvidenceKind,
  bytes: Readable,
  expected?: string,
): Promise<Arrived> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = path.join(folder, `${arriving}${randomUUID()}`)
  // Open before the first byte: a stream that is still opening when it fails would make the file after its removal.
  const file = await open(temporary, 'wx', 0o600)
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
      // Flushed before the row says that it is there.
      file.createWriteStream({ flush: true }),
    )
    const mediaType = mediaTypeOf(kind, head)
    if (mediaType === null) throw problem('file.type_not_allowed', { kind })
    const name = hash.digest('hex')
    if (expected !== undefined && name !== expected) throw problem('file.hash_differs')
    const target = contentPath(folder, name)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await rename(temporary, target)
    for (const holder of [path.dirname(target), path.dirname(path.dirname(target)), folder]) await syncFolder(holder)
    return { hash: name, size, mediaType }
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(temporary, { force: true })
    throw error
  }
}

/** Removes what was still arriving a day ago, when the process ended under it. `now` in real time. Returns how many. */
export async function removeAbandoned(folder: string, now: Instant): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  let removed = 0
  for (const name of names.filter((one) => one.startsWith(arriving))) {
    const file = path.join(folder, name)
    const found = await stat(file).catch(() => undefined)
    if (found === undefined || found.mtimeMs > millis(now) - day) continue
    await rm(file, { force: true })
    removed += 1
  }
  return removed
}

/** Makes a new name in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Is it still in the folder? A row alone is no photo. */
export const hasContent = (folder: string, hash: string): Promise<boolean> =>
  stat(contentPath(folder, hash)).then(
    () => true,
    () => false,
  )

/** A stream of the bytes, or undefined when the folder has lost them. */
export async function readContent(folder: string, hash: string): Promise<Readable | undefined> {
  const file = contentPath(folder, hash)
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
