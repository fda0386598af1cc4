import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { assertEmpty, type Loading, loadInstallation, NotEmpty } from '#server/db/load.ts'
import { whyUnknown } from '#server/db/migration-files.ts'
import type { CheckedArchive, Entry } from './archive-read.ts'
import { BackupError } from './backup-error.ts'
import { fileName, type Manifest, pieceName, type TableEntry } from './manifest.ts'
import { pieceText } from './pieces.ts'
import { PutBackFiles } from './put-back-files.ts'
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
  const { url, archive, filesFolder } = options
  const { manifest } = archive
  const files = new PutBackFiles(filesFolder)
  try {
    // Looked at before anybody waits for anything, and once more by whoever loads, when nobody else can.
    await assertEmpty(url)
    let rows = 0
    await loadInstallation(url, manifest.migrations, manifest.tables, async (loading) => {
      rows = await takeIn(loading, options, files)
      for (const table of manifest.tables) await compare(loading, table)
      await loading.complete()
      await files.settle()
      options.signal?.throwIfAborted()
    })
    await files.keep()
    return { rows, files: manifest.files.count }
  } catch (error) {
    await files.takeBack()
    if (error instanceof NotEmpty) throw notEmpty(error)
    throw options.signal?.aborted
      ? new BackupError('backup.cancelled', 'Cancelled. Nothing was restored and nothing is left behind.')
      : error
  }
}

const notEmpty = ({ message }: NotEmpty) =>
  new BackupError(
    'restore.not_empty',
    `This database is not empty: ${message}. Nothing was changed. A backup is restored into an empty place only: name ` +
      'another folder with --data DIR, or another database in DATABASE_URL.',
  )

/** Everything in the archive, in its order. Returns the number of rows. */
async function takeIn(loading: Loading, options: RestoreOptions, into: PutBackFiles): Promise<number> {
  const { archive, signal, onProgress = () => {} } = options
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
      const content = damaged.get(hash) ?? hash
      if ((await into.take(hash, content, entry.body)) !== content) throw differs(`the file ${hash} has other bytes`)
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

function differs(how: string): BackupError {
  return new BackupError('restore.damaged', `The backup is not what its manifest says: ${how}. Nothing was restored.`)
}
