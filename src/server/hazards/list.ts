import { type Static, Type } from 'typebox'
import type { Instant } from '#domain/calendar.ts'
import { type FindingAct, type HazardStatus, hazardStatuses, openStatuses } from '#domain/hazards.ts'
import { placeKinds } from '#domain/places.ts'
import { exact, Id } from '#domain/shapes.ts'
import { type Mode, modes, type Severity, severities } from '#domain/standards.ts'
import { areasWithin, findPast, inArea, reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { DayText, endOfGiven } from '#server/http/day.ts'
import { decodeCursor, encodeCursor, page } from '#server/http/paging.ts'
import { countedHazards } from '#server/tallies/cells.ts'
import { foundBefore, modeBefore, rectifiedBefore } from './as-of.ts'

const words = (all: readonly string[]) =>
  Type.String({ pattern: `^(${all.join('|')})(,(${all.join('|')}))*$`, maxLength: 300 })

export const HazardQuery = Type.Object(
  {
    unit: Type.Optional(Type.String({ pattern: '^/([0-9]+/){1,6}$', description: 'Path of a unit: it and all below' })),
    status: Type.Optional(words(hazardStatuses)),
    severity: Type.Optional(words(severities)),
    mode: Type.Optional(words(modes)),
    overdue: Type.Optional(Type.Boolean()),
    stalled: Type.Optional(Type.Boolean({ description: 'Waits for somebody of the town longer than it should' })),
    relapse: Type.Optional(Type.Boolean()),
    department: Type.Optional(Type.String({ pattern: '^[a-z]{2,20}$' })),
    place: Type.Optional(Id),
    foundBy: Type.Optional(Id),
    placeKind: Type.Optional(words(placeKinds)),
    rectified: Type.Optional(Type.Boolean({ description: 'Closed out or closed down' })),
    on: Type.Optional({
      ...DayText,
      description: 'What stood on the books at the end of that day, `mode` and `rectified` as they stood then',
    }),
    sample: Type.Optional(Type.Union([Type.Literal('due'), Type.Literal('passed'), Type.Literal('failed')])),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  exact,
)
export type HazardQuery = Static<typeof HazardQuery>

export type HazardRow = {
  id: string
  version: number
  status: HazardStatus
  severity: Severity
  mode: Mode
  act: FindingAct
  foundAt: Instant
  deadline: Instant | null
  overdueSince: Instant | null
  stalledSince: Instant | null
  closedAt: Instant | null
  relapseOf: string | null
  sample: 'due' | 'passed' | 'failed' | null
  rung: number
  placeId: string
  placeName: string
  placeKind: string
  address: string
  itemCode: string
  itemText: string
  department: string
  scopePath: string
  unitName: string
  noticeState: string | null
}

const yes = sql`true`
const isOneOf = (what: RawBuilder<unknown>, list: string | undefined) =>
  list === undefined ? yes : sql`${what} = any(${list.split(',')})`

/** By where a hazard is looked after, and as its row says. */
function today({ unit, mode, rectified }: HazardQuery): RawBuilder<unknown>[] {
  return [
    unit === undefined ? yes : sql`h.scope_path ^@ ${unit}`,
    isOneOf(sql`h.mode`, mode),
    rectified === undefined ? yes : sql`(h.status in ('closed', 'closedDown')) = ${rectified}`,
  ]
}

/** As the figures of that day count it: by where it was found, and as it stood then. */
function then({ unit, mode, rectified }: HazardQuery, before: Instant): RawBuilder<unknown>[] {
  return [
    foundBefore(before),
    unit === undefined ? yes : sql`h.origin_path ^@ ${unit}`,
    mode === undefined ? yes : isOneOf(modeBefore(before), mode),
    rectified === undefined ? yes : sql`${rectifiedBefore(before)} = ${rectified}`,
  ]
}

function conditions(query: HazardQuery): RawBuilder<unknown>[] {
  const oneOf = (column: string, list: string | undefined) => isOneOf(sql`h.${sql.id(column)}`, list)
  return [
    ...(query.on === undefined ? today(query) : then(query, endOfGiven(query.on, '/query/on'))),
    oneOf('status', query.status),
    // Said once more in the form in which an index holds the open ones.
    asksForOpen(query) ? sql`h.closed_at is null` : yes,
    oneOf('severity', query.severity),
    query.placeKind === undefined
      ? yes
      : sql`exists (select from place k where k.id = h.place_id and k.kind = any(${query.placeKind.split(',')}))`,
    isOverdue(query.overdue),
    isSet('stalled_since', query.stalled),
    isSet('relapse_of', query.relapse),
    query.department === undefined ? yes : sql`h.department = ${query.department}`,
    query.place === undefined ? yes : sql`h.place_id = ${query.place}`,
    query.foundBy === undefined ? yes : sql`h.found_by = ${query.foundBy}`,
    query.sample === undefined ? yes : sql`h.sample = ${sql.raw(`'${query.sample}'`)}`,
  ]
}

function isSet(column: string, wanted: boolean | undefined): RawBuilder<unknown> {
  if (wanted === undefined) return yes
  return wanted ? sql`h.${sql.id(column)} is not null` : sql`h.${sql.id(column)} is null`
}

function isOverdue(wanted: boolean | undefined): RawBuilder<unknown> {
  if (wanted === undefined) return yes
  return wanted
    ? sql`(h.overdue_since is not null and h.closed_at is null)`
    : sql`(h.overdue_since is null or h.closed_at is not null)`
}

function asksForOpen({ status }: HazardQuery): boolean {
  return status?.split(',').every((one) => (openStatuses as readonly string[]).includes(one)) ?? false
}

/** The worst news about a hazard's notices comes first. */
const noticeState = sql`(select n.state from notice n where n.hazard_id = h.id and n.channel = 'sms'
  order by array_position(array['dead','failed','queued','sent','delivered'], n.state) limit 1)`

const columns = sql`h.id, h.version, h.status, h.severity, h.mode, h.act, h.found_at, h.deadline, h.overdue_since, h.stalled_since, h.closed_at, h.relapse_of,
  h.sample, h.rung, h.place_id, p.name as place_name, p.kind as place_kind, p.address, h.item_code, i.text as item_text, h.department,
  h.scope_path, coalesce((select u.name from unit u where u.path = '/' || array_to_string((string_to_array(trim(both '/' from h.scope_path), '/'))[1:3], '/') || '/'), '') as unit_name,
  ${noticeState} as notice_state`

const joined = sql`hazard h join place p on p.id = h.place_id join check_item i on i.code = h.item_code and i.version = h.item_version`

/** Hazards within scope, newest first, one page. */
export async function listHazards(tx: Tx, query: HazardQuery): Promise<{ rows: HazardRow[]; next: string | null }> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.cursor, ['instant', 'id'])
  const keyset = after === null ? yes : sql`(h.found_at, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const where = [...conditions(query), keyset]
  if (query.on !== undefined) return asOfThatDay(tx, where, limit)
  const found = await findNewest(tx, query.unit, where, limit + 1)
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where h.id = any(${found.slice(0, limit).map(({ id }) => id)}::uuid[]) order by h.found_at desc, h.id desc`.execute(
    tx,
  )
  const last = found[limit - 1]
  return { rows, next: found.length > limit && last ? encodeCursor([last.foundAt, last.id]) : null }
}

