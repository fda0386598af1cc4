import type { Instant } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { hazardsOfPlaces } from '#server/hazards/list.ts'
import { placeRows } from '#server/places/list.ts'

const most = 60

/** Why a place is on today's list, the most urgent first. */
export const reasons = ['overdue', 'reinspect', 'open', 'never', 'round'] as const

/** Today's places within reach: what is overdue, what awaits re-inspection, what is open, what nobody has visited, then the round. */
export async function todaysPlaces(tx: Tx, now: Instant) {
  const { rows } = await sql<{ id: string; why: (typeof reasons)[number] }>`
    with candidate as (
      select h.place_id as id, min(case when h.overdue_since is not null then 0 when h.status = 'submitted' then 1 else 2 end) as rank
      from hazard h where h.closed_at is null group by h.place_id),
    visited as (
      select place_id, max(started_at) as at from (
        select place_id, started_at from safety_visit union all select place_id, started_at from administrative_inspection) v group by place_id),
    round as (
      select p.id, case when v.at is null then 3 else 4 end as rank, v.at
      from place p left join visited v on v.place_id = p.id
      where p.status = 'active' and p.parent_id is null and (v.at is null or v.at < ${now}::timestamptz - interval '30 days')
        and not exists (select from candidate c where c.id = p.id)
      order by v.at nulls first, p.id limit ${most})
    select id, (array['overdue', 'reinspect', 'open', 'never', 'round'])[rank + 1] as why
    from (select id, rank, null::timestamptz as at from candidate union all select id, rank, at from round) all_of_them
    order by rank, at nulls first, id limit ${most}`.execute(tx)
  const places = await placeRows(
    tx,
    rows.map((row) => row.id),
  )
  const hazards = await hazardsOfPlaces(
    tx,
    rows.map((row) => row.id),
    true,
  )
  const why = new Map(rows.map((row) => [row.id, row.why]))
  return places.map((place) => ({
    ...place,
    why: why.get(place.id),
    hazards: hazards.filter((hazard) => hazard.placeId === place.id),
  }))
}
