import type { Instant } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import { nextClock, type Rung } from '#domain/hazards-clock.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

const mutable = [
  'version',
  'status',
  'mode',
  'department',
  'scopePath',
  'after',
  'parties',
  'waived',
  'deadline',
  'originalDeadline',
  'extensions',
  'extension',
  'objection',
  'voiding',
  'rectifier',
  'submittedAt',
  'reinspectedBy',
  'reworks',
  'approvals',
  'closedAt',
  'closedOnSite',
  'sample',
  'overdueSince',
  'changedAt',
  'closingDown',
  'statusSince',
  'stalledSince',
  'rung',
  'rungAt',
  'supervision',
  'referredTo',
  'inspectionId',
  'team',
] as const

/** The hazards of these ids within the transaction's scope, locked in order of id. */
export async function lockHazards(tx: Tx, ids: readonly string[]): Promise<Hazard[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Hazard>`select * from hazard where id = any(${ids as string[]}::uuid[]) order by id for no key update`.execute(
      tx,
    )
  return rows
}

/** One hazard within the transaction's scope, unlocked. */
export async function findHazard(tx: Tx, id: string): Promise<Hazard | undefined> {
  const { rows } = await sql<Hazard>`select * from hazard where id = ${id}`.execute(tx)
  return rows[0]
}

export type Neighbours = {
  placeId: string
  itemCode: string
  openTwin: string | null
  closedId: string | null
  closedAt: Instant | null
}

/** For each place and item: the hazard still open there, and the one closed last. */
export async function findNeighbours(
  tx: Tx,
  pairs: readonly { placeId: string; itemCode: string }[],
): Promise<Neighbours[]> {
  if (pairs.length === 0) return []
  const { rows } = await sql<Neighbours>`
    select p."placeId" as place_id, p."itemCode" as item_code, o.id as open_twin, c.id as closed_id, c.closed_at
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p("placeId" uuid, "itemCode" text)
    left join lateral (select id from hazard h where h.place_id = p."placeId" and h.item_code = p."itemCode" and h.closed_at is null limit 1) o on true
    left join lateral (select id, closed_at from hazard h where h.place_id = p."placeId" and h.item_code = p."itemCode"
      and h.status = 'closed' order by h.closed_at desc limit 1) c on true`.execute(tx)
  return rows
}

export async function insertHazards(tx: Tx, hazards: readonly Hazard[]): Promise<void> {
  await insertRows(tx, 'hazard', hazards)
}

export async function updateHazards(tx: Tx, hazards: readonly Hazard[]): Promise<void> {
  await updateRows(tx, 'hazard', mutable, hazards)
}

/** Sets each hazard's one clock to its next moment, or stops it. */
export async function setClocks(tx: Tx, hazards: readonly Hazard[], ladder: readonly Rung[]): Promise<void> {
  const next = hazards.map((hazard) => ({
    subject: hazard.id,
    scopePath: hazard.scopePath,
    clock: nextClock(hazard, ladder),
  }))
  const running = next.flatMap(({ subject, scopePath, clock }) =>
    clock === null ? [] : [{ subject, scopePath, ...clock }],
  )
  const stopped = next.filter(({ clock }) => clock === null).map(({ subject }) => subject)
  await Promise.all([
    insertRows(
      tx,
      'clock',
      running,
      'on conflict (subject) do update set kind = excluded.kind, due_at = excluded.due_at',
    ),
    stopped.length > 0 && sql`delete from clock where subject = any(${stopped}::uuid[])`.execute(tx),
  ])
}
