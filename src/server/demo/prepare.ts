import { hash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { Instant } from '#domain/calendar.ts'
import type { Config } from '#server/config.ts'
import { markSample } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { findDistricts, findInstallation } from '#server/house.ts'
import { type Running, run } from '#server/main.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { resetCastPasswords } from './passwords.ts'
import { pilotSteps, type Steps } from './pilot-stream.ts'
import { replay } from './replay.ts'
import { countGiven } from './replay-position.ts'
import { type Settled, settle, settledAt } from './settle.ts'

/** Share of the pilot in the sample. */
export const sampleShare = 0.02

export type Asked = { share: number; seed?: string }

export type Telling = {
  say(line: string): void
  progress(done: number, total: number): void
  /** Asks to stop where it can be gone on from. */
  stopping?: AbortSignal
}

/** What a folder holds or is to hold, kept beside the database from the first moment on. */
type Kept = { share: number; plan: string; finished: boolean }

/**
 * Fills an empty folder with the demo: settles the town, replays the pilot or a sample of it, and leaves the clock where
 * the replay ends. One that was interrupted is finished; one that is finished only gets new passwords. Returns the
 * cast's passwords by login. Throws when the folder holds something else, and what `stopping` was given when it is stopped.
 */
export async function prepareDemo(
  config: Config,
  database: OpenDatabase,
  asked: Asked,
  telling: Telling,
): Promise<ReadonlyMap<string, string>> {
  const folder = config.dataFolder
  const installation = await findInstallation(database)
  if (installation?.demo === false)
    throw new Error(`${folder} holds a real installation. Nothing was changed. Choose another folder with --data.`)
  const kept = readKept(folder)
  if (kept !== null && kept.share !== asked.share) throw new Error(otherShare(folder, kept.share))
  if (installation !== undefined && (kept === null || kept.finished)) {
    telling.say(`${folder} already holds a demo: it goes on from where it was, with new passwords.`)
    return resetCastPasswords(database.transactions)
  }
  keep(folder, kept ?? { share: asked.share, plan: '', finished: false })
  const clockOffset = Date.parse(beforeEverything) - Date.now()
  const town = await settle(database, settledAt, clockOffset, 'everybody')
  await markSample(database.url, asked.share < 1)
  const steps = pilotSteps(town, { ...asked, withOwners: true })
  keep(folder, samePlan(folder, kept, { share: asked.share, plan: fingerprint(steps), finished: false }))
  const running = await run(config, { database, ticking: false, replaying: true })
  try {
    await replayAll(running, town, steps, telling)
  } finally {
    await running.close()
  }
  keep(folder, { share: asked.share, plan: fingerprint(steps), finished: true })
  return town.passwords
}

const beforeEverything: Instant = '2022-05-31T00:00:00.000Z'

async function replayAll(running: Running, town: Settled, steps: Steps, telling: Telling): Promise<void> {
  const { house } = running
  const given = await countGiven(house, town.district)
  const people = new Set(town.posts.map(({ accountId }) => accountId)).size
  telling.say(`${town.units.length} units, ${people} people with ${town.posts.length} posts.`)
  telling.say(
    given === 0
      ? `Replaying 15 June to 10 October 2022: ${steps.total} commands …`
      : `It was interrupted after ${given} of ${steps.total} commands and goes on from there …`,
  )
  if (given > 0) await goOnFrom(running, town)
  const { refused, firstRefusal } = await replay(house, town, steps, {
    follow: running.follow,
    progress: telling.progress,
    stopping: telling.stopping,
  })
  if (firstRefusal !== undefined)
    throw new Error(`${refused} commands of the replay were refused, the first: ${JSON.stringify(firstRefusal)}`)
  for (const district of await findDistricts(running.database)) await rebuildTallies(house.database, district)
  await analyse(running.database)
  await running.keepTime()
}

/** Our own tables; autovacuum would come too late for the first readers. */
async function analyse({ pool }: OpenDatabase): Promise<void> {
  const { rows } =
    await pool.query(`select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables
    where schemaname = 'shared' or schemaname in (select schema_name from shared.district)`)
  await pool.query(`analyze ${rows[0].tables}`)
}

/** The clock was not kept when the replay was interrupted. The log knows how late it was at least. */
async function goOnFrom({ house }: Running, { district }: Settled): Promise<void> {
  const received = await house.database.worker(district, async (tx) => {
    const { rows } = await sql<{ at: Instant | null }>`select max(received) as at from event`.execute(tx)
    return rows[0]?.at ?? null
  })
  if (received !== null) house.time.setTo(received)
}

/** Of some hundred steps all over the plan: another version of the product may have made another plan. */
function fingerprint(steps: Steps): string {
  const every = Math.max(1, Math.floor(steps.total / 200))
  const ids = [String(steps.total)]
  for (let n = 0; n < steps.total; n += every) ids.push(JSON.stringify(steps.step(n)))
  return hash('sha256', ids.join('\n'))
}

function samePlan(folder: string, kept: Kept | null, now: Kept): Kept {
  if (kept === null || kept.plan === '' || kept.plan === now.plan) return now
  throw new Error(
    `${folder} holds a replay that another version of Bihuan has begun and this one cannot finish. Nothing was changed. Choose another folder with --data.`,
  )
}

const named = (share: number) =>
  share === 1 ? 'the whole pilot' : share === sampleShare ? 'the sample' : `${share * 100} % of the pilot`

function otherShare(folder: string, share: number): string {
  const again = share === 1 ? 'with --full' : 'without --full'
  return `${folder} holds a demo with ${named(share)}. Nothing was changed. Start it ${again}, or choose another folder with --data.`
}

const fileIn = (folder: string) => path.join(folder, 'replay.json')

function readKept(folder: string): Kept | null {
  const file = fileIn(folder)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null
}

/** Written beside and renamed, so that it is never half there. */
function keep(folder: string, kept: Kept): void {
  mkdirSync(folder, { recursive: true })
  const file = fileIn(folder)
  const handle = openSync(`${file}.part`, 'w')
  writeSync(handle, JSON.stringify(kept))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${file}.part`, file)
}
