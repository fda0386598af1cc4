import type { FastifyInstance } from 'fastify'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { startTicking } from '#server/clocks/ticking.ts'
import { realTime } from '#server/clocks/time.ts'
import type { Config } from '#server/config.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import { type Effect, readOnce } from '#server/events/cursor.ts'
import { type Reaction, startReactions } from '#server/events/reactions.ts'
import { mostUnderSeal, sealEvents } from '#server/events/seal.ts'
import { removeAbandoned } from '#server/files/content.ts'
import { removeForgotten } from '#server/files/upload-store.ts'
import type { House } from '#server/http/house.ts'
import { noticesReaction } from '#server/notices/reactions.ts'
import { requeueNotices } from '#server/notices/requeue.ts'
import { prepareJobs, startNoticeWorker } from '#server/notices/worker.ts'
import { systemActor } from '#server/people/actors.ts'
import { handOverReaction } from '#server/phases/reactions.ts'
import { tallyReaction } from '#server/tallies/reactions.ts'
import { furnish, makeServer } from './app.ts'
import { findDistricts, openHouse } from './house.ts'

export type Running = {
  app: FastifyInstance
  house: House
  database: OpenDatabase
  /** Lets the reactions catch up with what is numbered; for where nothing ticks. */
  react(): Promise<void>
  /** Seals what was written and lets the reactions follow, until nothing is left. */
  follow(): Promise<void>
  /** Keeps where a demo's clock stands, so that it runs on from there after a restart. */
  keepTime(): Promise<void>
  close(): Promise<void>
}

export type RunOptions = {
  webFolder?: string | undefined
  /** A database already open, which then stays open when this closes. */
  database?: OpenDatabase
  fast?: boolean
  /** Sweep, sealing and reactions; off where a test drives them by hand. */
  ticking?: boolean
  /** History is being written into a demo: messages of long ago are delivered at once, without a job for each. */
  replaying?: boolean
}

const sweepEveryMs = 250
const sealEveryMs = 100
const reactAtOnce = 500
/** Uploads that nobody finished are looked for this often. */
const forgetEveryMs = 3_600_000

/** Opens an installation with all that ticks in it. It does not listen yet. */
export async function run(config: Config, options: RunOptions = {}): Promise<Running> {
  const app = await makeServer(config)
  const onLog = (line: string) => app.log.info(line)
  const database = options.database ?? (await openDatabase(config, { onLog, fast: options.fast ?? false }))
  const house = await openHouse(config, database, app.log)
  await removeAbandoned(config.filesFolder, realTime().now())
  await removeForgotten(config.filesFolder, realTime().now())
  const live = await furnish(app, house, options.webFolder)
  const districts = await findDistricts(database)
  const onError = (error: unknown) => app.log.error(error)
  const replaying = options.replaying === true && house.demo
  const notices = noticesReaction(house, replaying ? 'at once' : 'by job')
  // A replay counts once at its end: hazard by hazard that would be a third of all its work.
  const reactions = [notices, handOverReaction(house), ...(replaying ? [] : [tallyReaction])]

  const ticking =
    options.ticking === false
      ? []
      : districts.flatMap((district) => [
          startTicking(sweepEveryMs, () => sweepClocks(house.path, district, systemActor(district.code)), onError),
          startTicking(
            sealEveryMs,
            async () => {
              const sealed = await sealEvents(house, district)
              // Sealing waits for no listener.
              if (sealed > 0) live.tell(district.code).catch(onError)
              // A few events wait for the others: a seal costs as much for one as for a hundred.
              return sealed < mostUnderSeal ? 0 : sealed
            },
            onError,
          ),
        ])
  if (options.ticking !== false)
    ticking.push(startTicking(forgetEveryMs, () => removeForgotten(config.filesFolder, realTime().now()), onError))

  const sending = options.ticking === false ? null : await startNoticeWorker(house, database.pool, districts)
  if (sending === null) await prepareJobs(house, database.pool)
  else for (const district of districts) await requeueNotices(house.database, district).catch(onError)
  const reacting = options.ticking === false ? null : startReactions(house, districts, reactions)

  const close = async () => {
    live.close()
    await reacting?.stop()
    await sending?.stop()
    await app.close()
    await Promise.all(ticking.map((one) => one.stop()))
    house.heads.close()
    if (options.database === undefined) await database.close()
  }
  const reactIn = async (district: District) => {
    const [ahead, after] = [reactions.filter(({ behind }) => !behind), reactions.filter(({ behind }) => behind)]
    for (const some of [ahead, after]) await Promise.all(some.map((reaction) => catchUp(house, district, reaction)))
  }
  const react = async () => {
    for (const district of districts) await reactIn(district)
  }
  const follow = async () => {
    for (const district of districts) while ((await sealEvents(house, district)) > 0) await reactIn(district)
  }
  const keepTime = async () => {
    await house.database.door(null, async (tx) => {
      await sql`update shared.installation set clock_offset_ms = ${house.time.offset()} where demo`.execute(tx)
    })
  }
  return { app, house, database, react, follow, keepTime, close }
}

async function catchUp(house: House, district: District, reaction: Reaction): Promise<void> {
  let read: number
  const effect: Effect = (tx, events) => reaction.react(tx, district, events)
  do read = await readOnce(house.database, district, reaction, reactAtOnce, effect, house.recent)
  while (read === reactAtOnce)
}
