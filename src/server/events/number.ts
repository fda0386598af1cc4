import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'

/** Most events numbered in one transaction. */
const batch = 5000

/**
 * Numbers the newly committed events of a district without gaps. Only one process at a time does it
 * (advisory lock); the others return at once. Returns how many were numbered.
 */
export function numberEvents(database: Database, district: District): Promise<number> {
  return database.worker(district, async (tx) => {
    const { rows: lock } = await sql<{
      mine: boolean
    }>`select pg_try_advisory_xact_lock(hashtext(${`number ${district.schema}`})) as mine`.execute(tx)
    if (!lock[0]?.mine) return 0
    const { rows } = await sql<{ n: number }>`
      with taken as (
        delete from unnumbered where event_id in (select event_id from unnumbered order by event_id limit ${batch}) returning event_id),
      numbered as (
        insert into event_number (seq, event_id)
        select (select coalesce(max(seq), 0) from event_number) + row_number() over (order by e.received, e.id), e.id
        from event e join taken on taken.event_id = e.id returning seq)
      select count(*)::int as n from numbered`.execute(tx)
    return rows[0]?.n ?? 0
  })
}