/** What stood on another day is known from the log, and costs what there is of it. */
async function asOfThatDay(tx: Tx, where: readonly RawBuilder<unknown>[], limit: number) {
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where ${sql.join(where, sql` and `)} order by h.found_at desc, h.id desc limit ${limit + 1}`.execute(tx)
  return page(rows, limit, (row) => [row.foundAt, row.id])
}

type Found = { id: string; foundAt: Instant }

/** The newest hazards within reach, for each reason of seeing one by the index that has them in order. */
async function findNewest(
  tx: Tx,
  unit: string | undefined,
  where: readonly RawBuilder<unknown>[],
  most: number,
): Promise<Found[]> {
  const { line, me, grants, ...reach } = await reachOf(tx)
  const seen = areasWithin(reach, unit).flatMap((path) => {
    const area = inArea(sql`h.scope_path`, path)
    if (line === '*') return [area]
    return [sql`${area} and h.department = ${line} and h.department <> ''`, sql`${area} and h.found_by = ${me}`]
  })
  if (grants.length > 0) seen.push(sql`h.id = any(${grants}::uuid[])`)
  if (seen.length === 0) return []
  const newest = seen.map(
    (why) => sql`(select h.id, h.found_at from hazard h where ${sql.join([why, ...where], sql` and `)}
      order by h.found_at desc, h.id desc limit ${most})`,
  )
  return findPast(
    tx,
    sql<Found>`select id, found_at from (${sql.join(newest, sql` union `)}) found order by found_at desc, id desc limit ${most}`,
  )
}

/** The hazards of these places, open ones first. */
export async function hazardsOfPlaces(tx: Tx, placeIds: readonly string[], onlyOpen: boolean): Promise<HazardRow[]> {
  if (placeIds.length === 0) return []
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where h.place_id = any(${placeIds as string[]}::uuid[]) and ${onlyOpen ? sql`h.closed_at is null` : yes}
    order by h.closed_at is not null, h.found_at desc, h.id desc limit 300`.execute(tx)
  return rows
}

