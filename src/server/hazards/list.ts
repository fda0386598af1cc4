import { type Static, Type } from 'typebox'
import type { Instant } from '#domain/calendar.ts'
import { type FindingAct, type HazardStatus, hazardStatuses } from '#domain/hazards.ts'
import { placeKinds } from '#domain/places.ts'
import { exact, Id } from '#domain/shapes.ts'
import { type Mode, modes, type Severity, severities } from '#domain/standards.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { DayText, endOfGiven } from '#server/http/day.ts'
import { decodeCursor, page } from '#server/http/paging.ts'
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
    oneOf('severity', query.severity),
    query.placeKind === undefined
      ? yes
      : sql`exists (select from place k where k.id = h.place_id and k.kind = any(${query.placeKind.split(',')}))`,
    query.overdue === undefined ? yes : sql`(h.overdue_since is not null and h.closed_at is null) = ${query.overdue}`,
    query.stalled === undefined ? yes : sql`(h.stalled_since is not null) = ${query.stalled}`,
    query.relapse === undefined ? yes : sql`(h.relapse_of is not null) = ${query.relapse}`,
    query.department === undefined ? yes : sql`h.department = ${query.department}`,
    query.place === undefined ? yes : sql`h.place_id = ${query.place}`,
    query.foundBy === undefined ? yes : sql`h.found_by = ${query.foundBy}`,
    query.sample === undefined ? yes : sql`h.sample = ${query.sample}`,
  ]
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
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where ${sql.join([...conditions(query), keyset], sql` and `)} order by h.found_at desc, h.id desc limit ${limit + 1}`.execute(
    tx,
  )
  return page(rows, limit, (row) => [row.foundAt, row.id])
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
    select h.status, h.severity, count(*)::int as n, count(*) filter (where h.closed_at is null)::int as open,
      count(*) filter (where h.closed_at is null and h.overdue_since is not null)::int as overdue,
      count(*) filter (where h.stalled_since is not null)::int as stalled
    from hazard h where ${sql.join(conditions(query), sql` and `)} group by h.status, h.severity`.execute(tx)
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
