import { day, endOfDay, plus } from '#domain/calendar.ts'
import { areasWithin, depthOf, findPast, inArea, reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type Days, type Pieces, piecesOf } from './pieces.ts'

/**
 * Which hazards are counted, of those within reach: found on these days, and under that unit. By `scope` it is the unit
 * under which a hazard stands now, by `origin` the one under which it was found, which must touch the own reach.
 */
export type Question = Days & { unit: string | null; by: 'scope' | 'origin' }

type Area = { path: string; depth: number; pieces: Pieces }

const kinds = sql.raw('status, department, place_kind, mode, severity, overdue, stalled, relapse, relapsed, sample')
const always = sql`true`

/**
 * A table expression of how many hazards there are of each kind: `status, department, place_kind, mode, severity,
 * overdue, stalled, relapse, relapsed, sample, n, extensions`; rows of the same kind are to be summed up. Of a period
 * `place_kind`, `stalled` and `sample` are not to be asked: its cells do not tell them apart.
 */
export async function countedHazards(tx: Tx, question: Question): Promise<RawBuilder<unknown>> {
  const areas = await areasOf(tx, question)
  const cells = areas.flatMap(({ path, depth, pieces }) =>
    pieces.cells.flatMap((piece) =>
      placesOf(question, path).map(
        (place) => sql`select ${kinds}, n, extensions from tally t
          where t.depth = ${depth}::int and ${place} and t.span = ${piece.span} and ${inDays(piece, 't.starts_on')}`,
      ),
    ),
  )
  const tooMuch = minus(question, areas).map(
    (where) => sql`select ${kinds}, -1 as n, -extensions as extensions from tallied t where ${where}`,
  )
  const instead = sql`select ${kinds}, 1 as n, extensions from hazard_facts f where ${fromRows(question, await findOdd(tx, question, areas))}`
  return sql`(${uncounted} ${sql.join([...cells, ...tooMuch, instead], sql` union all `)})`
}

/** The same for what else is counted about them: a table expression of `mark, n`. */
export async function countedMarks(tx: Tx, question: Question): Promise<RawBuilder<unknown>> {
  const areas = await areasOf(tx, question)
  const cells = areas.flatMap(({ path, depth, pieces }) =>
    pieces.cells.flatMap((piece) =>
      placesOf(question, path).map(
        (place) => sql`select mark, n from tally_mark t
          where t.depth = ${depth}::int and ${place} and t.span = ${piece.span} and ${inDays(piece, 't.starts_on')}`,
      ),
    ),
  )
  const tooMuch = minus(question, areas).map(
    (where) =>
      sql`select m.key as mark, -m.value::int as n from tallied t cross join lateral jsonb_each_text(t.marks) m where ${where}`,
  )
  const instead = sql`select m.key as mark, m.value::int as n from hazard_facts f cross join lateral jsonb_each_text(marks_of(f.hazard_id)) m
    where ${fromRows(question, await findOdd(tx, question, areas))}`
  return sql`(${uncounted} ${sql.join([...cells, ...tooMuch, instead], sql` union all `)})`
}

/** Where something happened that no cell holds yet: taken out as it was counted, and counted as it stands. */
const uncounted = sql`with uncounted as materialized (select uncounted_hazards() as id)`

async function areasOf(tx: Tx, question: Question): Promise<Area[]> {
  return areasWithin(await reachOf(tx), question.unit).map((path) => {
    const depth = depthOf(path)
    return { path, depth, pieces: piecesOf(question, depth) }
  })
}

/** By origin, hazards of a unit stand mostly in it, and a few elsewhere within reach since a border was moved. */
const goesByOrigin = ({ unit, by }: Question, path: string) => by === 'origin' && unit === path

function placesOf(question: Question, path: string): RawBuilder<unknown>[] {
  if (!goesByOrigin(question, path)) return [sql`t.path = ${path} and ${under(question, 't')}`]
  return [sql`t.path = ${path} and t.origin_path = ${path}`, sql`t.origin_path = ${path} and t.origin_path <> t.path`]
}

const under = ({ unit, by }: Question, table: string): RawBuilder<unknown> =>
  unit === null || (by === 'scope' && table === 't')
    ? always
    : sql`${sql.id(table, by === 'scope' ? 'scope_path' : 'origin_path')} ^@ ${unit}`

function minus(question: Question, areas: readonly Area[]): RawBuilder<unknown>[] {
  return areas.flatMap(({ path, pieces }) => {
    if (pieces.cells.length === 0) return []
    const within = goesByOrigin(question, path) ? always : sql`t.scope_path ^@ ${path}`
    const days = sql.join(
      pieces.cells.map((piece) => foundIn(piece, 't')),
      sql` or `,
    )
    return [sql`t.hazard_id in (select id from uncounted) and ${under(question, 't')} and ${within} and (${days})`]
  })
}

/** What is counted from the rows: what no cell holds yet, what is seen for another reason than reach, and odd days. */
function fromRows(question: Question, odd: readonly string[]): RawBuilder<unknown> {
  return sql`f.hazard_id in (
      select id from uncounted union select id from (${beyondReach}) beyond union select unnest(${odd}::uuid[]))
    and ${under(question, 'f')} and ${foundIn(question, 'f')}`
}

/** Hazards of days that no cell stands for. */
async function findOdd(tx: Tx, question: Question, areas: readonly Area[]): Promise<string[]> {
  const odd = areas.flatMap(({ path, pieces }) =>
    pieces.rows.flatMap((days) =>
      standingIn(question, path).map(
        (place) => sql`select h.id from hazard h where ${place} and ${foundIn(days, 'h')}`,
      ),
    ),
  )
  if (odd.length === 0) return []
  const found = await findPast(tx, sql<{ id: string }>`${sql.join(odd, sql` union `)}`)
  return found.map(({ id }) => id)
}

const beyondReach = sql`
  select h.id from hazard h where h.id = any (nullif(current_setting('bihuan.grants', true), '')::uuid[])
    and not shared.in_reach(h.scope_path, h.department)
  union all
  select h.id from hazard h where h.found_by = case when current_setting('bihuan.line', true) <> '*' then shared.me() end
    and not shared.in_reach(h.scope_path, h.department)`

function standingIn(question: Question, path: string): RawBuilder<unknown>[] {
  const area = inArea(sql`h.scope_path`, path)
  if (!goesByOrigin(question, path)) return [area]
  return [sql`${area} and h.origin_path ^@ ${path}`, sql`h.origin_path <> h.scope_path and h.origin_path ^@ ${path}`]
}

function inDays({ from, until }: Days, column: string): RawBuilder<unknown> {
  const at = sql.raw(column)
  const parts = [
    from === null ? always : sql`${at} >= ${from}::date`,
    until === null ? always : sql`${at} < ${until}::date`,
  ]
  return sql`(${sql.join(parts, sql` and `)})`
}

/** The same days, by the moment itself. */
function foundIn({ from, until }: Days, table: string): RawBuilder<unknown> {
  const at = sql.id(table, 'found_at')
  const parts = [
    from === null ? always : sql`${at} >= ${plus(endOfDay(from), -day)}::timestamptz`,
    until === null ? always : sql`${at} < ${plus(endOfDay(until), -day)}::timestamptz`,
  ]
  return sql.join(parts, sql` and `)
}
