import type { Instant } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import type { PackUnit } from '#domain/pack.ts'
import type { CheckItem } from '#domain/standards.ts'
import { findPast, inArea, reachOf } from '#server/db/reach.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** Ids of what changed, of the whole district: who asks for it decides what of that may be known. */
export type Touched = { places: string[]; hazards: string[]; visits: string[] }

export async function newestNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0)::int8 as seq from event_number`.execute(tx)
  return rows[0]?.seq ?? 0
}

/** Null when more happened than is worth telling one by one. */
export async function touchedSince(tx: Tx, since: number, most: number): Promise<Touched | null> {
  const { rows } = await sql<{ kind: string; id: string }>`
    select distinct subject_kind as kind, subject as id from (
      select e.subject_kind, e.subject from event_number n join event e on e.id = n.event_id
      where n.seq > ${since} order by n.seq limit ${most + 1}) happened`.execute(tx)
  if (rows.length > most) return null
  const of = (...kinds: string[]) => rows.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)
  return { places: of('place'), hazards: of('hazard'), visits: of('safetyVisit', 'administrativeInspection') }
}

/** The places within reach that were not merged into others, at most so many. */
export async function placesInReach(tx: Tx, most: number): Promise<string[]> {
  const { ranges, grants } = await reachOf(tx)
  const areas = ranges.map((path) => inArea(sql`p.scope_path`, path))
  const seen = grants.length > 0 ? [...areas, sql`p.id = any(${grants}::uuid[])`] : areas
  if (seen.length === 0) return []
  const found = await findPast(
    tx,
    sql<{
      id: string
    }>`select p.id from place p where (${sql.join(seen, sql` or `)}) and p.status <> 'merged' limit ${most}`,
  )
  return found.map(({ id }) => id)
}

/** Where these hazards and visits are, as far as they may be seen. */
export async function placesOf(tx: Tx, { hazards, visits }: Touched): Promise<string[]> {
  const { rows } = await sql<{ placeId: string }>`
    select place_id from hazard where id = any(${hazards}::uuid[])
    union select place_id from safety_visit where id = any(${visits}::uuid[])
    union select place_id from administrative_inspection where id = any(${visits}::uuid[])`.execute(tx)
  return rows.map(({ placeId }) => placeId)
}

export async function openHazardsAt(tx: Tx, placeIds: readonly string[]): Promise<Hazard[]> {
  const { rows } = await sql<Hazard>`select * from hazard
    where place_id = any(${placeIds as string[]}::uuid[]) and closed_at is null order by id`.execute(tx)
  return rows
}

/** Of these, what this person could see at some time: nobody is told the ids of what was never theirs. */
export async function onceSeen(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`select id from unnest(${ids as string[]}::uuid[]) one (id)
    where exists (select from event where event.subject = one.id)`.execute(tx)
  return rows.map(({ id }) => id)
}

/** All items in force at that instant, for a whole pack; and the versions that these hazards name. */
export async function itemsFor(tx: Tx, hazards: readonly Hazard[], inForceAt: Instant | null): Promise<CheckItem[]> {
  const codes = [...new Set(hazards.map(({ itemCode }) => itemCode))]
  const named = new Set(hazards.map(({ itemCode, itemVersion }) => `${itemCode} ${itemVersion}`))
  const { rows } = await sql<CheckItem & { current: boolean }>`select *,
      valid_from <= ${inForceAt}::timestamptz and (valid_to is null or valid_to > ${inForceAt}::timestamptz) as current
    from check_item where code = any(${codes}) or ${inForceAt}::timestamptz is not null order by code, version`.execute(
    tx,
  )
  return rows
    .filter(({ current, code, version }) => current === true || named.has(`${code} ${version}`))
    .map(({ current: _, ...item }) => item)
}

/** The units of the reach and those above it. */
export async function unitsAround(tx: Tx, at: Instant): Promise<PackUnit[]> {
  const { rows } = await sql<PackUnit>`select id, kind, name, path, parent_id from unit
    where valid_from <= ${at} and (valid_to is null or valid_to > ${at}) order by path`.execute(tx)
  return rows
}
