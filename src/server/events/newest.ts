import type { Instant } from '#domain/calendar.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'

/** When the last event of these districts was received; null where nothing has happened yet. */
export function findNewest(database: Database, districts: readonly District[]): Promise<Instant | null> {
  // By number, and the few that have none yet: the log itself has no index by time.
  return newestOf(
    database,
    districts,
    sql<{ at: Instant | null }>`select greatest(
      (select e.received from event_number n join event e on e.id = n.event_id order by n.seq desc limit 1),
      (select max(e.received) from unnumbered u join event e on e.id = u.event_id)) as at`,
  )
}

/**
 * The latest moment at which anything was sealed in these districts, which is not that of the last seal after a clock was
 * put back. A moment that no clock of ours shows is none.
 */
export function findNewestSealing(database: Database, districts: readonly District[]): Promise<Instant | null> {
  return newestOf(
    database,
    districts,
    sql<{ at: Instant | null }>`select max(at) as at from seal where at between '1970-01-01' and '2999-12-01'`,
  )
}

async function newestOf(
  database: Database,
  districts: readonly District[],
  question: RawBuilder<{ at: Instant | null }>,
): Promise<Instant | null> {
  const newest = await Promise.all(
    districts.map((district) =>
      database.look(district, async (tx) => (await question.execute(tx)).rows[0]?.at ?? null),
    ),
  )
  return newest.reduce((one, other) => (other !== null && (one === null || other > one) ? other : one), null)
}
