import type { HazardStatus } from '#domain/hazards.ts'
import type { Act } from '#domain/inspections.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Mode, Severity } from '#domain/standards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type Window, within } from './window.ts'

// All counting is SQL under the reader's row-level security. The caller holds one snapshot over all of a report.

export type PlaceCount = { kind: PlaceKind; total: number; visited: number }

/** Places on the books at the end of the window, and how many of them had a visit of either kind within it. */
export async function countPlaces(tx: Tx, window: Window): Promise<PlaceCount[]> {
  const { rows } = await sql<PlaceCount>`
    with visited as (
      select place_id from safety_visit v where ${within(window, 'started_at', 'v')}
      union select place_id from administrative_inspection v where ${within(window, 'started_at', 'v')})
    select p.kind, count(*)::int as total, count(v.place_id)::int as visited
    from place p left join visited v on v.place_id = p.id
    where p.status <> 'merged' and ${within({ ...window, from: null }, 'registered_at', 'p')} group by p.kind`.execute(
    tx,
  )
  return rows
}

export type VisitCount = { act: Act; visits: number; people: number }

export async function countVisits(tx: Tx, window: Window): Promise<VisitCount[]> {
  const { rows } = await sql<VisitCount>`
    select 'safetyVisit' as act, count(*)::int as visits, coalesce(sum(cardinality(by)), 0)::int as people
      from safety_visit v where ${within(window, 'started_at', 'v')}
    union all
    select 'administrativeInspection', count(*)::int, coalesce(sum(cardinality(by)), 0)::int
      from administrative_inspection v where ${within(window, 'started_at', 'v')}`.execute(tx)
  return rows
}

export async function countBySeverity(tx: Tx, window: Window): Promise<{ severity: Severity; n: number }[]> {
  const { rows } = await sql<{
    severity: Severity
    n: number
  }>`select severity, count(*)::int as n from hazard h
    where status <> 'void' and ${within(window, 'found_at', 'h')} group by severity`.execute(tx)
  return rows
}

export async function countByStatus(tx: Tx, window: Window): Promise<{ status: HazardStatus; n: number }[]> {
  const { rows } = await sql<{
    status: HazardStatus
    n: number
  }>`select status, count(*)::int as n from hazard h
    where ${within(window, 'found_at', 'h')} group by status`.execute(tx)
  return rows
}

export type ModeCount = { mode: Mode; found: number; rectified: number }

export async function countByMode(tx: Tx, window: Window): Promise<ModeCount[]> {
  const { rows } = await sql<ModeCount>`
    select mode, count(*)::int as found, count(*) filter (where status in ('closed', 'closedDown'))::int as rectified
    from hazard h where status <> 'void' and ${within(window, 'found_at', 'h')} group by mode`.execute(tx)
  return rows
}

export type HazardCount = {
  found: number
  rectified: number
  open: number
  overdue: number
  /** Half of the closed ones took no longer, in days. */
  medianDays: number | null
  closed: number
  closedDown: number
  voided: number
  relapses: number
  relapsed: number
  extensions: number
}

export async function countHazards(tx: Tx, window: Window): Promise<HazardCount> {
  const { rows } = await sql<HazardCount>`
    select count(*) filter (where status <> 'void')::int as found,
      count(*) filter (where status in ('closed', 'closedDown'))::int as rectified,
      count(*) filter (where closed_at is null)::int as open,
      count(*) filter (where closed_at is null and overdue_since is not null)::int as overdue,
      round((percentile_cont(0.5) within group (order by extract(epoch from closed_at - found_at))
        filter (where status = 'closed') / 86400)::numeric, 1)::float8 as median_days,
      count(*) filter (where status = 'closed')::int as closed,
      count(*) filter (where status = 'closedDown')::int as closed_down,
      count(*) filter (where status = 'void')::int as voided,
      count(*) filter (where relapse_of is not null and status <> 'void')::int as relapses,
      count(*) filter (where status = 'closed'
        and id in (select relapse_of from hazard where relapse_of is not null and status <> 'void'))::int as relapsed,
      coalesce(sum(extensions) filter (where status <> 'void'), 0)::int as extensions
    from hazard h where ${within(window, 'found_at', 'h')}`.execute(tx)
  return rows[0] as HazardCount
}

export type SampleCount = { drawn: number; passed: number; failed: number; falseClosures: number }

/** From the log: a hazard whose sample failed is closed once more, and its row then no longer says so. */
export async function countSamples(tx: Tx, window: Window): Promise<SampleCount> {
  const { rows } = await sql<SampleCount>`
    select count(*) filter (where e.type = 'hazard.closed')::int as drawn,
      count(*) filter (where e.type = 'hazard.sample_passed')::int as passed,
      count(*) filter (where e.type = 'hazard.sample_failed')::int as failed,
      count(distinct e.subject) filter (where e.type = 'hazard.sample_failed')::int as false_closures
    from event e join hazard h on h.id = e.subject
    where (e.type in ('hazard.sample_passed', 'hazard.sample_failed') or (e.type = 'hazard.closed' and e.data @> '{"sampled": true}'))
      and ${within(window, 'found_at', 'h')}`.execute(tx)
  return rows[0] as SampleCount
}

export async function countEscalations(tx: Tx, window: Window): Promise<{ rung: number; n: number }[]> {
  const { rows } = await sql<{
    rung: number
    n: number
  }>`select (e.data ->> 'rung')::int as rung, count(*)::int as n
    from event e join hazard h on h.id = e.subject
    where e.type = 'hazard.escalated' and ${within(window, 'found_at', 'h')} group by 1 order by 1`.execute(tx)
  return rows
}

export async function countNotices(tx: Tx, window: Window): Promise<{ state: string; n: number }[]> {
  const { rows } = await sql<{ state: string; n: number }>`select n.state, count(*)::int as n
    from notice n join hazard h on h.id = n.hazard_id where ${within(window, 'found_at', 'h')} group by n.state`.execute(
    tx,
  )
  return rows
}
