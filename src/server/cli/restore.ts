import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { readPublishedKeys } from '#domain/seals.ts'
import { type CheckedArchive, checkArchive } from '#server/backup/archive-read.ts'
import { BackupError } from '#server/backup/backup-error.ts'
import { assertReadable, restore as putBack } from '#server/backup/restore.ts'
import { type Config, readConfig } from '#server/config.ts'
import { keyCheck, openKeys } from '#server/crypto/keys.ts'
import { publish } from '#server/crypto/signing-files.ts'
import { isRunning } from '#server/db/embedded.ts'
import { openDatabase, openServer } from '#server/db/open.ts'
import { headOf } from '#server/events/seal.ts'
import { readSealHeads, type SealHead, setSealHeadsAside, writeSealHeads } from '#server/events/seal-heads.ts'
import { findHead } from '#server/events/seal-store.ts'
import { findDistricts } from '#server/house.ts'
import { cancelOnSignal, say } from './backup.ts'
import { progressBar } from './progress.ts'

const note = (line: string) => process.stderr.write(`${line}\n`)
const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024)

/** Puts a backup into an empty folder or database. Progress and advice go to stderr, one JSON line to stdout. */
export async function restore(given: { data?: string }, file: string): Promise<number> {
  const config = readConfig(process.env, given)
  const cancel = cancelOnSignal()
  const looking = progressBar('MB looked through', process.stderr)
  const archive = await checkArchive(file, (read, of) => looking.show(megabytes(read), megabytes(of)))
  looking.done()
  try {
    assertReadable(archive.manifest, file)
    await assertFree(config)
    await load(config, archive, cancel.signal)
    advise(config, archive)
    return 0
  } finally {
    cancel.done()
    await archive.close()
  }
}

async function assertFree({ databaseUrl, dataFolder }: Config): Promise<void> {
  if (databaseUrl === null && (await isRunning(path.join(dataFolder, 'postgres'))))
    throw new BackupError(
      'restore.in_use',
      `The database in ${dataFolder} is in use. Nothing was changed. A backup is restored into an empty place only: name ` +
        'another folder with --data DIR.',
    )
}

/** An empty folder becomes empty again when the restore fails: only what came with it goes, never what was there. */
async function load(config: Config, archive: CheckedArchive, signal: AbortSignal): Promise<void> {
  const before = new Set(await namesIn(config.dataFolder))
  const heads = knownHeads(config)
  const server = await openServer(config, { onLog: note })
  let isDone = false
  try {
    const bar = progressBar('MB', process.stderr)
    const done = await putBack({
      url: server.url(),
      filesFolder: config.filesFolder,
      archive,
      signal,
      onProgress: (bytes, of) => bar.show(megabytes(bytes), megabytes(of)),
    })
    isDone = true
    bar.done()
    publishKeys(config, archive)
    await keepHeads(config, heads)
    say({ ...done, tables: archive.manifest.tables.length, madeAt: archive.manifest.madeAt, sha256: archive.sha256 })
  } finally {
    await server.stop()
    if (!isDone && server.started === 'fresh') await clear(config.dataFolder, before)
  }
}

/** What verifies the seals; a file that is there already stays, it may know newer keys. */
function publishKeys({ publishedKeysFile }: Config, { manifest }: CheckedArchive): void {
  if (manifest.publishedKeys === undefined || existsSync(publishedKeysFile)) return
  const published = readPublishedKeys({ version: 1, keys: manifest.publishedKeys })
  if (published !== null) publish(publishedKeysFile, published.keys)
}

/** null when their file is damaged. Looked at before anything is restored: what is restored must not fail over it. */
function knownHeads({ sealHeadsFile }: Config): Record<string, SealHead> | null {
  try {
    return readSealHeads(sealHeadsFile)
  } catch {
    return null
  }
}

/** The log ends where the backup was taken: that is its newest seal from now on, also outside the database. */
async function keepHeads(config: Config, known: Record<string, SealHead> | null): Promise<void> {
  const restored: Record<string, SealHead> = {}
  const database = await openDatabase(config, { onLog: note, poolSize: 1 })
  try {
    for (const district of await findDistricts(database)) {
      const { seal } = await database.transactions.look(district, findHead)
      const before = known?.[district.code]
      if (seal !== null) restored[district.code] = headOf(district.code, seal)
      const end = seal === null ? 'it holds no seal' : `it ends with seal ${seal.no} of ${seal.at}`
      note(`The log of ${district.code} ${district.name}: ${end}. bihuan verify takes that for its newest from now on.`)
      if (before !== undefined && before.no > (seal?.no ?? 0))
        note(`Seal ${before.no} of ${before.at} was known here: what was sealed after the backup is not in it.`)
    }
  } finally {
    await database.close()
  }
  if (known === null) {
    const aside = setSealHeadsAside(config.sealHeadsFile)
    note(
      `${config.sealHeadsFile} was damaged: which seals were the newest here before is not known. It is kept as ${aside}.`,
    )
  }
  writeSealHeads(config.sealHeadsFile, restored)
}

const ours = /^(postgres|postgres\.log|postgres-password|login-password|postgres-programs-.*)$/

async function clear(folder: string, before: ReadonlySet<string>): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (ours.test(name) && !before.has(name)) await rm(path.join(folder, name), { recursive: true, force: true })
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

/** What has to be done by hand before the first start. */
function advise({ keysFile, signingKeysFile, filesFolder }: Config, { manifest }: CheckedArchive): void {
  const check = manifest.installation?.keyCheck ?? null
  const found = existsSync(keysFile) ? keyCheck(openKeys(keysFile, { mayCreate: false })) : null
  if (check !== null && found === null)
    note(
      `The keys are not in a backup. Put the key file of this installation (key check ${check}) at ${keysFile}, and the one that seals at ${signingKeysFile}, before the first start.`,
    )
  if (check !== null && found !== null && found !== check)
    note(
      `${keysFile} is the key file of another installation (key check ${found}, wanted ${check}). Put the right one there before the first start.`,
    )
  const { included, missing, damaged } = manifest.files
  if (!included) note(`This backup holds no evidence files. Copy the folder of the installation to ${filesFolder}.`)
  if (missing.length + damaged.length > 0)
    note(
      `Of the evidence, ${missing.length} files were missing and ${damaged.length} damaged when the backup was made.`,
    )
  note('Trying a backup out? Start with BIHUAN_SMS=log, so that no message goes to anybody.')
}
