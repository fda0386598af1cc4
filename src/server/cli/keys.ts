import { type SignatureName, signatureNames } from '#domain/seals.ts'
import { realTime, virtualTime } from '#server/clocks/time.ts'
import { readConfig } from '#server/config.ts'
import { readPublished, takeNewKey } from '#server/crypto/signing-files.ts'
import { findInstallation } from '#server/house.ts'
import { openExisting } from './existing.ts'
import { UsageError } from './usage-error.ts'

export type KeysOptions = { rotate: boolean; algorithm?: string }

/** Prints the published keys, the oldest first; with `rotate` makes the next one before that. */
export async function keys(given: { data?: string }, options: KeysOptions): Promise<number> {
  const config = readConfig(process.env, given)
  const before = readPublished(config.publishedKeysFile)
  if (options.rotate) {
    const wanted = options.algorithm ?? before?.at(-1)?.algorithm ?? 'ed25519'
    const algorithm = signatureNames.find((name) => name === wanted)
    if (algorithm === undefined) throw new UsageError(`--algorithm wants ${signatureNames.join(' or ')}`)
    await rotate(given, algorithm)
  } else if (options.algorithm !== undefined) throw new UsageError('--algorithm goes with --rotate')
  const published = readPublished(config.publishedKeysFile)
  if (published === null)
    throw new Error(`No key was made yet in ${config.dataFolder}: start the installation once, or name its folder.`)
  process.stdout.write(`${JSON.stringify({ version: 1, keys: published }, null, 2)}\n`)
  return 0
}

/** By the clock of the installation, as its seals are: a demo's stands elsewhere. */
async function rotate(given: { data?: string }, algorithm: SignatureName): Promise<void> {
  const config = readConfig(process.env, given)
  const database = await openExisting(config)
  try {
    const installation = await findInstallation(database)
    if (installation === undefined) throw new Error('This database has no installation yet. Start it once first.')
    const time = installation.demo ? virtualTime(installation.clockOffsetMs) : realTime()
    const made = takeNewKey(config, algorithm, time.now())
    process.stderr.write(
      `Key ${made.id} (${made.algorithm}) is in use from now on; a server that is running takes it at once. What the keys before it sealed stays provable. Back up ${config.signingKeysFile} apart from the data, and give the published keys to whoever checks receipts.\n`,
    )
  } finally {
    await database.close()
  }
}
