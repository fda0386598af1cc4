import { setTimeout as sleep } from 'node:timers/promises'
import type { District, Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { type NumberedEvent, readOnce } from './cursor.ts'

/** What follows from events. Its writes and its progress are one transaction. */
export type Reaction = {
  /** Name of its cursor; a promise to the database, never changed. */
  name: string
  react(tx: Tx, district: District, events: readonly NumberedEvent[]): Promise<void>
}

export type Running = { stop(): Promise<void> }

const batch = 200
const idleMs = 250
const longestPauseMs = 30_000

/**
 * Lets every reaction read the events of every district, each on its own: at once again while there are more,
 * else after a short pause. One that throws is logged and tried again later; it holds back nobody but itself.
 */
export function startReactions(
  house: Pick<House, 'database' | 'log'>,
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
  house: Pick<House, 'database' | 'log'>,
  district: District,
  reaction: Reaction,
  stopped: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!stopped.aborted) {
    let pause = idleMs
    try {
      const read = await readOnce(house.database, district, reaction.name, batch, (tx, events) =>
        reaction.react(tx, district, events),
      )
      failures = 0
      if (read === batch) pause = 0
    } catch (error) {
      failures += 1
      pause = Math.min(longestPauseMs, idleMs * 2 ** Math.min(failures, 10))
      house.log.error(
        { err: error, reaction: reaction.name, district: district.code, failures },
        'a reaction failed and will be tried again',
      )
    }
    if (pause > 0) await sleep(pause, undefined, { signal: stopped }).catch(() => undefined)
  }
}
