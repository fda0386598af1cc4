import type { HazardStatus } from '#domain/hazards.ts'
import type { Act } from '#domain/inspections.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Mode, Severity } from '#domain/standards.ts'
import { findPast, inArea, reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { countedHazards, countedMarks } from '#server/tallies/cells.ts'
import { questionOf, type Window, within } from './window.ts'

// All counting is SQL under the reader's row-level security. The caller holds one snapshot over all of a report.

export type PlaceCount = { kind: PlaceKind; total: number; visited: number }

/** Places on the books at the end of the window, and how many of them had a visit of either kind within it. */
export async function countPlaces(tx: Tx, window: Window): Promise<PlaceCount[]> {
  return counting<PlaceCount>(
    tx,
    (inReach) => sql`
    with visited as (
      select place_id from safety_visit v where ${within(window, 'started_at', 'v')} and ${inReach('v')}
      union select place_id from administrative_inspection v where ${within(window, 'started_at', 'v')} and ${inReach('v')})
    select p.kind, count(*)::int as total, count(v.place_id)::int as visited
    from place p left join visited v on v.place_id = p.id
    where p.status <> 'merged' and ${within({ ...window, from: null }, 'registered_at', 'p')} and ${inReach('p')} group by p.kind`,
  )
}

export type VisitCount = { act: Act; visits: number; people: number }

export async function countVisits(tx: Tx, window: Window): Promise<VisitCount[]> {
  return counting<VisitCount>(
    tx,
    (inReach) => sql`
    select 'safetyVisit' as act, count(*)::int as visits, coalesce(sum(cardinality(by)), 0)::int as people
      from safety_visit v where ${within(window, 'started_at', 'v')} and ${inReach('v')}
    union all
    select 'administrativeInspection', count(*)::int, coalesce(sum(cardinality(by)), 0)::int
      from administrative_inspection v where ${within(window, 'started_at', 'v')} and ${inReach('v')}`,
  )
}

/**
 * Counts rows by the area's index for whoever sees everything in it, else under the policies. `inReach` says of a table
 * what lies within the own areas.
 */
async function counting<R>(
  tx: Tx,
  query: (inReach: (table: string) => RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<R[]> {
  const { ranges, line, grants } = await reachOf(tx)
  if (line !== '*' || grants.length > 0 || ranges.length === 0) {
    return (await query(() => sql`true`).execute(tx)).rows as R[]
  }
  const inReach = (table: string) => {
    const areas = ranges.map((path) => sql`${sql.id(table, 'scope_path')} ^@ ${path}`)
    return sql`(${sql.join(areas, sql` or `)})`
  }
  return findPast(tx, query(inReach) as RawBuilder<R>)
}

/** Hazards of one kind. `relapsed`: closed, and found again later. */
export type KindCount = {
  severity: Severity
  mode: Mode
  status: HazardStatus
  overdue: boolean
  relapse: boolean
  relapsed: boolean
  n: number
  extensions: number
}

/** From the roll-ups: as many rows however many hazards. */
export async function countKinds(tx: Tx, window: Window): Promise<KindCount[]> {
  const counted = await countedHazards(tx, questionOf(window))
  const { rows } = await sql<KindCount>`
    select severity, mode, status, overdue, relapse, relapsed, sum(n)::int as n, sum(extensions)::int as extensions
    from ${counted} counted group by severity, mode, status, overdue, relapse, relapsed having sum(n) <> 0`.execute(tx)
  return rows
}

/** What else the roll-ups know about these hazards, by mark: "sample passed", "rung 2", "notice sent". */
export async function countMarks(tx: Tx, window: Window): Promise<Map<string, number>> {
  const { rows } = await sql<{ mark: string; n: number }>`
    select mark, sum(n)::int as n from ${await countedMarks(tx, questionOf(window))} counted (mark, n)
    group by mark having sum(n) <> 0`.execute(tx)
  return new Map(rows.map(({ mark, n }) => [mark, n]))
}

/**
 * Half of the closed ones took no longer, in days. A median cannot be added up from cells: it is taken from the rows, and
 * is the one figure whose cost grows with them.
 */
export async function medianDays(tx: Tx, window: Window): Promise<number | null> {
  const { ranges, line, me, grants } = await reachOf(tx)
  const mine = line === '*' ? sql`true` : sql`((h.department = ${line} and h.department <> '') or h.found_by = ${me})`
  const reasons = ranges.map((path) => sql`(${inArea(sql`h.scope_path`, path)} and ${mine})`)
  if (grants.length > 0) reasons.push(sql`h.id = any(${grants}::uuid[])`)
  if (reasons.length === 0) return null
  const rows = await findPast(
    tx,
    sql<{ median: number | null }>`
    select round((percentile_cont(0.5) within group (order by extract(epoch from closed_at - found_at)) / 86400)::numeric, 1)::float8 as median
    from hazard h where status = 'closed' and ${within(window, 'found_at', 'h')} and (${sql.join(reasons, sql` or `)})`,
  )
  return rows[0]?.median ?? null
}
