import type { Instant } from '#domain/calendar.ts'
import type { UnitKind } from '#domain/people.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Mode } from '#domain/standards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { foundBefore, modeBefore, rectifiedBefore } from '#server/hazards/as-of.ts'
import { inspectedBefore, mergedBefore } from '#server/places/as-of.ts'

/** Everything as it stood just before that instant, within these units and all below them. A reader also sees the units above. */
export type Standing = { before: Instant; units: readonly string[] }

const within = (units: readonly string[], column: string) =>
  sql`${sql.id(...column.split('.'))} ^@ any(${units as string[]}::text[])`

export async function countInspected(tx: Tx, { before, units }: Standing): Promise<Map<PlaceKind, number>> {
  const { rows } = await sql<{ kind: PlaceKind; n: number }>`
    select p.kind, count(*)::int as n from place p
    where ${inspectedBefore(before)} and ${within(units, 'p.origin_path')} group by p.kind`.execute(tx)
  return new Map(rows.map(({ kind, n }) => [kind, n]))
}

export async function countRegistered(tx: Tx, kind: PlaceKind, { before, units }: Standing): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from place p where p.kind = ${kind} and p.registered_at < ${before}
      and not ${mergedBefore(before)} and ${within(units, 'p.origin_path')}`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function countUnits(tx: Tx, { before, units }: Standing): Promise<Map<UnitKind, number>> {
  const { rows } = await sql<{ kind: UnitKind; n: number }>`
    select u.kind, count(*)::int as n from unit u
    where u.valid_from < ${before} and (u.valid_to is null or u.valid_to >= ${before}) and ${within(units, 'u.path')}
    group by u.kind`.execute(tx)
  return new Map(rows.map(({ kind, n }) => [kind, n]))
}

export type HazardTally = { kind: PlaceKind; mode: Mode; found: number; rectified: number }

/** By kind of place and by mode: every figure of hazards is a sum of these. */
export async function tallyHazards(tx: Tx, { before, units }: Standing): Promise<HazardTally[]> {
  const { rows } = await sql<HazardTally>`
    select kind, mode, count(*)::int as found, count(*) filter (where rectified)::int as rectified
    from (select p.kind, ${modeBefore(before)} as mode, ${rectifiedBefore(before)} as rectified
      from hazard h join place p on p.id = h.place_id
      where ${foundBefore(before)} and ${within(units, 'h.origin_path')}) h
    group by kind, mode`.execute(tx)
  return rows
}
