import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, type Runner, run, runMigrations, type TaskList } from 'graphile-worker'
import type { Pool } from 'pg'
import type { District } from '#server/db/transaction.ts'
import type { Running } from '#server/events/reactions.ts'
import type { House } from '#server/http/house.ts'
import { openProvider } from './provider.ts'
import { mostAttempts, type SendingHouse, sendNotice } from './send.ts'

type Sender = SendingHouse & Pick<House, 'config' | 'log'>
type Job = { district: string; notice: string }

const atOnce = 2
const restartAfterMs = 5_000

/** Makes or updates the tables of the job runner, without which no reaction can queue a message. */
export function prepareJobs(house: Pick<House, 'log'>, pool: Pool): Promise<void> {
  if (pool.listenerCount('connect') === 0) {
    const onBreak = (error: Error) => house.log.warn({ err: error }, 'a database connection broke')
    pool.on('connect', (client) => client.on('error', onBreak))
  }
  return runMigrations({ pgPool: pool, logger: loggerOf(house) })
}

/**
 * Sends queued notices until it is stopped. To be started before the reactions are. When the runner breaks down,
 * for instance because the database went away, it is started again.
 */
export async function startNoticeWorker(house: Sender, pool: Pool, districts: readonly District[]): Promise<Running> {
  await prepareJobs(house, pool)
  const tasks = taskList(house, districts)
  return keepRunning(
    () => open(house, pool, tasks),
    (error) => house.log.error({ err: error }, 'the job runner stopped and will be started again'),
  )
}

/** Opens a runner, and another one a while after it broke down, until it is stopped. */
export async function keepRunning(
  start: () => Promise<Pick<Runner, 'promise' | 'stop'>>,
  onBreak: (error: unknown) => void,
  pauseMs = restartAfterMs,
): Promise<Running> {
  const stopped = new AbortController()
  let runner: Pick<Runner, 'promise' | 'stop'> | null = await start()
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      await runner?.promise.catch(onBreak)
      if (stopped.signal.aborted) return
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined)
      if (stopped.signal.aborted) return
      runner = await start().catch(() => null)
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await runner?.stop().catch(() => undefined)
      await loop
      // One that was being opened when this began.
      await runner?.stop().catch(() => undefined)
    },
  }
}

async function open(house: Sender, pool: Pool, taskList: TaskList): Promise<Runner> {
  await releaseAbandoned(pool)
  return run({
    pgPool: pool,
    taskList,
    concurrency: atOnce,
    pollInterval: 2_000,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: loggerOf(house),
  })
}

/**
 * What was being sent when a process was killed stays locked in its name for hours. Should another process be at work
 * here and lose its lock as well, the message is tried twice, with one idempotency key.
 */
async function releaseAbandoned(pool: Pool): Promise<void> {
  await pool.query(`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`)
}

function taskList(house: Sender, districts: readonly District[]): TaskList {
  const provider = openProvider(house.config.sms, house.keys)
  const byCode = new Map(districts.map((district) => [district.code, district]))
  return {
    'send-notice': async (payload, { job, abortSignal }) => {
      const { district, notice } = payload as Job
      const at = byCode.get(district)
      if (at === undefined) throw new Error(`no district ${district} here`)
      await sendNotice(house, provider, at, notice, job.attempts >= mostAttempts, abortSignal)
    },
  }
}

/** The runner reports every job; only what went wrong is worth a line. */
function loggerOf({ log }: Pick<House, 'log'>): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error(message)
    else if (level === 'warning') log.warn(message)
    else log.trace(message)
  })
}
