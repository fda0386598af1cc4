import type { Instant } from '#domain/calendar.ts'
import { type FindingAct, type HazardStatus, openStatuses } from '#domain/hazards.ts'
import type { Mode, Severity } from '#domain/standards.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { decodeCursor, encodeCursor, page } from '#server/http/paging.ts'
import { countedHazards } from '#server/tallies/cells.ts'
import { type After, findNewest } from './find-newest.ts'
import { conditions, type HazardQuery, talliedConditions, yes } from './list-query.ts'

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
  /** How many of its named photos and videos are still on their way. */
  awaiting: number
}

/** The worst news about a hazard's notices comes first. */
const noticeState = sql`(select n.state from notice n where n.hazard_id = h.id and n.channel = 'sms'
  order by array_position(array['dead','failed','queued','sent','delivered'], n.state) limit 1)`

const awaiting = sql`(select count(*)::int from file_awaited a where a.subject = h.id
  and not exists (select from file f where f.hash = a.hash and f.kind = a.kind))`

const columns = sql`h.id, h.version, h.status, h.severity, h.mode, h.act, h.found_at, h.deadline, h.overdue_since, h.stalled_since, h.closed_at, h.relapse_of,
  h.sample, h.rung, h.place_id, p.name as place_name, p.kind as place_kind, p.address, h.item_code, i.text as item_text, h.department,
  h.scope_path, coalesce((select u.name from unit u where u.path = '/' || array_to_string((string_to_array(trim(both '/' from h.scope_path), '/'))[1:3], '/') || '/'), '') as unit_name,
  ${noticeState} as notice_state, ${awaiting} as awaiting`

const joined = sql`hazard h join place p on p.id = h.place_id join check_item i on i.code = h.item_code and i.version = h.item_version`

/** Hazards within scope, newest first, one page. */
export async function listHazards(tx: Tx, query: HazardQuery): Promise<{ rows: HazardRow[]; next: string | null }> {
  const limit = query.limit ?? 50
  const [foundAt, id] = decodeCursor(query.cursor, ['instant', 'id']) ?? []
  const after = foundAt === undefined || id === undefined ? null : { foundAt, id }
  if (query.on !== undefined) return asOfThatDay(tx, query, after, limit)
  const found = await findNewest(tx, query, after, limit + 1)
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where h.id = any(${found.slice(0, limit).map((one) => one.id)}::uuid[]) order by h.found_at desc, h.id desc`.execute(
    tx,
  )
  const last = found[limit - 1]
  return { rows, next: found.length > limit && last ? encodeCursor([last.foundAt, last.id]) : null }
}

/** What stood on another day is known from the log, and costs what there is of it. */
async function asOfThatDay(tx: Tx, query: HazardQuery, after: After, limit: number) {
  const where = [...conditions(query), after === null ? yes : sql`(h.found_at, h.id) < (${after.foundAt}, ${after.id})`]
  const { rows } = await sql<HazardRow>`select ${columns} from ${joined}
    where ${sql.join(where, sql` and `)} order by h.found_at desc, h.id desc limit ${limit + 1}`.execute(tx)
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
  return sql`(select * from ${counted} counted where ${sql.join(talliedConditions(query), sql` and `)})`
}
