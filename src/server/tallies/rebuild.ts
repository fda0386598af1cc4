import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { tallyReaction } from './reactions.ts'
import { countAllAnew } from './store.ts'

/**
 * Drops the roll-ups of a district and counts them anew, in one transaction: readers see the old ones until it is done.
 * The reaction waits meanwhile and goes on behind the last event that was numbered when this began, or that the reader
 * before it had read: what that one writes later is counted then. Returns the number of hazards counted.
 */
export function rebuildTallies(database: Database, district: District): Promise<number> {
  return database.worker(district, async (tx) => {
    const { name, behind } = tallyReaction
    await sql`insert into event_cursor (name, seq) values (${name}, 0) on conflict do nothing`.execute(tx)
    await sql`select seq from event_cursor where name = ${name} for update`.execute(tx)
    // Before the rows are read: what is numbered meanwhile is looked at once more, which changes nothing.
    await sql`update event_cursor set seq = least((select coalesce(max(seq), 0) from event_number),
      coalesce((select ahead.seq from event_cursor ahead where ahead.name = ${behind}), 0)) where name = ${name}`.execute(
      tx,
    )
    return countAllAnew(tx)
  })
}
