import type { Instant } from '#domain/calendar.ts'
import { areaOf, type Unit } from '#domain/people.ts'
import type { UnitUse } from '#domain/units.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

type Used = Pick<Unit, 'id' | 'path' | 'line' | 'kind'>

/** What hangs on a unit at that instant. Needs sight of the whole area, all lines. */
export async function useOfUnit(tx: Tx, unit: Used, at: Instant): Promise<UnitUse> {
  const { rows } = await sql<UnitUse>`select
    (select count(*)::int from hazard h where h.closed_at is null and ${inHandsOf(unit, at)}) as hazards,
    (select count(*)::int from place p where p.status = 'active' and p.scope_path ^@ ${unit.path}) as places,
    (select count(*)::int from post o where o.unit_id = ${unit.id} and (o.valid_to is null or o.valid_to > ${at})) as posts,
    (select count(*)::int from unit c where c.parent_id = ${unit.id} and (c.valid_to is null or c.valid_to > ${at})) as children`.execute(
    tx,
  )
  return rows[0] as UnitUse
}

/**
 * An area answers for the hazards that lie in it. A department answers for those handed to it, and for those of its line
 * not handed over yet unless a department of the same line stands nearer to them. A task force answers for what the end of a
 * phase handed to it, or is about to.
 */
function inHandsOf({ id, kind, path, line }: Used, at: Instant): RawBuilder<unknown> {
  if (kind === 'taskForce')
    return sql`(h.team ->> 'unitId' = ${id} or exists (select from phase p join phase_snapshot s on s.phase_id = p.id
      where p.successor = ${id} and h.id = any(s.ids) and h.team ->> 'phaseId' is distinct from p.id::text))`
  if (kind !== 'department') return sql`h.scope_path ^@ ${path}`
  const nearer = sql`select from unit n where n.line = ${line} and n.id <> ${id} and (n.valid_to is null or n.valid_to > ${at})
    and h.scope_path ^@ split_part(n.path, '@', 1) and length(split_part(n.path, '@', 1)) > ${areaOf(path).length}::int`
  return sql`h.department = ${line} and h.scope_path ^@ ${areaOf(path)}
    and (h.parties ->> 'department' = ${id} or (h.parties ->> 'department' is null and not exists (${nearer})))`
}
