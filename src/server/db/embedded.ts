import { realpath } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import { EmbeddedError, explainDisk } from './embedded-error.ts'
import { majorOf, type Places, preparePlaces } from './embedded-folder.ts'
import { initialise, keepPassword, newPassword, readPassword, resetPassword } from './embedded-initialise.ts'
import { whoIs } from './embedded-process.ts'
import { findRunning, launch, readPidFile, shutDown } from './embedded-server.ts'
import { isLast, joinServer, leave, type Share } from './embedded-share.ts'

/** A running PostgreSQL that we own. */
export type Embedded = {
  /** URL of the superuser, for bootstrap only */
  superuserUrl: string
  port: number
  /** Where it listens beside the port; empty where it has no socket. */
  socketFolder: string
  folder: string
  started: 'fresh' | 'again' | 'reused'
  /** Fulfilled when the server goes away, or restarts itself, without `stop`. */
  lost: Promise<void>
  /** Ends the server; when another `openEmbedded` still uses it, leaves it to that one, the last one ends it. */
  stop(): Promise<void>
}

type Options = { folder: string; onLog?: (line: string) => void; fast?: boolean }

/**
 * Opens the PostgreSQL whose data is in `folder` (its password file and log lie beside it): makes it when there
 * is none, starts it when it does not run, and joins the running one when a killed process left it behind or
 * another one has it open. There is never more than one server on a folder. It listens on 127.0.0.1 only, on a
 * port chosen at each start, and outlives us unless stopped. `fast` gives up safety against a power cut: tests.
 * `onLog` gets our own few lines; PostgreSQL writes its own to postgres.log. Throws EmbeddedError.
 */
export async function openEmbedded(options: Options): Promise<Embedded> {
  return openAt(options).catch((error: unknown) => {
    throw explainDisk(error, options.folder)
  })
}

async function openAt(options: Options): Promise<Embedded> {
  const places = await preparePlaces(options.folder)
  const binaries = await findBinaries(places.data, places.user)
  if (places.major !== undefined) assertMajor(places, places.major, binaries)
  let fresh = false
  for (let tries = 0; tries < 50; tries += 1) {
    let server = await findRunning(places.folder)
    let started: Embedded['started'] = 'reused'
    if (!server) {
      fresh = (await makeIfMissing(places, binaries, options)) || fresh
      await assurePassword(places, binaries, options)
      const launched = await launch(places, binaries, options)
      if (launched === 'locked') await sleep(200)
      if (typeof launched === 'string') continue
      server = launched
      started = fresh ? 'fresh' : 'again'
    }
    const share = await joinServer(places, server).catch(async (error: unknown) => {
      if (started !== 'reused') await shutDown(places, binaries, server.pid)
      throw error
    })
    if (!share) continue
    if (share.safe || options.fast) return opened(places, binaries, share, started)
    await endUnsafe(places, binaries, share)
  }
  throw new EmbeddedError(
    'embedded.start_failed',
    `PostgreSQL did not come up in ${places.folder}: another one keeps taking that folder or the port, or still ` +
      `holds the folder although its postmaster.pid is gone. Nothing is lost. See ${places.log}, end every other ` +
      'program that uses the folder, and start again.',
    { folder: places.folder, log: places.log },
  )
}

/** Does a server run on this folder? Changes nothing. */
export async function isRunning(folder: string): Promise<boolean> {
  const real = await realpath(folder).catch(() => undefined)
  const seen = real === undefined ? undefined : await readPidFile(real)
  return real !== undefined && seen !== undefined && seen.pid > 0 && (await whoIs(seen.pid, real)) === 'server'
}

function opened(places: Places, binaries: Binaries, share: Share, started: Embedded['started']): Embedded {
  let stopped: Promise<void> | undefined
  const lost = new Promise<void>((resolve) => {
    share.client.once('end', () => {
      if (stopped === undefined) resolve()
    })
  })
  const stop = async () => {
    if (await isLast(share)) await shutDown(places, binaries, share.pid)
    await leave(share)
  }
  return {
    superuserUrl: share.url,
    port: share.port,
    socketFolder: share.socketFolder,
    folder: places.folder,
    started,
    lost,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

function assertMajor(places: Places, found: number, binaries: Binaries): void {
  if (found === binaries.major) return
  throw new EmbeddedError(
    'embedded.other_major',
    `The database in ${places.folder} was made by PostgreSQL ${found}; the programs here are PostgreSQL ` +
      `${binaries.version}, which cannot open it. Nothing was changed. Set BIHUAN_PG_BIN to the bin folder of a ` +
      `PostgreSQL ${found}, make a backup with "bihuan backup FILE", unset it, and put that into a new folder with ` +
      '"bihuan restore FILE --data DIR". docs/backup.md tells each step.',
    { folder: places.folder, found, expected: binaries.major },
  )
}

async function makeIfMissing(places: Places, binaries: Binaries, options: Options): Promise<boolean> {
  if ((await majorOf(places.folder)) !== undefined) return false
  options.onLog?.(`Making a new PostgreSQL ${binaries.version} database in ${places.folder}`)
  const password = (await readPassword(places)) ?? (await keepPassword(places, newPassword()))
  return await initialise(places, binaries, password, options.fast ?? false)
}

async function assurePassword(places: Places, binaries: Binaries, options: Options): Promise<void> {
  if ((await readPassword(places)) !== undefined) return
  options.onLog?.(`The password file ${places.password} is missing: making a new password`)
  const password = newPassword()
  await resetPassword(places, binaries, password)
  await keepPassword(places, password)
}

/** A server left over from a `fast` start would lose data in a power cut: it must not serve a safe one. */
async function endUnsafe(places: Places, binaries: Binaries, share: Share): Promise<void> {
  const last = await isLast(share)
  if (last) await shutDown(places, binaries, share.pid)
  await leave(share)
  if (last) return
  throw new EmbeddedError(
    'embedded.unsafe_in_use',
    `A test has the database in ${places.folder} open without safety against a power cut. Nothing was changed. ` +
      'End that program and start again.',
    { folder: places.folder, pid: share.pid },
  )
}
