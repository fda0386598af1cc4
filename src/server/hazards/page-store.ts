import type { Instant } from '#domain/calendar.ts'
import type { Hazard, HazardFacts } from '#domain/hazards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type TimelineRow = {
  id: string
  type: string
  occurred: Instant
  received: Instant
  late: boolean
  data: unknown
  accountId: string
  role: string | null
  unitName: string | null
  wordsSealed: Buffer | null
}

/** Every event of a subject in order, under which post it was done, and the words beside it. */
export async function findTimeline(tx: Tx, subject: string): Promise<TimelineRow[]> {
  const { rows } = await sql<TimelineRow>`
    select e.id, e.type, e.occurred, e.received, e.late, e.data, e.account_id, p.role, u.name as unit_name, r.words_sealed
    from event e left join post p on p.id = e.post_id left join unit u on u.id = p.unit_id
    left join remark r on r.account_id = e.account_id and r.command_id = e.command_id and r.subject = e.subject
    where e.subject = ${subject} order by e.received, e.id`.execute(tx)
  return rows
}

export async function findRelapses(
  tx: Tx,
  hazard: Pick<Hazard, 'id' | 'relapseOf' | 'placeId' | 'itemCode'>,
): Promise<{ previous: string | null; later: string[] }> {
  const { rows } = await sql<{ id: string }>`select id from hazard
    where place_id = ${hazard.placeId} and item_code = ${hazard.itemCode} and relapse_of = ${hazard.id} order by found_at`.execute(
    tx,
  )
  return { previous: hazard.relapseOf, later: rows.map((row) => row.id) }
}

export async function findInspectionsOfPlace(
  tx: Tx,
  placeId: string,
): Promise<{ id: string; noticeNo: string; startedAt: Instant }[]> {
  const { rows } = await sql<{ id: string; noticeNo: string; startedAt: Instant }>`select id, notice_no, started_at
    from administrative_inspection where place_id = ${placeId} and status <> 'open' order by started_at desc limit 20`.execute(
    tx,
  )
  return rows
}

export async function findVisitFacts(tx: Tx, id: string | null, hazardId: string): Promise<HazardFacts['visit']> {
  if (id === null) return null
  const fixed = sql`coalesce((select e -> 'fixed' from jsonb_array_elements(entries) e where e ->> 'hazardId' = ${hazardId} limit 1), '[]')`
  const { rows } = await sql<NonNullable<HazardFacts['visit']>>`
    select by, acknowledgement is not null as signed, ${fixed} as fixed from safety_visit where id = ${id}
    union all select by, acknowledgement is not null, ${fixed} from administrative_inspection where id = ${id}`.execute(
    tx,
  )
  return rows[0] ?? null
}
