import { createHash } from 'node:crypto'
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { createTarPacker } from 'modern-tar'
import { sealOf } from './archive-seal.ts'
import { BackupError, systemCode } from './backup-error.ts'

/** An archive that is being written. Its bytes are in `FILE.part` until `finish`. */
export type ArchiveWriter = {
  /** One entry, of exactly `size` bytes. */
  add(name: string, size: number, body: AsyncIterable<Uint8Array> | Uint8Array): Promise<void>
  /** The last entry, then the seal over all bytes; on the disk and under its name when this returns. */
  finish(manifest: Uint8Array): Promise<{ bytes: number; sha256: string }>
  /** Removes what was written. */
  abandon(): Promise<void>
}

/**
 * Opens a new archive (mode 0600) beside its later place. Refuses to write over anything.
 * It is a plain tar: `tar`, `gunzip` and a text editor read it without this program.
 */
export async function openArchive(file: string, madeAt: Date): Promise<ArchiveWriter> {
  if (await stat(file).catch(() => null))
    throw new BackupError('backup.exists', `${file} exists already and is not written over. Name another file.`)
  const part = `${file}.part`
  const handle = await openPart(part)
  const { readable, controller } = createTarPacker()
  const packed = readable.getReader()
  const hash = createHash('sha256')
  let bytes = 0

  /** Writes what the packer gives for what it got: it answers with exactly as many bytes. */
  const take = async (expected: number) => {
    for (let left = expected; left > 0; ) {
      const { value } = await packed.read()
      if (value === undefined) throw new Error('The archive ended too early.')
      await writeAll(handle, value)
      hash.update(value)
      bytes += value.length
      left -= value.length
    }
  }
  const add: ArchiveWriter['add'] = async (name, size, body) => {
    try {
      const entry = controller.add({ name, size, mode: 0o600, mtime: madeAt }).getWriter()
      await take(512)
      for await (const chunk of body instanceof Uint8Array ? [body] : body) {
        if (chunk.length > 0) await Promise.all([entry.write(chunk), take(chunk.length)])
      }
      await Promise.all([entry.close(), take(-size & 511)])
    } catch (error) {
      throw explain(error, part)
    }
  }
  return {
    add,
    async finish(manifest) {
      const manifestAt = bytes
      await add('manifest.json', manifest.length, manifest)
      const sha256 = hash.digest('hex')
      const seal = await sealOf({ sha256, manifestAt })
      try {
        await writeAll(handle, seal)
        await handle.sync()
        await handle.close()
        await moveIntoPlace(part, file)
        return { bytes: bytes + seal.length, sha256 }
      } catch (error) {
        throw explain(error, part)
      }
    },
    async abandon() {
      packed.cancel().catch(() => undefined)
      await handle.close().catch(() => undefined)
      await rm(part, { force: true })
    },
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, from)
    from += bytesWritten
  }
}

async function openPart(part: string): Promise<FileHandle> {
  try {
    return await open(part, 'wx', 0o600)
  } catch (error) {
    if (systemCode(error) === 'EEXIST')
      throw new BackupError(
        'backup.unfinished',
        `${part} is there: another backup is writing it, or one was killed while it did. Nothing was written. ` +
          'If none is running, delete that file and try again.',
      )
    throw explain(error, part)
  }
}

/** Never over a file that has come meanwhile, where the file system can promise that. */
async function moveIntoPlace(part: string, file: string): Promise<void> {
  try {
    await link(part, file)
    await rm(part)
  } catch (error) {
    if (systemCode(error) === 'EEXIST')
      throw new BackupError('backup.exists', `${file} has appeared meanwhile and is not written over.`)
    await rename(part, file)
  }
  if (process.platform === 'win32') return
  const folder = await open(path.dirname(path.resolve(file)), 'r')
  await folder.sync().finally(() => folder.close())
}

function explain(error: unknown, part: string): unknown {
  const code = systemCode(error)
  if (error instanceof BackupError || code === '') return error
  const rest = 'No data was touched, and no unfinished file is left behind.'
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BackupError(
      'backup.disk_full',
      `There is not enough room for the backup ${part}. ${rest} Make room, or name a file on another disk.`,
      { cause: error },
    )
  return new BackupError('backup.not_written', `The backup ${part} cannot be written (${code}). ${rest}`, {
    cause: error,
  })
}
