import { type RawBuilder, sql } from './sql.ts'
import type { Tx } from './transaction.ts'

/** How far this transaction sees, as its policies know it. */
export type Reach = {
  /** Paths of areas, none within another. */
  ranges: string[]
  /** '*' for all department lines, else the one; empty: none. */
  line: string
  me: string | null
  grants: string[]
}

export async function reachOf(tx: Tx): Promise<Reach> {
  const { rows } = await sql<Reach>`select
    coalesce(nullif(current_setting('bihuan.ranges', true), '')::text[], '{}') as ranges,
    coalesce(current_setting('bihuan.line', true), '') as line, shared.me() as me,
    coalesce(nullif(current_setting('bihuan.grants', true), '')::uuid[], '{}') as grants`.execute(tx)
  const { ranges, ...reach } = rows[0] as Reach
  const widest = ranges.filter((range) => !ranges.some((other) => other !== range && range.startsWith(other)))
  return { ...reach, ranges: [...new Set(widest)] }
}

/** What of the reach lies within a unit; without one the whole reach. */
export function areasWithin({ ranges }: Pick<Reach, 'ranges'>, unit: string | null | undefined): string[] {
  if (unit === null || unit === undefined) return ranges
  return ranges.flatMap((range) => (range.startsWith(unit) ? range : unit.startsWith(range) ? unit : []))
}

export const depthOf = (path: string): number => path.split('/').length - 2

/** The rows of an area, in the form in which the indexes of areas know them. District-wide no index of areas is needed. */
export function inArea(column: RawBuilder<unknown>, path: string, deepest = 3): RawBuilder<unknown> {
  const depth = depthOf(path)
  if (depth <= 1) return sql`${column} ^@ ${path}`
  if (depth <= deepest) return sql`shared.area_at(${column}, ${sql.raw(String(depth))}) = ${path}`
  const around = `/${path
    .split('/')
    .slice(1, deepest + 1)
    .join('/')}/`
  return sql`shared.area_at(${column}, ${sql.raw(String(deepest))}) = ${around} and ${column} ^@ ${path}`
}

/** What else the transaction does is planned as it would have been: what was set before is kept beside. */
const becomeFinder = sql`select set_config('bihuan.usual_mode', current_setting('plan_cache_mode'), true),
  set_config('bihuan.usual_cost', current_setting('cpu_operator_cost'), true), set_config('role', 'bihuan_finder', true),
  set_config('plan_cache_mode', 'force_custom_plan', true), set_config('cpu_operator_cost', '0.05', true)`
const becomeReader = sql`select set_config('role', 'bihuan_app', true),
  set_config('plan_cache_mode', current_setting('bihuan.usual_mode'), true),
  set_config('cpu_operator_cost', current_setting('bihuan.usual_cost'), true)`

/**
 * Runs one query under the finder's role, which reads past the policies: for ids, to be read again by the caller, or for
 * counts, with the reach among its conditions. The plan is made for these very values, since a town and a grid want different
 * ones; and looking at a row is said to cost more than the planner believes, who else walks through a whole district in order of
 * time, past all that lies elsewhere, for one village.
 */
export async function findPast<R>(tx: Tx, query: RawBuilder<R>): Promise<R[]> {
  const [, { rows }] = await Promise.all([becomeFinder.execute(tx), query.execute(tx), becomeReader.execute(tx)])
  return rows
}
