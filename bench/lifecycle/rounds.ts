import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Child, type Listening, openChild } from '#bench/children/child.ts'
import type { Task, Worked } from '#bench/children/client.ts'
import { cpuOfTree } from '#bench/children/processes.ts'
import { median, quantile } from '#bench/result.ts'
import type { Stage } from '#bench/stage.ts'
import type { Prepared } from './prepare.ts'
import { commandsPerLife, stepNames } from './steps.ts'

/** `swift`: the bare server again, but sending all statements of a request without waiting for their answers. */
export type Side = 'ours' | 'bare' | 'swift'

/** One server under one load. Milliseconds of processor time are per request. */
export type Round = {
  side: Side
  perSecond: number
  commandsPerSecond: number
  nodeMs: number
  postgresMs: number
  clientMs: number
  p50: number
  p95: number
  errors: string[]
  reads: number
  unread: number
  requests: number
  /** What the product had still to do for what it had answered, when the load ended. */
  behind: Behind | null
}

export type Load = Partial<Pick<Task, 'warmMs' | 'measuredMs' | 'readEvery' | 'lives'>> & {
  /** Where to write what the server's processor did in the measured time. */
  profile?: string
  /** Done when the measured time begins. */
  begin?: () => Promise<void>
}

/** Enough connections for every request at once, as the product's own pool has. */
const bareConnections = 12

export const openServer = async (side: Side, stage: Stage, prepared: Prepared) => {
  const server = openChild(side === 'ours' ? 'server' : 'bare')
  const data =
    side === 'ours'
      ? { folder: stage.folder }
      : {
          url: stage.superuserUrl,
          recordings: prepared.recordings,
          connections: bareConnections,
          atOnce: side === 'swift',
        }
  return { server, ...(await server.ask<Listening>('listen', data)) }
}

/** Lets the crews work against one server, which is started for it and stopped after it. `first` moves on. */
export async function playRound(
  side: Side,
  stage: Stage,
  prepared: Prepared,
  client: Child,
  first: { life: number },
  load: Load = {},
): Promise<Round> {
  await startClean(stage)
  const { server, port } = await openServer(side, stage, prepared)
  try {
    const task: Task = {
      port,
      cookies: prepared.cookies,
      photos: prepared.photos,
      bare: side !== 'ours',
      first: first.life,
      warmMs: load.warmMs ?? 2000,
      measuredMs: load.measuredMs ?? 8000,
      readEvery: side === 'ours' ? (load.readEvery ?? 0) : 0,
      ...(load.lives === undefined ? {} : { lives: load.lives }),
    }
    const postmaster = postmasterIn(stage.folder)
    const at = async () => ({ node: await server.ask<NodeJS.CpuUsage>('cpu'), postgres: cpuOfTree(postmaster) })
    let before = at()
    const began: Promise<void>[] = []
    client.on('begin', () => {
      before = at()
      if (load.begin !== undefined) began.push(load.begin())
      if (load.profile !== undefined) began.push(server.ask('startProfile'))
    })
    const worked = await client.ask<Worked>('work', task)
    const [start, end] = [await before, await at()]
    await Promise.all(began)
    if (load.profile !== undefined) await server.ask('stopProfile', { file: load.profile })
    first.life = worked.next
    const behind = side === 'ours' ? await behindOf(stage) : null
    return roundOf(
      side,
      worked,
      (end.node.user + end.node.system - start.node.user - start.node.system) / 1000,
      end.postgres - start.postgres,
      behind,
    )
  } finally {
    await server.stop()
  }
}

function roundOf(side: Side, worked: Worked, nodeMs: number, postgresMs: number, behind: Behind | null): Round {
  const { requests, seconds } = worked
  const took = stepNames.flatMap((name) => worked.took[name])
  return {
    side,
    requests,
    perSecond: requests / seconds,
    commandsPerSecond: ((requests / seconds) * commandsPerLife) / stepNames.length,
    nodeMs: nodeMs / requests,
    postgresMs: postgresMs / requests,
    clientMs: worked.cpuMs / requests,
    p50: median(took),
    p95: quantile(took, 0.95),
    errors: worked.errors,
    reads: worked.reads,
    unread: worked.unread,
    behind,
  }
}

export function postmasterIn(folder: string): number {
  return Number(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

export type Behind = { unnumbered: number; unread: number; jobs: number }

async function behindOf({ raw }: Stage): Promise<Behind> {
  const { rows } = await raw.query<Behind>(`select (select count(*)::int from unnumbered) as unnumbered,
    (select coalesce(max(n.seq) - (select min(seq) from event_cursor), 0)::int from event_number n) as unread,
    (select count(*)::int from graphile_worker.jobs) as jobs`)
  return rows[0] as Behind
}

/** What the other side left undone must not be this one's work: nothing is unnumbered, unread or queued. */
export async function startClean({ raw }: Stage): Promise<void> {
  await raw.query('delete from unnumbered')
  await raw.query('update event_cursor set seq = (select coalesce(max(seq), 0) from event_number)')
  await raw.query("update notice set state = 'delivered' where state = 'queued'")
  await raw.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))')
}
