import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Loading, loadInstallation, whyNotEmpty } from '#server/db/load.ts'
import { whyUnknown } from '#server/db/migration-files.ts'
import { contentPath, syncFolder } from '#server/files/content.ts'
import type { CheckedArchive, Entry } from './archive-read.ts'
import { BackupError } from './backup-error.ts'
import { fileName, type Manifest, pieceName, type TableEntry } from './manifest.ts'
import { pieceText } from './pieces.ts'
import { TableDigest } from './table-digest.ts'

export type RestoreOptions = {
  url: string
  filesFolder: string
  archive: CheckedArchive
  signal?: AbortSignal
  onProgress?: (done: number, of: number) => void
}

export type RestoreDone = { rows: number; files: number }

/** Throws when this program cannot take the archive, whatever the place. */
export function assertReadable({ product, migrations }: Manifest, file: string): void {
  const why = whyUnknown(migrations)
  if (why?.reason === 'newer')
    throw new BackupError(
      'restore.newer',
      `${file} was made by a newer version (${product}; ${why.files.join(', ')} is not known here). ` +
        'Nothing was restored. Restore it with that version or a newer one.',
    )
  if (why?.reason === 'other')
    throw new BackupError(
      'restore.other_schema',
      `${file} was made by another version (${product}): ${why.files.join(', ')} differs from the file of the same name ` +
        'here. Nothing was restored. Restore it with the version that made it.',
    )
}

/**
 * Puts an archive into an empty database and its evidence into the folder. What came in is read back and compared before
 * it counts: the installation is there from the commit on, complete, or not at all.
 */
export async function restore(options: RestoreOptions): Promise<RestoreDone> {
  const { url, archive } = options
  const { manifest } = archive
  const taken = await whyNotEmpty(url)
  if (taken !== null)
    throw new BackupError(
      'restore.not_empty',
      `This database is not empty: ${taken}. Nothing was changed. A backup is restored into an empty place only: name ` +
        'another folder with --data DIR, or another database in DATABASE_URL.',
    )
  const written: string[] = []
  try {
    let rows = 0
    await loadInstallation(url, manifest.migrations, manifest.tables, async (loading) => {
      rows = await takeIn(loading, options, written)
      for (const table of manifest.tables) await compare(loading, table)
      await loading.complete()
      for (const folder of new Set(written.map((file) => path.dirname(file)))) await syncFolder(folder)
      options.signal?.throwIfAborted()
    })
    return { rows, files: manifest.files.count }
  } catch (error) {
    for (const file of written) await rm(file, { force: true })
    throw options.signal?.aborted
      ? new BackupError('backup.cancelled', 'Cancelled. Nothing was restored and nothing is left behind.')
      : error
  }
}

/** Everything in the archive, in its order. Returns the number of rows. */
async function takeIn(loading: Loading, options: RestoreOptions, written: string[]): Promise<number> {
  const { archive, filesFolder, signal, onProgress = () => {} } = options
  const { tables, files } = archive.manifest
  const entries = archive.entries()
  let done = 0
  const next = async (name: string): Promise<Entry> => {
    signal?.throwIfAborted()
    const { value, done: ended } = await entries.next()
    if (ended || value === undefined || (name !== '' && value.name !== name))
      throw differs(`it lacks ${name || 'a file'}`)
    done += value.size
    onProgress(Math.min(done, archive.bytes), archive.bytes)
    return value
  }
  try {
    let rows = 0
    for (const table of tables) rows += await takeTable(loading, table, next)
    const damaged = new Map(files.damaged.map(({ hash, found }) => [hash, found]))
    for (let count = 0; count < files.count; count += 1) {
      const entry = await next('')
      const hash = path.posix.basename(entry.name)
      if (entry.name !== fileName(hash) || !/^[0-9a-f]{64}$/.test(hash)) throw differs(`${entry.name} is no file of it`)
      await takeFile(filesFolder, hash, damaged.get(hash) ?? hash, entry, written)
    }
    if (!(await entries.next()).done) throw differs('it holds more than it says')
    return rows
  } finally {
    await entries.return(undefined)
  }
}

async function takeTable(loading: Loading, table: TableEntry, next: (name: string) => Promise<Entry>): Promise<number> {
  const digest = new TableDigest()
  async function* text() {
    for (let piece = 1; piece <= table.pieces; piece += 1) {
      const entry = await next(pieceName(table.schema, table.table, piece))
      const chunk = await pieceText(entry.body, entry.size)
      digest.add(chunk)
      yield chunk
    }
  }
  await pipeline(Readable.from(text(), { objectMode: false, highWaterMark: 1 }), loading.copyIn(table))
  const { rows, sha256 } = digest.result()
  if (rows !== table.rows || sha256 !== table.sha256)
    throw differs(`the rows of ${table.schema}.${table.table} are others`)
  return rows
}

async function compare(loading: Loading, table: TableEntry): Promise<void> {
  const digest = new TableDigest()
  for await (const chunk of loading.readBack(table) as AsyncIterable<Buffer>) digest.add(chunk)
  const found = digest.result()
  if (found.rows !== table.rows || found.digest !== table.digest)
    throw new BackupError(
      'restore.differs',
      `What the database holds after loading ${table.schema}.${table.table} is not what was backed up ` +
        `(${found.rows} rows of ${table.rows}). Nothing was restored.`,
    )
}

async function takeFile(folder: string, hash: string, content: string, entry: Entry, written: string[]): Promise<void> {
  const target = contentPath(folder, hash)
  const isThere = await stat(target).catch(() => null)
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const draft = `${target}.restoring`
  const handle = await open(draft, 'w', 0o600)
  try {
    const found = createHash('sha256')
    for await (const chunk of entry.body) {
      found.update(chunk)
      await handle.writeFile(chunk)
    }
    if (found.digest('hex') !== content) throw differs(`the file ${hash} has other bytes`)
    await handle.sync()
    await handle.close()
    await rename(draft, target)
    if (isThere === null) written.push(target)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

function differs(how: string): BackupError {
  return new BackupError('restore.damaged', `The backup is not what its manifest says: ${how}. Nothing was restored.`)
}
