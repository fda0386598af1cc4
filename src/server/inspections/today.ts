import type { Instant } from '#domain/calendar.ts'
import { openStatuses } from '#domain/hazards.ts'
import { depthOf, findPast, inArea, reachOf } from '#server/db/reach.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { findOldest } from '#server/hazards/find-newest.ts'
import { hazardsOfPlaces } from '#server/hazards/list.ts'
import type { HazardQuery } from '#server/hazards/list-query.ts'
import { placeRows } from '#server/places/list.ts'

const most = 60

/** Why a place is on today's list, the most urgent first. */
export const reasons = ['overdue', 'reinspect', 'open', 'never', 'round'] as const

/**
 * Today's places within reach: what is overdue, what awaits re-inspection, what is open, in each what has waited longest;
 * then what nobody has visited, and the round. A round is walked in a village or less: whoever looks after a whole town is
 * told some of what nobody has visited there.
 */
export async function todaysPlaces(tx: Tx, now: Instant) {
  const why = new Map<string, (typeof reasons)[number]>()
  for (const [reason, query] of Object.entries(openQueries) as [(typeof reasons)[number], HazardQuery][]) {
    const found = await findOldest(tx, query, most * 5)
    for (const id of await placesOf(tx, found)) if (why.size < most && !why.has(id)) why.set(id, reason)
  }
  const limit = most + why.size
  const round = why.size < most ? [...(await findRound(tx, now, limit)), ...(await findNeverVisited(tx, limit))] : []
  for (const { id, at } of round) if (why.size < most && !why.has(id)) why.set(id, at === null ? 'never' : 'round')
  const ids = [...why.keys()]
  const places = await placeRows(tx, ids)
  const hazards = await hazardsOfPlaces(tx, ids, true)
  return places.map((place) => ({
    ...place,
    why: why.get(place.id),
    hazards: hazards.filter((hazard) => hazard.placeId === place.id),
  }))
}

const openQueries: Partial<Record<(typeof reasons)[number], HazardQuery>> = {
  overdue: { overdue: true },
  reinspect: { status: 'submitted' },
  open: { status: openStatuses.join(',') },
}

/** In the order given. */
async function placesOf(tx: Tx, hazards: readonly { id: string }[]): Promise<string[]> {
  const ids = hazards.map(({ id }) => id)
  const { rows } = await sql<{ placeId: string }>`select place_id from hazard
    where id = any(${ids}::uuid[]) order by array_position(${ids}::uuid[], id)`.execute(tx)
  return rows.map(({ placeId }) => placeId)
}

/** The first that are met of a town's places without any visit: in what order does not matter, and sorting a town would. */
async function findNeverVisited(tx: Tx, limit: number): Promise<{ id: string; at: null }[]> {
  const towns = (await reachOf(tx)).ranges.filter((path) => depthOf(path) === 2)
  if (towns.length === 0) return []
  const found = await findPast(
    tx,
    sql<{ id: string }>`select p.id from place p where p.status = 'active' and p.parent_id is null and p.kind <> 'room'
      and (${sql.join(
        towns.map((path) => inArea(sql`p.scope_path`, path)),
        sql` or `,
      )})
      and not exists (select from safety_visit v where v.place_id = p.id)
      and not exists (select from administrative_inspection v where v.place_id = p.id) limit ${limit}`,
  )
  return found.map(({ id }) => ({ id, at: null }))
}

/** Places of villages and less without a visit for 30 days, the longest first. */
async function findRound(tx: Tx, now: Instant, limit: number): Promise<{ id: string; at: Instant | null }[]> {
  const areas = (await reachOf(tx)).ranges.filter((path) => depthOf(path) >= 3)
  if (areas.length === 0) return []
  const within = sql.join(
    areas.map((path) => sql`p.scope_path ^@ ${path}`),
    sql` or `,
  )
  const last = (table: string) => sql`(select max(v.started_at) from ${sql.id(table)} v where v.place_id = p.id)`
  return findPast(
    tx,
    sql<{ id: string; at: Instant | null }>`select id, at from (
        select p.id, greatest(${last('safety_visit')}, ${last('administrative_inspection')}) as at
        from place p where p.status = 'active' and p.parent_id is null and (${within})) p
      where at is null or at < ${now}::timestamptz - interval '30 days' order by at nulls first, id limit ${limit}`,
  )
}
