import type { Instant } from '#domain/calendar.ts'
import { openStatuses } from '#domain/hazards.ts'
import { areaOf, type Role, type Unit, type UnitKind } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { reachOf } from '#server/db/reach.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type UnitRow = Pick<Unit, 'id' | 'code' | 'kind' | 'name' | 'path' | 'line' | 'parentId'> & {
  children: number
  /** Hazards under the unit that this actor may see; of a department, those of its line. */
  open: number
  overdue: number
}
export type HeldPostRow = {
  id: string
  accountId: string
  name: string
  role: Role
  certificateNo: string | null
  validFrom: Instant
  validTo: Instant | null
}
export type UnitPage = {
  unit: Omit<UnitRow, 'open' | 'overdue'>
  ancestors: { id: string; name: string; kind: UnitKind }[]
  posts: HeldPostRow[]
  counts: { open: number; overdue: number; places: number }
}

const now = (table: string, at: Instant) =>
  sql`${sql.id(table)}.valid_from <= ${at} and (${sql.id(table)}.valid_to is null or ${sql.id(table)}.valid_to > ${at})`

/** Paths end in "/", the character before "0": one range of the index holds an area and nothing else. */
const inArea = sql`scope_path >= split_part(u.path, '@', 1) and scope_path < left(split_part(u.path, '@', 1), -1) || '0'`

const unitColumns = (at: Instant) => sql`u.id, u.code, u.kind, u.name, u.path, u.line, u.parent_id,
  (select count(*)::int from unit c where c.parent_id = u.id and ${now('c', at)}) as children, n.open, n.overdue`

const area = sql`split_part(u.path, '@', 1)`
const statuses = sql.raw(openStatuses.map((status) => `'${status}'`).join(', '))
const ofLine = (table: string) => sql`(u.line is null or ${sql.id(table, 'department')} = u.line)`

const fromRows = sql`select 1 as n, h.overdue_since is not null as overdue from hazard h
  where h.closed_at is null and ${inArea} and ${ofLine('h')}`

/** From the roll-ups, as far down as these go, and what they do not hold yet from the rows. */
const fromTallies = sql`
  select t.n, t.overdue from tally t
    where t.depth = shared.depth_of(${area}) and t.path = ${area} and t.span = 'all' and t.status in (${statuses}) and ${ofLine('t')}
  union all
  select -1, t.overdue from uncounted join tallied t on t.hazard_id = uncounted.id
    where t.scope_path ^@ ${area} and shared.depth_of(${area}) <= 4 and t.status in (${statuses}) and ${ofLine('t')}
  union all
  select 1, h.overdue_since is not null from uncounted join hazard h on h.id = uncounted.id
    where h.closed_at is null and h.scope_path ^@ ${area} and shared.depth_of(${area}) <= 4 and ${ofLine('h')}
  union all
  select * from (${fromRows}) r where shared.depth_of(${area}) > 4`

/** Whoever sees more than areas and a line of them sees rows that no roll-up shows. */
async function openHazards(tx: Tx): Promise<RawBuilder<unknown>> {
  const { line, grants } = await reachOf(tx)
  const counted = line === '*' && grants.length === 0 ? fromTallies : fromRows
  return sql`lateral (select coalesce(sum(c.n), 0)::int as open, coalesce(sum(c.n) filter (where c.overdue), 0)::int as overdue
    from (${counted}) c) n`
}

const uncounted = sql`with uncounted as materialized (select uncounted_hazards() as id)`

/** The units below one, or the topmost units of the actor's reach. Throws `unit.not_found` for a parent out of reach. */
export async function listUnits(
  tx: Tx,
  ranges: readonly string[],
  parentId: string | null,
  at: Instant,
): Promise<UnitRow[]> {
  if (parentId !== null) await mustBeInReach(tx, parentId)
  const which =
    parentId === null
      ? sql`u.path = any(${ranges as string[]})`
      : sql`u.parent_id = ${parentId} and shared.in_range(u.path)`
  const { rows } = await sql<UnitRow>`${uncounted} select ${unitColumns(at)} from unit u, ${await openHazards(tx)}
    where ${which} and ${now('u', at)} order by u.line is not null, u.code`.execute(tx)
  return rows
}

/** One unit of the actor's reach; what lies above it by name only. Throws `unit.not_found`. */
export async function findUnitPage(tx: Tx, id: string, withPosts: boolean, at: Instant): Promise<UnitPage> {
  const { open, overdue, ...unit } = await unitInReach(tx, id, at)
  const { rows: places } = await sql<{
    places: number
  }>`select count(*)::int as places from unit u join place p on ${inArea}
    where u.id = ${id} and p.status = 'active'`.execute(tx)
  const ancestors = await ancestorsOf(tx, unit.path)
  const posts = withPosts ? await postsIn(tx, id, at) : []
  return { unit, ancestors, posts, counts: { open, overdue, places: places[0]?.places ?? 0 } }
}

async function mustBeInReach(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql`select id from unit where id = ${id} and shared.in_range(path)`.execute(tx)
  if (rows.length === 0) throw problem('unit.not_found')
}

async function unitInReach(tx: Tx, id: string, at: Instant): Promise<UnitRow> {
  const { rows } = await sql<UnitRow>`${uncounted} select ${unitColumns(at)} from unit u, ${await openHazards(tx)}
    where u.id = ${id} and shared.in_range(u.path)`.execute(tx)
  if (rows[0] === undefined) throw problem('unit.not_found')
  return rows[0]
}

async function ancestorsOf(tx: Tx, path: string): Promise<UnitPage['ancestors']> {
  const codes = areaOf(path).split('/').slice(1, -1)
  const above = codes.map((_, n) => `/${codes.slice(0, n + 1).join('/')}/`).filter((one) => one !== path)
  const { rows } = await sql<UnitPage['ancestors'][number]>`select id, name, kind from unit
    where path = any(${above}) order by length(path)`.execute(tx)
  return rows
}

async function postsIn(tx: Tx, unitId: string, at: Instant): Promise<HeldPostRow[]> {
  const { rows } = await sql<HeldPostRow>`
    select p.id, p.account_id, a.display_name as name, p.role, p.certificate_no, p.valid_from, p.valid_to
    from post p join shared.account a on a.id = p.account_id
    where p.unit_id = ${unitId} and ${now('p', at)} order by p.role, p.valid_from, p.id`.execute(tx)
  return rows
}
