import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Answer } from '#server/commands/answers.ts'
import type { Random } from '#server/demo/random.ts'
import { type Child, superuserUrl, type Victim, victims } from './child.ts'
import type { Ground } from './ground.ts'
import type { Round, Step } from './steps.ts'

export type Driven = {
  answers: Map<string, Answer>
  /** Of each kind. */
  kills: Record<Victim, number>
  /** Batches that had to be sent again because no answer came. */
  sentAgain: number
  /** How often the server answered again without being started. */
  cameBack: number
  /** From a kill until a batch was answered again, in ms. */
  downMs: number[]
  faults: string[]
}

/**
 * When to kill what: at which round, and how long after its batches were sent, as a share of how long they take; below 0
 * while time is passing, before any was sent. `patience`: for how many ms the server may come back by itself.
 */
export type Kill = { round: number; after: number; victim: Victim; patience: number }

export function planKills(rounds: readonly Round[], count: number, random: Random): Kill[] {
  // Where little is going on there is little to lose.
  const busy = [...rounds.keys()]
    .slice(1)
    .sort((a, b) => sizeOf(rounds[b] as Round) - sizeOf(rounds[a] as Round))
    .slice(0, Math.max(count, rounds.length / 3))
  const kills = Array.from({ length: count }, (_, n) => ({
    round: random.pick(busy),
    after: random.next() * 1.1 - 0.1,
    // Each kind comes in its turn, so that few kills miss none.
    victim: victims[n % victims.length] as Victim,
    patience: random.chance(0.6) ? 15_000 : 300,
  }))
  return kills.sort((a, b) => a.round - b.round || a.after - b.after)
}

const sizeOf = ({ lanes }: Round) => lanes.reduce((sum, lane) => sum + lane.length, 0)

/**
 * Sends every round as phones would: what was not answered is kept and sent again with the same ids, until it is. At
 * the planned moments something is killed. At the end everything is sent once more, and must be answered as before.
 */
export async function drive(
  child: Child,
  folder: string,
  ground: Ground,
  kills: readonly Kill[],
  random: Random,
): Promise<Driven> {
  const phone = openPhone(child, ground.cookie)
  const driven: Driven = {
    answers: new Map(),
    kills: { server: 0, postmaster: 0, backend: 0, both: 0 },
    sentAgain: 0,
    cameBack: 0,
    downMs: [],
    faults: [],
  }
  const lookForLost = () =>
    untilDone(child, driven, async () => {
      const lost = await lostOf(folder, driven).catch(() => null)
      driven.faults.push(...(lost ?? []))
      return lost !== null
    })
  let perCommand = 5
  for (const [n, round] of ground.rounds.entries()) {
    const due = kills.filter((kill) => kill.round === n)
    let killed = 0
    const kill = async ({ victim, patience }: Kill) => {
      waits.set(child, patience)
      killed = performance.now()
      driven.kills[victim] += 1
      await child.kill(victim)
    }
    // Where the clock stands is not always kept in time: then the log has to tell.
    const keep = random.chance(0.5)
    const passTime = () => child.passTime(round.until, keep)
    const early = due.filter(({ after }) => after < 0).map(kill)
    await Promise.all([untilDone(child, driven, passTime), ...early])
    const began = performance.now()
    const late = due
      .filter(({ after }) => after >= 0)
      .map(async (one) => {
        await sleep(perCommand * sizeOf(round) * one.after)
        await kill(one)
      })
    const lanes = round.lanes.map((lane) =>
      untilDone(
        child,
        driven,
        async () => note(driven, lane, await phone.give(lane)),
        // A server that came back may stand a little earlier, and takes nothing from its future.
        passTime,
      ),
    )
    await Promise.all([...lanes, ...late])
    if (due.length === 0) perCommand = 0.8 * perCommand + (0.2 * (performance.now() - began)) / sizeOf(round)
    else {
      await lookForLost()
      driven.downMs.push(Math.round(performance.now() - killed))
      const earlier = ground.rounds[random.between(0, n)]?.lanes[0] ?? []
      await untilDone(child, driven, async () => note(driven, earlier, await phone.give(earlier)))
    }
  }
  await lookForLost()
  const all = ground.rounds.flatMap(({ lanes }) => lanes.flat())
  for (let n = 0; n < all.length; n += 200) {
    const batch = all.slice(n, n + 200)
    await untilDone(child, driven, async () => note(driven, batch, await phone.give(batch)))
  }
  phone.close()
  return driven
}