export type HazardCounts = {
  total: number
  open: number
  overdue: number
  stalled: number
  byStatus: Record<string, number>
  bySeverity: Record<string, number>
}

/** Counts over everything that the same question without paging would list. */
export async function countHazards(tx: Tx, query: HazardQuery): Promise<HazardCounts> {
  const { rows } = await sql<{
    status: string
    severity: string
    n: number
    open: number
    overdue: number
    stalled: number
  }>`
    select status, severity, sum(n)::int as n, coalesce(sum(n) filter (where ${isOpen}), 0)::int as open,
      coalesce(sum(n) filter (where overdue), 0)::int as overdue, coalesce(sum(n) filter (where stalled), 0)::int as stalled
    from ${await kindsOf(tx, query)} kinds group by status, severity having sum(n) <> 0`.execute(tx)
  const counts: HazardCounts = { total: 0, open: 0, overdue: 0, stalled: 0, byStatus: {}, bySeverity: {} }
  for (const row of rows) {
    counts.total += row.n
    counts.open += row.open
    counts.overdue += row.overdue
    counts.stalled += row.stalled
    counts.byStatus[row.status] = (counts.byStatus[row.status] ?? 0) + row.n
    counts.bySeverity[row.severity] = (counts.bySeverity[row.severity] ?? 0) + row.n
  }
  return counts
}

const isOpen = sql.raw(`status in (${openStatuses.map((status) => `'${status}'`).join(', ')})`)

/** Hazards by kind: from the roll-ups, or from the rows where a question names a day, a place or a person. */
async function kindsOf(tx: Tx, query: HazardQuery): Promise<RawBuilder<unknown>> {
  if (query.on !== undefined || query.place !== undefined || query.foundBy !== undefined) {
    return sql`(select h.status, h.severity, h.closed_at is null and h.overdue_since is not null as overdue,
      h.stalled_since is not null as stalled, 1 as n from hazard h where ${sql.join(conditions(query), sql` and `)})`
  }
  const counted = await countedHazards(tx, { unit: query.unit ?? null, by: 'scope', from: null, until: null })
  const oneOf = (column: string, list: string | undefined) => isOneOf(sql.id(column), list)
  const is = (column: string, value: string | boolean | undefined) =>
    value === undefined ? yes : sql`${sql.id(column)} = ${value}`
  const where = [
    oneOf('status', query.status),
    oneOf('severity', query.severity),
    oneOf('mode', query.mode),
    oneOf('place_kind', query.placeKind),
    query.rectified === undefined ? yes : sql`(status in ('closed', 'closedDown')) = ${query.rectified}`,
    is('overdue', query.overdue),
    is('stalled', query.stalled),
    is('relapse', query.relapse),
    is('department', query.department),
    is('sample', query.sample),
  ]
  return sql`(select * from ${counted} counted where ${sql.join(where, sql` and `)})`
}
