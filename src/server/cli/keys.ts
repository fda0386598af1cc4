import { millis } from '#domain/calendar.ts'
import { type SignatureName, sealedSoonMs, signatureNames } from '#domain/seals.ts'
import { realTime, virtualTime } from '#server/clocks/time.ts'
import { type Config, readConfig } from '#server/config.ts'
import { assertHere, readPublished, takeNewKey } from '#server/crypto/signing-files.ts'
import { findNewestSealing } from '#server/events/newest.ts'
import { findDistricts, findInstallation } from '#server/house.ts'
import { openExisting } from './existing.ts'
import { UsageError } from './usage-error.ts'

/** `lost`: the signing key file is nowhere any more, and the next key is made without it. */
export type KeysOptions = { rotate: boolean; lost: boolean; algorithm?: string }

/** Prints the published keys, the oldest first; with `rotate` makes the next one before that. */
export async function keys(given: { data?: string }, options: KeysOptions): Promise<number> {
  const config = readConfig(process.env, given)
  const before = readPublished(config.publishedKeysFile)
  if (options.rotate) {
    const wanted = options.algorithm ?? before?.at(-1)?.algorithm ?? 'ed25519'
    const algorithm = signatureNames.find((name) => name === wanted)
    if (algorithm === undefined) throw new UsageError(`--algorithm wants ${signatureNames.join(' or ')}`)
    if (!options.lost) assertHere(config)
    await rotate(config, algorithm)
  } else if (options.algorithm !== undefined || options.lost)
    throw new UsageError('--algorithm and --lost go with --rotate')
  const published = readPublished(config.publishedKeysFile)
  if (published === null)
    throw new Error(`No key was made yet in ${config.dataFolder}: start the installation once, or name its folder.`)
  process.stdout.write(`${JSON.stringify({ version: 1, keys: published }, null, 2)}\n`)
  return 0
}

/** By the clock of the installation, as its seals are: a demo's stands elsewhere. */
async function rotate(config: Config, algorithm: SignatureName): Promise<void> {
  const database = await openExisting(config)
  try {
    const installation = await findInstallation(database)
    if (installation === undefined) throw new Error('This database has no installation yet. Start it once first.')
    const time = installation.demo ? virtualTime(installation.clockOffsetMs) : realTime()
    const now = time.now()
    const newest = await findNewestSealing(database.transactions, await findDistricts(database))
    const made = takeNewKey(config, algorithm, now, newest)
    if (newest !== null && millis(newest) - millis(now) > sealedSoonMs)
      process.stderr.write(
        `The newest seal is of ${newest}, later than it is now by the clock of this machine. Up to then the key before stays good for what it has sealed. Is the clock right?\n`,
      )
    process.stderr.write(
      `Key ${made.id} (${made.algorithm}) is in use from now on; a server that is running takes it at once. What the keys before it sealed stays provable. Back up ${config.signingKeysFile} apart from the data, and give the published keys to whoever checks receipts.\n`,
    )
  } finally {
    await database.close()
  }
}