/** Commands that were acknowledged and that the database does not know: asked before anything is sent once more. */
export async function lostOf(folder: string, { answers }: Pick<Driven, 'answers'>): Promise<string[]> {
  const accepted = [...answers].flatMap(([id, { outcome }]) => (outcome === 'accepted' ? id : []))
  const client = new pg.Client({ connectionString: await superuserUrl(folder) })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      'select id from unnest($1::uuid[]) asked(id) where id not in (select id from d330109.command)',
      [accepted],
    )
    return rows.map(({ id }) => `${id} was acknowledged and is lost`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Answers that came before must come again; a refusal is a fault, for undisturbed there is none. */
function note(driven: Driven, batch: readonly Step[], answers: readonly Answer[] | null): boolean {
  if (answers === null) {
    driven.sentAgain += 1
    return false
  }
  let open = false
  for (const [n, answer] of answers.entries()) {
    const { id, type } = batch[n] as Step
    if (answer.outcome === 'refused' && ['command.in_progress', 'server.busy'].includes(answer.problem.code)) {
      open = true
      continue
    }
    const first = driven.answers.get(id)
    if (first === undefined) driven.answers.set(id, answer)
    else if (!isDeepStrictEqual(first, answer))
      driven.faults.push(`${type} ${id} was answered ${JSON.stringify(first)} and then ${JSON.stringify(answer)}`)
    if (first === undefined && answer.outcome === 'refused')
      driven.faults.push(`${type} ${id} was refused: ${JSON.stringify(answer.problem)}`)
  }
  return !open
}

/** Tries again as a phone does; a server that does not come back by itself is started. `before`: ahead of each new try. */
async function untilDone(
  child: Child,
  driven: Driven,
  attempt: () => Promise<boolean>,
  before: () => Promise<boolean> = async () => true,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    if ((tries === 1 || (await before())) && (await attempt())) return
    if (tries > 60) throw new Error('the server does not come back')
    await comeBack(child, driven)
  }
}

const coming = new WeakMap<Child, Promise<void>>()
/** For how many ms a server may come back by itself. */
const waits = new WeakMap<Child, number>()

/** One of all that wait looks after the server: it may come back by itself, else it is started. */
function comeBack(child: Child, driven: Driven): Promise<void> {
  const already = coming.get(child)
  if (already !== undefined) return already
  const back = (async () => {
    const until = performance.now() + (waits.get(child) ?? 1000)
    for (; child.lives() && performance.now() < until; await sleep(50)) {
      if (await isReady(child.address())) {
        driven.cameBack += 1
        return
      }
    }
    await child.restart()
  })().finally(() => coming.delete(child))
  coming.set(child, back)
  return back
}

async function isReady(address: string): Promise<boolean> {
  const reply = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(1000) }).catch(() => null)
  return reply?.status === 200
}

/** A relay that keeps what was not answered. Null: no answer came, or none that says what became of it. */
export function openPhone(child: Child, cookie: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const give = (commands: readonly Step[]): Promise<Answer[] | null> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ commands })
      const headers = {
        cookie,
        'x-bihuan': '1',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const none = () => resolve(null)
      const asked = request(
        `${child.address()}/api/sync`,
        { method: 'POST', agent, headers, timeout: 20_000 },
        (reply) => {
          const parts: Buffer[] = []
          reply.on('data', (part: Buffer) => parts.push(part)).on('error', none)
          reply.on('close', () => (reply.complete ? undefined : none()))
          reply.on('end', () => {
            const text = Buffer.concat(parts).toString()
            if (reply.statusCode === 200) return resolve((JSON.parse(text) as { answers: Answer[] }).answers)
            if ((reply.statusCode ?? 500) >= 500) return none()
            reject(new Error(`/api/sync answered ${reply.statusCode}: ${text}`))
          })
        },
      )
      asked.on('error', none).on('timeout', () => asked.destroy())
      asked.end(body)
    })
  return { give, close: () => agent.destroy() }
}
