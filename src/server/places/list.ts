import { type Static, Type } from 'typebox'
import type { Instant } from '#domain/calendar.ts'
import { type OpenCounts, type Plate, plateOf } from '#domain/colours.ts'
import { type PlaceKind, type PlaceStatus, type Position, placeKinds } from '#domain/places.ts'
import { exact, Id } from '#domain/shapes.ts'
import { areasWithin, depthOf, findPast, inArea, reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { DayText, endOfGiven } from '#server/http/day.ts'
import { decodeCursor, encodeCursor, page } from '#server/http/paging.ts'
import { inspectedBefore, mergedBefore } from './as-of.ts'

export const PlaceQuery = Type.Object(
  {
    unit: Type.Optional(Type.String({ pattern: '^/([0-9]+/){1,6}$' })),
    kind: Type.Optional(Type.Enum([...placeKinds])),
    q: Type.Optional(Type.String({ maxLength: 60 })),
    parent: Type.Optional(Id),
    inspected: Type.Optional(Type.Boolean({ description: 'Only with `on`: checked at least once by then' })),
    on: Type.Optional({ ...DayText, description: 'What stood in the register at the end of that day' }),
    merged: Type.Optional(Type.Boolean({ description: 'Also entries that were merged into another one' })),
    into: Type.Optional({ ...Id, description: 'Only what was merged into this place' }),
    cursor: Type.Optional(Type.String({ maxLength: 300 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  exact,
)
export type PlaceQuery = Static<typeof PlaceQuery>

export type PlaceRow = {
  id: string
  kind: PlaceKind
  name: string
  address: string
  status: PlaceStatus
  scopePath: string
  unitName: string
  position: Position | null
  lastVisit: Instant | null
  plate: Plate
  open: number
  overdue: number
}

type Row = Omit<PlaceRow, 'plate'> & OpenCounts

const columns = sql`p.id, p.kind, p.name, p.address, p.status, p.scope_path, p.position,
  coalesce((select u.name from unit u where u.path = '/' || array_to_string((string_to_array(trim(both '/' from p.scope_path), '/'))[1:3], '/') || '/'), '') as unit_name,
  greatest((select max(started_at) from safety_visit v where v.place_id = p.id),
    (select max(started_at) from administrative_inspection v where v.place_id = p.id)) as last_visit,
  o.*`

/** What is open at a place, always counted from the hazards themselves, so that a plate changes with the event that changes it. */
const open = sql`lateral (select count(*)::int as open,
    count(*) filter (where severity = 'critical')::int as critical,
    count(*) filter (where severity = 'serious')::int as serious,
    count(*) filter (where severity = 'general')::int as general,
    count(*) filter (where relapse_of is not null)::int as relapsed,
    count(*) filter (where overdue_since is not null)::int as overdue,
    count(*) filter (where status not in ('reported', 'verified', 'filed'))::int as in_work
  from hazard h where h.place_id = p.id and h.closed_at is null) o`

function finished({ critical, serious, general, relapsed, inWork, ...row }: Row): PlaceRow {
  const plate = plateOf(row.status, { critical, serious, general, relapsed, overdue: row.overdue, inWork })
  return { ...row, plate }
}

/** By where a place is looked after. Entries that were merged are left out unless asked for. */
function today({ unit, merged, into }: PlaceQuery): RawBuilder<unknown>[] {
  return [
    unit === undefined ? sql`true` : sql`p.scope_path ^@ ${unit}`,
    merged === true || into !== undefined ? sql`true` : sql`p.status <> 'merged'`,
  ]
}

/** As the figures of that day count it. */
function then({ unit, inspected }: PlaceQuery, before: Instant): RawBuilder<unknown>[] {
  return [
    unit === undefined ? sql`true` : sql`p.origin_path ^@ ${unit}`,
    inspected === true ? inspectedBefore(before) : sql`(p.registered_at < ${before} and not ${mergedBefore(before)})`,
  ]
}

/**
 * Places within scope in order of name, one page. `q` is found anywhere in name or address, or is the whole USCC; a single
 * character is looked for in names only.
 */
export async function listPlaces(tx: Tx, query: PlaceQuery): Promise<{ rows: PlaceRow[]; next: string | null }> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.cursor, ['text', 'id'])
  const where: RawBuilder<unknown>[] = [
    ...(query.on === undefined ? today(query) : then(query, endOfGiven(query.on, '/query/on'))),
    query.kind === undefined ? sql`p.kind <> 'room'` : sql`p.kind = ${query.kind}`,
    query.parent === undefined ? sql`true` : sql`p.parent_id = ${query.parent}`,
    query.into === undefined ? sql`true` : sql`p.merged_into = ${query.into}`,
    after === null ? sql`true` : sql`(p.name, p.id) > (${after[0]}, ${after[1]}::uuid)`,
  ]
  const q = query.q?.trim().toLowerCase() ?? ''
  if (query.on !== undefined) return asOfThatDay(tx, [...where, ...(q === '' ? [] : [isCalled(q)])], limit)
  const found = await findFirst(tx, query.unit, q, where, limit + 1)
  const rows = await placeRows(
    tx,
    found.slice(0, limit).map(({ id }) => id),
  )
  const last = found[limit - 1]
  return { rows, next: found.length > limit && last ? encodeCursor([last.name, last.id]) : null }
}

/** What stood in the register on another day is known from the log, and costs what there is of it. */
async function asOfThatDay(tx: Tx, where: readonly RawBuilder<unknown>[], limit: number) {
  const { rows } = await sql<Row>`select ${columns} from place p, ${open}
    where ${sql.join(where, sql` and `)} order by p.name, p.id limit ${limit + 1}`.execute(tx)
  return page(rows.map(finished), limit, (row) => [row.name, row.id])
}

type Found = { id: string; name: string }

/** The first places within reach in order of name, or of those that have the words of `q`. */
async function findFirst(
  tx: Tx,
  unit: string | undefined,
  q: string,
  where: readonly RawBuilder<unknown>[],
  most: number,
): Promise<Found[]> {
  const { grants, ...reach } = await reachOf(tx)
  const seen = areasWithin(reach, unit).flatMap((path) => {
    const area = inArea(sql`p.scope_path`, path)
    if (q === '') return [area]
    const byWords = sql`${area} and ${hasWords(q, path)} and ${isCalled(q)}`
    return isCode(q) ? [byWords, sql`p.scope_path ^@ ${path} and p.uscc = ${q.toUpperCase()}`] : [byWords]
  })
  if (grants.length > 0) seen.push(sql`p.id = any(${grants}::uuid[]) and ${q === '' ? sql`true` : isCalled(q)}`)
  if (seen.length === 0) return []
  const first = seen.map(
    (why) => sql`(select p.id, p.name from place p where ${sql.join([why, ...where], sql` and `)}
      order by p.name, p.id limit ${most})`,
  )
  return findPast(
    tx,
    sql<Found>`select id, name from (${sql.join(first, sql` union `)}) found order by name, id limit ${most}`,
  )
}

const isCode = (q: string) => /^[0-9a-z]{18}$/.test(q)
const isCalled = (q: string) =>
  sql`(position(${q} in lower(p.name)) > 0 or position(${q} in lower(p.address)) > 0 or p.uscc = ${q.toUpperCase()})`

/** By the index of what stands in names and addresses, for as many areas deep as it knows. */
function hasWords(q: string, path: string): RawBuilder<unknown> {
  const area = depthOf(path) <= 4 ? path : `/${path.split('/').slice(1, 5).join('/')}/`
  const characters = [...q]
  const words = characters.length === 1 ? characters : characters.slice(1).map((next, n) => `${characters[n]}${next}`)
  return sql`shared.place_grams(p.name, p.address, p.scope_path) @> ${[area, ...new Set(words)]}::text[]`
}

/** These places, in the order given. */
export async function placeRows(tx: Tx, ids: readonly string[]): Promise<PlaceRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Row>`select ${columns} from place p, ${open}
    where p.id = any(${ids as string[]}::uuid[]) order by array_position(${ids as string[]}::uuid[], p.id)`.execute(tx)
  return rows.map(finished)
}
