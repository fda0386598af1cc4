import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { PublishedKey } from '#domain/seals.ts'
import { openSnapshot, type Snapshot } from '#server/db/snapshot.ts'
import { contentPath } from '#server/files/content.ts'
import { type ArchiveWriter, openArchive } from './archive-write.ts'
import { BackupError, systemCode } from './backup-error.ts'
import { fileName, type Manifest, pieceName, type TableEntry } from './manifest.ts'
import { inPieces } from './pieces.ts'
import { TableDigest } from './table-digest.ts'

export type BackupOptions = {
  url: string
  /** null: leave the evidence where it is. */
  filesFolder: string | null
  file: string
  product: string
  now: Date
  /** As they stand beside the data. */
  publishedKeys?: readonly PublishedKey[] | null
  signal?: AbortSignal
  /** Bytes done of about so many. */
  onProgress?: (done: number, of: number) => void
  /** The caller holds the lock of migrations and has let the backup role in. */
  prepared?: boolean
}

export type BackupDone = { file: string; bytes: number; sha256: string; manifest: Manifest }

/**
 * Writes everything that an installation holds, as it was in one moment, into one new file. Others go on writing
 * meanwhile. Memory does not grow with the data. Cancelled or failed, it leaves nothing behind.
 */
export async function backUp(options: BackupOptions): Promise<BackupDone> {
  const { url, file, now, signal, prepared } = options
  const snapshot = await openSnapshot(url, { prepared: prepared ?? false })
  if (snapshot === undefined)
    throw new BackupError('backup.nothing_here', 'There is no installation in this database. Nothing was written.')
  const archive = await openArchive(file, now).catch(async (error: unknown) => {
    await snapshot.close()
    throw error
  })
  try {
    const progress = progressOf(snapshot, options)
    const tables: TableEntry[] = []
    for (const table of snapshot.tables) tables.push(await copyTable(snapshot, table, archive, progress, signal))
    const files = await copyFiles(snapshot, options.filesFolder, archive, progress, signal)
    const { postgres, installation, districts, migrations } = snapshot
    const manifest: Manifest = {
      format: 'bihuan-backup',
      version: 1,
      product: options.product,
      postgres,
      madeAt: now.toISOString(),
      installation,
      districts,
      migrations,
      tables,
      ...(options.publishedKeys ? { publishedKeys: [...options.publishedKeys] } : {}),
      files,
    }
    signal?.throwIfAborted()
    const done = await archive.finish(Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    progress.end()
    return { file, ...done, manifest }
  } catch (error) {
    await archive.abandon()
    if (signal?.aborted) throw new BackupError('backup.cancelled', 'Cancelled. No unfinished file is left behind.')
    throw error
  } finally {
    await snapshot.close().catch(() => undefined)
  }
}

type Progress = { step(bytes: number, atMost: number): void; end(): void }

/** The size of the text is not known before; that of the tables on the disk is near enough for a bar. */
function progressOf({ tables, files }: Snapshot, { filesFolder, onProgress = () => {} }: BackupOptions): Progress {
  const tableBytes = tables.reduce((sum, one) => sum + one.approximateBytes, 0)
  const of = tableBytes + (filesFolder === null ? 0 : files.bytes)
  let done = 0
  return {
    step(bytes, atMost) {
      onProgress(Math.min(of, done + Math.min(bytes, atMost)), of)
      if (bytes >= atMost) done += atMost
    },
    end: () => onProgress(of, of),
  }
}

async function copyTable(
  snapshot: Snapshot,
  table: Snapshot['tables'][number],
  archive: ArchiveWriter,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<TableEntry> {
  const digest = new TableDigest()
  const atMost = table.approximateBytes
  const out = snapshot.copyOut(table)
  async function* measured() {
    for await (const chunk of out as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      digest.add(chunk)
      progress.step(Math.min(digest.bytes, atMost - 1), atMost)
      yield chunk
    }
  }
  let pieces = 0
  for await (const piece of inPieces(measured())) {
    pieces += 1
    await archive.add(pieceName(table.schema, table.table, pieces), piece.length, piece)
  }
  progress.step(atMost, atMost)
  const { schema, table: name, columns } = table
  return { schema, table: name, columns, ...digest.result(), pieces }
}

/** The files that the snapshot names. Their names are their content, so one that is there cannot have changed since. */
async function copyFiles(
  snapshot: Snapshot,
  folder: string | null,
  archive: ArchiveWriter,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Manifest['files']> {
  const files: Manifest['files'] = { included: folder !== null, count: 0, bytes: 0, missing: [], damaged: [] }
  if (folder === null) return files
  const seen = new Set<string>()
  for (const { schema } of snapshot.tables.filter(({ table }) => table === 'file')) {
    for await (const line of createInterface({ input: snapshot.copyFileNames(schema) })) {
      signal?.throwIfAborted()
      const hash = line.split('\t')[0] as string
      if (seen.has(hash)) continue
      seen.add(hash)
      const copied = await copyFile(contentPath(folder, hash), hash, archive)
      if (copied === null) files.missing.push(hash)
      else {
        files.count += 1
        files.bytes += copied.size
        if (copied.found !== hash) files.damaged.push({ hash, found: copied.found })
        progress.step(copied.size, copied.size)
      }
    }
  }
  return files
}

async function copyFile(at: string, hash: string, archive: ArchiveWriter) {
  const there = await stat(at).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  })
  if (there === null) return null
  const found = createHash('sha256')
  async function* hashed() {
    for await (const chunk of createReadStream(at, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
      found.update(chunk)
      yield chunk
    }
  }
  await archive.add(fileName(hash), there.size, hashed())
  return { size: there.size, found: found.digest('hex') }
}
