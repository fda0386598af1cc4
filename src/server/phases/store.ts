import type { Instant } from '#domain/calendar.ts'
import type { Phase, Successor } from '#domain/phases.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type StoredSnapshot = { phaseId: string; body: string; hash: string; ids: readonly string[]; scopePath: string }

export async function lockPhases(tx: Tx, ids: readonly string[]): Promise<Phase[]> {
  const { rows } = await sql<Phase>`select * from phase where id = any(${ids as string[]}::uuid[])
    order by id for no key update`.execute(tx)
  return rows
}

/** Those that run in one of these areas. */
export async function findRunning(tx: Tx, areas: readonly string[]): Promise<Phase[]> {
  const { rows } = await sql<Phase>`select * from phase
    where scope_path = any(${areas as string[]}::text[]) and ended_at is null`.execute(tx)
  return rows
}

export async function insertPhases(tx: Tx, phases: readonly Phase[]): Promise<void> {
  await insertRows(tx, 'phase', phases)
}

export async function updatePhases(tx: Tx, phases: readonly Phase[]): Promise<void> {
  await updateRows(tx, 'phase', ['version', 'endedAt', 'successor', 'open', 'snapshot'], phases)
}

export async function insertSnapshots(tx: Tx, snapshots: readonly StoredSnapshot[]): Promise<void> {
  await insertRows(tx, 'phase_snapshot', snapshots)
}

/**
 * Whoever writes a place, a hazard, a visit or an inspection waits until this transaction ends, and is waited for when
 * it has begun to; whoever reads is not. What happened to them stands in the log by the same transactions. The order is
 * that in which the write path saves, so that neither waits for the other; and whoever saves waits for no row that
 * somebody holds who has yet to save.
 */
export async function holdCounted(tx: Tx): Promise<void> {
  await sql`lock table place, hazard, safety_visit, administrative_inspection in share mode`.execute(tx)
}

/** The hazards of an area that nobody has ended, sorted. */
export async function findOpenIds(tx: Tx, area: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from hazard
    where closed_at is null and scope_path ^@ ${area} order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function findUnit(tx: Tx, id: string): Promise<Successor | null> {
  const { rows } = await sql<Successor>`select id, code, kind, name, path, valid_from, valid_to from unit
    where id = ${id} and shared.in_range(path)`.execute(tx)
  return rows[0] ?? null
}

/** The phases within reach, the newest first. */
export async function listPhases(tx: Tx): Promise<(Phase & { successorName: string | null; areaName: string })[]> {
  const { rows } = await sql<Phase & { successorName: string | null; areaName: string }>`
    select p.*, s.name as successor_name, a.name as area_name
    from phase p left join unit s on s.id = p.successor left join unit a on a.path = p.scope_path
    order by p.begun_at desc, p.id desc`.execute(tx)
  return rows
}

/** The areas of these paths by name. */
export async function findAreas(tx: Tx, paths: readonly string[]): Promise<Pick<Successor, 'path' | 'name'>[]> {
  const { rows } = await sql<Pick<Successor, 'path' | 'name'>>`select path, name from unit
    where path = any(${paths as string[]}::text[]) order by path`.execute(tx)
  return rows
}

export async function findSnapshot(tx: Tx, phaseId: string): Promise<StoredSnapshot | null> {
  const { rows } = await sql<StoredSnapshot>`select * from phase_snapshot where phase_id = ${phaseId}`.execute(tx)
  return rows[0] ?? null
}

/** The event that switched it, and the number of the seal that it lies under. */
export async function findSwitch(
  tx: Tx,
  phaseId: string,
): Promise<{ id: string; snapshot: string; sealNo: number | null } | null> {
  const { rows } = await sql<{ id: string; snapshot: string; sealNo: number | null }>`
    select e.id, e.data ->> 'snapshot' as snapshot, (select s.no from event_number n join seal s
      on n.seq between s.first_seq and s.last_seq where n.event_id = e.id) as seal_no
    from event e where e.subject = ${phaseId} and e.type = 'phase.switched'`.execute(tx)
  return rows[0] ?? null
}

/** Hazards of a snapshot that no event of this phase handed over yet; those that have ended since are not among them. */
export async function findWaiting(tx: Tx, phaseId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select h.id from phase_snapshot s, unnest(s.ids) as frozen(id) join hazard h on h.id = frozen.id
    where s.phase_id = ${phaseId} and h.closed_at is null and not exists (select from event e
      where e.type = 'hazard.handed_over' and (e.data ->> 'phase')::uuid = ${phaseId} and e.subject = h.id)
    order by h.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function countHandedOver(tx: Tx, phaseId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct subject)::int as n from event
    where type = 'hazard.handed_over' and (data ->> 'phase')::uuid = ${phaseId}`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function countOpen(tx: Tx, area: string): Promise<{ open: number; overdue: number }> {
  const { rows } = await sql<{ open: number; overdue: number }>`
    select count(*)::int as open, count(*) filter (where overdue_since is not null)::int as overdue
    from hazard where closed_at is null and scope_path ^@ ${area}`.execute(tx)
  return rows[0] ?? { open: 0, overdue: 0 }
}

export type Candidate = Pick<Successor, 'id' | 'kind' | 'name' | 'path'>

/** The area itself and the task forces beside it, in force at that instant. */
export async function findCandidates(tx: Tx, area: string, at: Instant): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`select id, kind, name, path from unit
    where valid_from <= ${at} and (valid_to is null or valid_to > ${at})
      and (path = ${area} or (kind = 'taskForce' and path ^@ ${`${area}@`}))
    order by kind <> 'taskForce', code`.execute(tx)
  return rows
}
