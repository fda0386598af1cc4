import { setTimeout as sleep } from 'node:timers/promises'
import { isNobodysFault, metOthers } from '#server/db/away.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { type Cursor, readOnce, skipEvent } from './cursor.ts'
import type { NumberedEvent } from './numbered.ts'

/** What follows from events. Its writes and its progress are one transaction. */
export type Reaction = Cursor & {
  /** Most events at a time, where many at once cost less than each by itself. */
  batch?: number
  react(tx: Tx, district: District, events: readonly NumberedEvent[]): Promise<void>
}

type ReactionHouse = Pick<House, 'database' | 'log' | 'time'> & Partial<Pick<House, 'recent'>>

export type Running = { stop(): Promise<void> }

const usualBatch = 200
const idleMs = 250
const longestPauseMs = 30_000
/** Failures in a row before events are read one at a time, and of one event alone before it is skipped. */
const patience = 5
const patienceAlone = 3

/**
 * Lets every reaction read the events of every district, each on its own: at once again while there are more,
 * else after a short pause. One that throws is logged and tried again later; it holds back nobody but itself, and not
 * for ever.
 */
export function startReactions(
  house: ReactionHouse,
  districts: readonly District[],
  reactions: readonly Reaction[],
): Running {
  const stopped = new AbortController()
  const loops = districts.flatMap((district) =>
    reactions.map((reaction) => keepReading(house, district, reaction, stopped.signal)),
  )
  return {
    async stop() {
      stopped.abort()
      await Promise.all(loops)
    },
  }
}

async function keepReading(
  house: ReactionHouse,
  district: District,
  reaction: Reaction,
  stopped: AbortSignal,
): Promise<void> {
  const step = reader(house, district, reaction)
  while (!stopped.aborted) {
    const pause = await step()
    if (pause > 0) await sleep(pause, undefined, { signal: stopped }).catch(() => undefined)
  }
}

/**
 * One step of reading, again and again; returns for how many ms to wait before the next. After `patience` failures
 * events are read one at a time, and one that goes on failing alone is skipped and noted beside the cursor: what
 * nobody can take must not keep everything behind it from ever happening. A database that is away, full or busy says
 * nothing about an event: that is waited for, however long it takes.
 */
export function reader(house: ReactionHouse, district: District, reaction: Reaction): () => Promise<number> {
  const batch = reaction.batch ?? usualBatch
  let failures = 0
  let alone = 0
  let singly = 0
  let waits = 0
  return async () => {
    const most = singly > 0 ? 1 : batch
    let meeting: NumberedEvent | undefined
    try {
      const effect = (tx: Tx, events: readonly NumberedEvent[]) => {
        meeting = events[0]
        return reaction.react(tx, district, events)
      }
      const read = await readOnce(house.database, district, reaction, most, effect, house.recent)
      alone = 0
      waits = 0
      singly = read === 0 ? 0 : Math.max(0, singly - 1)
      if (singly === 0) failures = 0
      return read === most ? 0 : idleMs
    } catch (error) {
      if (isNobodysFault(error) || metOthers(error)) {
        waits += 1
        const facts = { err: error, reaction: reaction.name, district: district.code, waits }
        house.log.error(facts, 'a reaction waits for the database')
        return pauseAfter(waits)
      }
      failures += 1
      const facts = { err: error, reaction: reaction.name, district: district.code, failures }
      if (singly === 0 && failures >= patience) singly = batch
      else if (singly > 0 && meeting !== undefined) alone += 1
      if (alone >= patienceAlone && meeting !== undefined && (await skip(house, district, reaction, meeting, error))) {
        house.log.error({ ...facts, event: meeting.id, seq: meeting.seq }, 'a reaction cannot take an event: skipped')
        alone = 0
        return 0
      }
      house.log.error(facts, 'a reaction failed and will be tried again')
      return pauseAfter(failures)
    }
  }
}

const pauseAfter = (times: number) => Math.min(longestPauseMs, idleMs * 2 ** Math.min(times, 10))

function skip(
  house: ReactionHouse,
  district: District,
  reaction: Reaction,
  event: NumberedEvent,
  error: unknown,
): Promise<boolean> {
  const { code, name } = error as { code?: string; name?: string }
  const why = String(code ?? name ?? 'error')
  return skipEvent(house.database, district, reaction.name, event, why, house.time.now()).catch(() => false)
}
