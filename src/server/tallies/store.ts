import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

const facts = sql.raw(
  'hazard_id, found_at, origin_path, scope_path, department, place_kind, mode, severity, status, overdue, stalled, relapse, relapsed, sample, extensions',
)
const kinds = sql.raw('status, department, place_kind, mode, severity, overdue, stalled, relapse, relapsed, sample')
/** Of a period fewer kinds are told apart than of all time: else a day of a town would have a cell for each hazard. */
const kindsCounted =
  sql.raw(`status, m.department, case s.span when 'all' then place_kind else '' end, mode, severity, overdue,
  s.span = 'all' and stalled, relapse, relapsed, case s.span when 'all' then sample else '' end`)
const areas = sql.raw('a.depth, a.path, s.span, s.starts_on')
const spans = sql.raw(
  'tally_areas(m.scope_path, m.origin_path) a cross join lateral tally_spans(a.depth, m.found_at) s',
)

/** As the database's own `marks_of`, which is for those who see less than everything, and would cost more for each than the rest. */
const marksOf = sql`(select coalesce(jsonb_object_agg(mark, n), '{}') from (
    select mark, count(*) as n from hazard_marks where hazard_id = f.hazard_id group by mark
    union all
    select 'falsely closed', 1 where exists (
      select from hazard_marks where hazard_id = f.hazard_id and mark = 'sample failed')) m)`

/**
 * Counts these hazards as they stand, instead of as they were counted before. `marked`: those of which something was
 * written that `marks_of` counts. To be called by one writer at a time.
 */
export async function countHazardsAnew(tx: Tx, ids: readonly string[], marked: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows: before } = await sql<{ relapseOf: string }>`select relapse_of from hazard
    where id = any(${ids}::uuid[]) and relapse_of is not null`.execute(tx)
  // A list of ids goes by the primary key, however small the planner takes the table for.
  const touched = [...new Set([...ids, ...before.map(({ relapseOf }) => relapseOf)])]
  const { rows } = await sql<{ cube: 'tally' | 'tally_mark'; at: string }>`
    with was as materialized (select * from tallied where hazard_id = any(${touched}::uuid[])),
    now as materialized (
      select f.*, case when was.hazard_id is null or f.hazard_id = any(${marked}::uuid[]) then ${marksOf} else was.marks end as marks
      from hazard_facts f left join was on was.hazard_id = f.hazard_id where f.hazard_id = any(${touched}::uuid[])),
    fresh as materialized (
      select now.* from now left join was on was.hazard_id = now.hazard_id where now.* is distinct from was.*),
    moved as materialized (
      select 1 as sign, fresh.* from fresh
      union all select -1, was.* from was join fresh on fresh.hazard_id = was.hazard_id),
    remarked as materialized (
      select moved.* from moved where marks <> '{}' and not exists (select from was join fresh on fresh.hazard_id = was.hazard_id
        where was.hazard_id = moved.hazard_id and (was.marks, was.scope_path, was.department) = (fresh.marks, fresh.scope_path, fresh.department))),
    counted as (
      insert into tally select ${areas}, ${kindsCounted}, a.origin, sum(sign), sum(sign * extensions)
      from moved m cross join lateral ${spans} group by ${areas}, ${kindsCounted}, a.origin
      having sum(sign) <> 0 or sum(sign * extensions) <> 0
      on conflict (depth, path, span, starts_on, ${kinds}, origin_path)
      do update set n = tally.n + excluded.n, extensions = tally.extensions + excluded.extensions
      returning n, ctid),
    marked as (
      insert into tally_mark select ${areas}, m.department, mark.key, a.origin, sum(sign * mark.value::int)
      from remarked m cross join lateral jsonb_each_text(m.marks) mark cross join lateral ${spans}
      group by ${areas}, m.department, mark.key, a.origin having sum(sign * mark.value::int) <> 0
      on conflict (depth, path, span, starts_on, department, mark, origin_path) do update set n = tally_mark.n + excluded.n
      returning n, ctid),
    kept as (
      insert into tallied select ${facts}, marks from fresh
      on conflict (hazard_id) do update set (${facts}, marks) = row(excluded.*))
    select 'tally' as cube, ctid::text as at from counted where n = 0
    union all select 'tally_mark', ctid::text from marked where n = 0`.execute(tx)
  for (const cube of ['tally', 'tally_mark'] as const) await removeEmpty(tx, cube, rows)
}

/** A hazard passes through many kinds; the cells that it leaves empty would only be read for nothing. */
async function removeEmpty(
  tx: Tx,
  cube: 'tally' | 'tally_mark',
  empty: readonly { cube: string; at: string }[],
): Promise<void> {
  const places = empty.filter((one) => one.cube === cube).map(({ at }) => at)
  if (places.length === 0) return
  await sql`delete from ${sql.id(cube)} where ctid = any(${places}::tid[]) and n = 0`.execute(tx)
}

/**
 * Drops what was counted and counts everything from the rows and the log. Returns the number of hazards. The same
 * figures as one by one, by ways that are faster for all at once: what came back is looked up in one list, and cells are
 * put together in memory.
 */
export async function countAllAnew(tx: Tx): Promise<number> {
  for (const table of ['tally', 'tally_mark', 'tallied']) await sql`delete from ${sql.id(table)}`.execute(tx)
  await sql`select set_config('work_mem', '256MB', true), set_config('enable_sort', 'off', true)`.execute(tx)
  const { numAffectedRows } = await sql`
    insert into tallied (${facts}, marks)
    select f.hazard_id, found_at, origin_path, scope_path, department, place_kind, mode, severity, status, overdue, stalled, relapse,
      status = 'closed' and later.relapse_of is not null, sample, extensions, coalesce(m.marks, '{}')
    from hazard_facts f
    left join (select distinct relapse_of from hazard where relapse_of is not null and status <> 'void') later
      on later.relapse_of = f.hazard_id
    left join (
      select hazard_id, jsonb_object_agg(mark, n) as marks from (
        select hazard_id, mark, count(*) as n from hazard_marks group by hazard_id, mark
        union all select distinct hazard_id, 'falsely closed', 1 from hazard_marks where mark = 'sample failed') each_mark
      group by hazard_id) m on m.hazard_id = f.hazard_id`.execute(tx)
  await sql`insert into tally select ${areas}, ${kindsCounted}, a.origin, count(*), sum(extensions)
    from tallied m cross join lateral ${spans} group by ${areas}, ${kindsCounted}, a.origin`.execute(tx)
  await sql`insert into tally_mark select ${areas}, m.department, mark.key, a.origin, sum(mark.value::int)
    from tallied m cross join lateral jsonb_each_text(m.marks) mark cross join lateral ${spans}
    group by ${areas}, m.department, mark.key, a.origin`.execute(tx)
  return Number(numAffectedRows)
}
