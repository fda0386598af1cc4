import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createTarDecoder, unpackTar } from 'modern-tar'
import { readSeal, sealBytes } from './archive-seal.ts'
import { BackupError, systemCode } from './backup-error.ts'
import { type Manifest, parseManifest } from './manifest.ts'

/** An archive all of whose bytes have been looked at and are those that were written. */
export type CheckedArchive = {
  manifest: Manifest
  sha256: string
  bytes: number
  /** Name, size and content of each entry before the manifest, in order. Each is to be read or let go. */
  entries(): AsyncGenerator<Entry>
  close(): Promise<void>
}
export type Entry = { name: string; size: number; body: ReadableStream<Uint8Array> }

const chunkBytes = 1024 * 1024

/**
 * Reads the whole file once and compares it with its seal, before anything is done with it. A byte that was turned, cut
 * off or added anywhere is found. `onRead` hears of the bytes read so far.
 */
export async function checkArchive(
  file: string,
  onRead: (bytes: number, of: number) => void = () => {},
): Promise<CheckedArchive> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new BackupError('restore.damaged', `${file} cannot be read (${systemCode(error)}). Nothing was restored.`)
  })
  try {
    const { size } = await handle.stat()
    const body = size - sealBytes
    const seal = body < 0 ? null : await readSeal(await bytesAt(handle, body, sealBytes))
    if (seal === null) throw damaged(file, 'its end is missing or not in order')
    const hash = createHash('sha256')
    let read = 0
    for await (const chunk of stretch(handle, 0, body)) {
      hash.update(chunk)
      read += chunk.length
      onRead(read, body)
    }
    if (hash.digest('hex') !== seal.sha256) throw damaged(file, 'its bytes are not those that were written')
    const manifest = await readManifest(handle, file, seal.manifestAt, body)
    return {
      manifest,
      sha256: seal.sha256,
      bytes: size,
      entries: () => entriesOf(handle, seal.manifestAt),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

function damaged(file: string, how: string): BackupError {
  return new BackupError(
    'restore.damaged',
    `${file} is damaged or no backup: ${how}. Nothing was restored and nothing was changed. Take another copy of it.`,
  )
}

async function readManifest(handle: FileHandle, file: string, from: number, to: number): Promise<Manifest> {
  try {
    const [entry] = await unpackTar(await bytesAt(handle, from, to - from))
    return parseManifest(Buffer.from(entry?.data ?? []).toString())
  } catch (error) {
    throw damaged(file, (error as Error).message)
  }
}

async function* entriesOf(handle: FileHandle, end: number): AsyncGenerator<Entry> {
  // Node's type and the browser's are the same thing under two names.
  const bytes = Readable.toWeb(Readable.from(withEnd(stretch(handle, 0, end)))) as ReadableStream<Uint8Array>
  const reader = bytes.pipeThrough(createTarDecoder({ strict: true })).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield { name: value.header.name, size: value.header.size, body: value.body }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** What stands before the manifest is read as an archive of its own. */
async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
  yield new Uint8Array(1024)
}

async function* stretch(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const chunk = await bytesAt(handle, at, Math.min(chunkBytes, to - at))
    if (chunk.length === 0) throw new Error('The archive became shorter while it was read.')
    yield chunk
    at += chunk.length
  }
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, at + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return buffer.subarray(0, read)
}
