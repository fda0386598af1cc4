import type { Instant } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'

/** When the last event of these districts was received; null where nothing has happened yet. */
export async function findNewest(database: Database, districts: readonly District[]): Promise<Instant | null> {
  const newest = await Promise.all(
    districts.map((district) =>
      database.worker(district, async (tx) => {
        // By number, and the few that have none yet: the log itself has no index by time.
        const { rows } = await sql<{ received: Instant | null }>`select greatest(
          (select e.received from event_number n join event e on e.id = n.event_id order by n.seq desc limit 1),
          (select max(e.received) from unnumbered u join event e on e.id = u.event_id)) as received`.execute(tx)
        return rows[0]?.received ?? null
      }),
    ),
  )
  return newest.reduce((one, other) => (other !== null && (one === null || other > one) ? other : one), null)
}
