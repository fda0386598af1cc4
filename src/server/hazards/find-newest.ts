import type { Instant } from '#domain/calendar.ts'
import { areasWithin, depthOf, findPast, inArea, type Reach, reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { conditions, type HazardQuery, talliedConditions, yes } from './list-query.ts'

export type Found = { id: string; foundAt: Instant }

type Way = RawBuilder<unknown>

/** Behind which hazard a page goes on. */
export type After = { foundAt: Instant; id: string } | null

/**
 * The newest hazards within reach, for each reason of seeing one by the index that has them in order. What is narrowed to
 * something rare is found among what each hazard is counted as, where indexes cost no command anything.
 */
export async function findNewest(tx: Tx, query: HazardQuery, after: After, most: number): Promise<Found[]> {
  return find(tx, query, after, most, sql`desc`)
}

/** The other end: what has waited longest. */
export async function findOldest(tx: Tx, query: HazardQuery, most: number): Promise<Found[]> {
  return find(tx, query, null, most, sql`asc`)
}

async function find(tx: Tx, query: HazardQuery, after: After, most: number, way: Way): Promise<Found[]> {
  const reach = await reachOf(tx)
  const branches = isRare(query) ? rareOnes(reach, query, after, most, way) : visibleOnes(reach, query, after)
  if (branches.length === 0) return []
  const newest = branches.map((branch) => sql`(${branch} order by found_at ${way}, id ${way} limit ${most})`)
  return findPast(
    tx,
    sql<Found>`with uncounted as materialized (select uncounted_hazards() as id where ${isRare(query)})
      select id, found_at from (${sql.join(newest, sql` union `)}) found order by found_at ${way}, id ${way} limit ${most}`,
  )
}

function isRare({ status, overdue, stalled, relapse, sample, place, foundBy }: HazardQuery): boolean {
  if (place !== undefined || foundBy !== undefined) return false
  const withoutClosed = status !== undefined && !status.split(',').includes('closed')
  return withoutClosed || overdue === true || stalled === true || relapse === true || sample !== undefined
}

function visibleOnes(reach: Reach, query: HazardQuery, after: After): RawBuilder<unknown>[] {
  const where = sql.join([...conditions(query), behind(after, sql`h.found_at, h.id`)], sql` and `)
  const reasons = areasWithin(reach, query.unit).flatMap((path) => {
    const area = inArea(sql`h.scope_path`, path)
    return reach.line === '*' ? [area] : [sql`${area} and ${ofLine(reach)}`, sql`${area} and h.found_by = ${reach.me}`]
  })
  return [...reasons, ...granted(reach)].map((reason) => hazards(sql`${reason} and ${where}`))
}

const hazards = (where: RawBuilder<unknown>) => sql`select h.id, h.found_at from hazard h where ${where}`
const ofLine = ({ line }: Reach) => sql`h.department = ${line} and h.department <> ''`
const granted = ({ grants }: Reach) => (grants.length === 0 ? [] : [sql`h.id = any(${grants}::uuid[])`])

/** As they are counted, without those that are not counted as they stand; these, and what is seen besides, from the rows. */
function rareOnes(reach: Reach, query: HazardQuery, after: After, most: number, way: Way): RawBuilder<unknown>[] {
  const { status, ...others } = query
  const statuses = status === undefined ? [undefined] : [...new Set(status.split(','))]
  const line = reach.line === '*' ? yes : sql`t.department = ${reach.line} and t.department <> ''`
  const counted = areasWithin(reach, query.unit).flatMap((path) =>
    statuses.map((one) =>
      inTowns(
        path,
        sql`order by t.found_at ${way}, t.hazard_id ${way} limit ${most}`,
        sql.join(
          [
            ...talliedConditions({ ...others, ...(one === undefined ? {} : { status: one }) }),
            // Said once more in the words of the indexes.
            one === undefined || one === 'closed' ? yes : sql`t.status <> 'closed' and t.status = ${one}`,
            query.sample === undefined ? yes : sql`t.sample <> ''`,
            line,
            behind(after, sql`t.found_at, t.hazard_id`),
            sql`not exists (select from uncounted where uncounted.id = t.hazard_id)`,
          ],
          sql` and `,
        ),
      ),
    ),
  )
  const where = sql.join([...conditions(query), behind(after, sql`h.found_at, h.id`)], sql` and `)
  const besides = areasWithin(reach, query.unit).flatMap((path) => {
    const area = sql`h.scope_path ^@ ${path}`
    const fresh = sql`h.id in (select id from uncounted) and ${area}`
    if (reach.line === '*') return [fresh]
    return [sql`${fresh} and ${ofLine(reach)}`, sql`h.found_by = ${reach.me} and ${area}`]
  })
  return [...counted, ...[...besides, ...granted(reach)].map((reason) => hazards(sql`${reason} and ${where}`))]
}

/** The indexes go by town: of a district the first of each town. */
function inTowns(path: string, first: RawBuilder<unknown>, where: RawBuilder<unknown>): RawBuilder<unknown> {
  if (depthOf(path) >= 2) {
    return sql`select t.hazard_id as id, t.found_at from tallied t where ${inArea(sql`t.scope_path`, path, 2)} and ${where}`
  }
  return sql`select t.id, t.found_at from (select path from unit where kind = 'town' and path ^@ ${path} union all select ${path}) town
    cross join lateral (select t.hazard_id as id, t.found_at from tallied t
      where shared.area_at(t.scope_path, 2) = town.path and ${where} ${first}) t`
}

function behind(after: After, keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return after === null ? yes : sql`(${keys}) < (${after.foundAt}::timestamptz, ${after.id}::uuid)`
}
