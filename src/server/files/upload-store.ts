import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { day, type Instant, millis } from '#domain/calendar.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { replaceFile } from '#server/crypto/replace-file.ts'
import { syncFolder } from './content.ts'
import type { Turn } from './under-way.ts'

/** What its first request said about a file that comes in parts. */
export type Announced = { hash: string; kind: EvidenceKind; length: number }

const keptDays = 7
const told = '.json'

/** Where the parts of an upload lie until it is whole. `name` is its owner and its hash. */
export const partPath = (folder: string, name: string) => path.join(folder, 'uploads', name)

/** Makes an empty upload that outlives a power cut. */
export async function beginUpload(folder: string, name: string, announced: Announced): Promise<void> {
  const part = partPath(folder, name)
  await mkdir(path.dirname(part), { recursive: true, mode: 0o700 })
  // The bytes first: what is announced without bytes would look like an upload that lost them.
  await (await open(part, 'a', 0o600)).close()
  replaceFile(`${part}${told}`, JSON.stringify(announced), 0o600)
  await syncFolder(path.dirname(part))
}

/** What was announced, or undefined when there is no such upload. */
export async function findUpload(folder: string, name: string): Promise<Announced | undefined> {
  const text = await readFile(`${partPath(folder, name)}${told}`, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as Announced)
}

/** How many bytes are on the disk, and not only on the way there. */
export async function bytesHeld(folder: string, name: string): Promise<number> {
  const part = await open(partPath(folder, name), 'a', 0o600)
  try {
    await part.datasync()
    return (await part.stat()).size
  } finally {
    await part.close()
  }
}

/** Adds bytes while they come, at most `room` of them; what came is on the disk, also when the sender breaks off. Returns false when there were more. */
export async function appendBytes(
  folder: string,
  name: string,
  room: number,
  bytes: Readable,
  { signal, alive }: Turn,
): Promise<boolean> {
  addAbortSignal(signal, bytes)
  const part = await open(partPath(folder, name), 'a', 0o600)
  let left = room
  try {
    // Not destroyed when there is too much: the sender is to hear why.
    for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      alive()
      if (chunk.length > left) return false
      await part.appendFile(chunk)
      left -= chunk.length
    }
    return true
  } finally {
    // What nobody reads would keep the sender from hearing the answer.
    bytes.resume()
    await part.datasync().finally(() => part.close())
  }
}

export const readPart = (folder: string, name: string): Readable => createReadStream(partPath(folder, name))

/** The announcement goes last: as long as it is there, the upload is. */
export async function removeUpload(folder: string, name: string): Promise<void> {
  await rm(partPath(folder, name), { force: true })
  await rm(`${partPath(folder, name)}${told}`, { force: true })
}

/** Bytes that the unfinished uploads of one owner may come to, as announced. `prefix` begins their names. */
export async function announcedBytes(folder: string, prefix: string): Promise<number> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith(prefix) && name.endsWith(told))
  const all = await Promise.all(names.map((name) => findUpload(folder, name.slice(0, -told.length))))
  return all.reduce((sum, one) => sum + (one?.length ?? 0), 0)
}

/** Removes uploads to which nothing was added for a week. `now` in real time. Returns how many. */
export async function removeForgotten(folder: string, now: Instant): Promise<number> {
  const parts = (await namesIn(folder)).filter((name) => !name.endsWith(told))
  let removed = 0
  for (const name of parts) {
    const found = await stat(partPath(folder, name)).catch(() => undefined)
    if (found === undefined || found.mtimeMs > millis(now) - keptDays * day) continue
    await removeUpload(folder, name)
    removed += 1
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(path.join(folder, 'uploads')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}
