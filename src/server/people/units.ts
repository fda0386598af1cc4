import type { Instant } from '#domain/calendar.ts'
import { areaOf, type Role, type Unit, type UnitKind } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { sql } from '#server/db/sql.ts'
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

const openHazards = sql`lateral (select count(*)::int as open, count(*) filter (where overdue_since is not null)::int as overdue
  from hazard where closed_at is null and ${inArea} and (u.line is null or department = u.line)) n`

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
  const { rows } = await sql<UnitRow>`select ${unitColumns(at)} from unit u, ${openHazards}
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
  const { rows } = await sql<UnitRow>`select ${unitColumns(at)} from unit u, ${openHazards}
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
