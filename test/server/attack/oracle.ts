import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { unseal } from '#server/crypto/seal.ts'
import type { CastMember } from '#server/demo/cast.ts'
import type { World } from '#test/world.ts'

// What is there, read past every policy, and who may see which of it, said once more in plain words: this file must
// share nothing with the product but the names of tables and columns.

// biome-ignore lint/suspicious/noExplicitAny: rows of any table, straight from the database
export type Row = Record<string, any>
export type Tables = Record<string, Row[]>

/** A connection that no policy binds. */
export async function superuser(world: World): Promise<pg.Client> {
  const password = readFileSync(path.join(world.house.config.dataFolder, 'postgres-password'), 'utf8').trim()
  const url = new URL(world.database.url)
  url.username = 'postgres'
  url.password = password
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  return client
}

export const schemas = ['d330109', 'd330102'] as const

export async function tablesOf(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query(`select tablename from pg_tables where schemaname = $1 order by tablename`, [
    schema,
  ])
  return rows.map((row) => row.tablename as string)
}

/** Every row of every table of both districts, and of the tables that they share; remarks and contacts in clear. */
export async function everything(world: World, client: pg.Client): Promise<Tables> {
  const all: Tables = {}
  for (const schema of schemas) {
    for (const table of await tablesOf(client, schema)) {
      const { rows } = await client.query(`select * from ${schema}.${table}`)
      const open = rows.map((row) => ({ ...row, ...opened(world, table, row), district: schema.slice(1) }))
      all[table] = [...(all[table] ?? []), ...open]
    }
  }
  all['account'] = (await client.query('select * from shared.account')).rows
  return all
}

function opened(world: World, table: string, row: Row): Row {
  const text = (sealed: Buffer) => unseal(world.house.keys, sealed).toString()
  if (table === 'remark') return { words: text(row['words_sealed']) }
  if (table === 'contact') return { name: text(row['name_sealed']), phone: text(row['phone_sealed']) }
  if (table === 'notice') return { text: text(row['body_sealed']) }
  return {}
}

/** One line per table: how many rows, and a sum over all that stands in them. One statement, so one snapshot. */
export async function fingerprint(client: pg.Client): Promise<Record<string, string>> {
  const tables = ['shared.account', 'shared.district', 'shared.installation']
  for (const schema of schemas) tables.push(...(await tablesOf(client, schema)).map((table) => `${schema}.${table}`))
  const parts = tables.map(
    (table) =>
      `select '${table}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as line from ${table} t`,
  )
  const { rows } = await client.query(parts.join(' union all '))
  return Object.fromEntries(rows.map((row) => [row.name, row.line]))
}

export type Reach = { district: string; area: string; line: string | null; me: string }

/** The area of the post; an officer of a department sees the department's line in it, everybody else all lines. */
export function reachOfMember(member: CastMember, accountId: string): Reach {
  const [area = ''] = member.unitPath.split('@')
  const line = /@([a-z]+)\//.exec(member.unitPath)?.[1] ?? null
  return {
    district: member.unitPath.slice(1, 7),
    area,
    line: member.role === 'departmentOfficer' ? line : null,
    me: accountId,
  }
}

/** The rows that somebody with this reach may see at all, whatever the role lets through. */
export function seenBy({ district, area, line, me }: Reach, all: Tables): Tables {
  const here = (table: string) => (all[table] ?? []).filter((row) => row['district'] === district)
  const within = (table: string) => here(table).filter((row) => (row['scope_path'] ?? row['path']).startsWith(area))
  const ofLine = (row: Row) => line === null || row['department'] === line

  const hazard = within('hazard').filter((row) => ofLine(row) || row['found_by'] === me)
  const hazards = new Set(hazard.map((row) => row['id']))
  const foundIn = new Set(hazard.map((row) => row['found_in']))
  const byMe = (row: Row) => row['by'].includes(me)
  const safety_visit = within('safety_visit').filter((row) => line === null || byMe(row) || foundIn.has(row['id']))
  const administrative_inspection = within('administrative_inspection').filter(
    (row) => ofLine(row) || byMe(row) || foundIn.has(row['id']),
  )
  const walks = new Set([...safety_visit, ...administrative_inspection].map((row) => row['id']))
  const about = (table: string, subject: string) =>
    within(table).filter((row) => ofLine(row) || hazards.has(row[subject]))
  const file_link = about('file_link', 'subject')
  const hashes = new Set(file_link.map((row) => row['hash']))
  const event = about('event', 'subject')
  const events = new Set(event.map((row) => row['id']))
  const link = here('link').filter((row) => hazards.has(row['hazard_id']))
  const links = new Set(link.map((row) => row['id']))
  const above = (row: Row) => area.startsWith(row['path'].split('@')[0])
  return {
    place: within('place'),
    contact: within('contact'),
    hazard,
    safety_visit,
    administrative_inspection,
    signature: within('signature').filter((row) => walks.has(row['visit_id'])),
    event,
    event_number: here('event_number').filter((row) => events.has(row['event_id'])),
    remark: about('remark', 'subject'),
    file_link,
    file: here('file').filter((row) => hashes.has(row['hash']) || row['stored_by'] === me),
    notice: about('notice', 'hazard_id'),
    link,
    link_open: here('link_open').filter((row) => links.has(row['link_id'])),
    clock: within('clock'),
    unit: here('unit').filter((row) => row['path'].startsWith(area) || above(row)),
    post: here('post').filter((row) => row['path'].startsWith(area) || above(row) || row['account_id'] === me),
    tallied: within('tallied').filter(ofLine),
    tally: within('tally').filter(ofLine),
    tally_mark: within('tally_mark').filter(ofLine),
    // Of all lines, for whoever sees them all.
    phase: line === null ? within('phase') : [],
    phase_snapshot: line === null ? within('phase_snapshot') : [],
    account: (all['account'] ?? []).filter((row) => row['district'] === district),
  }
}

/** The rows of a table that are not among those seen. */
export function others(table: string, seen: Tables, all: Tables): Row[] {
  const own = new Set((seen[table] ?? []).map(keyOf))
  return (all[table] ?? []).filter((row) => !own.has(keyOf(row)))
}

/** What tells a row from the others of its table. */
export const keyOf = (row: Row) =>
  [
    row['id'],
    row['hash'],
    row['subject'],
    row['link_id'],
    row['place_id'],
    row['visit_id'],
    row['command_id'],
    row['event_id'],
    row['hazard_id'],
    // A cell of a roll-up has no name but all that it says.
    row['span'] === undefined ? '' : JSON.stringify({ ...row, district: undefined }),
  ].join(' ')

const telling: Record<string, string[]> = {
  place: ['id', 'name', 'address'],
  contact: ['name', 'phone'],
  hazard: ['id'],
  safety_visit: ['id'],
  administrative_inspection: ['id', 'approval_no', 'notice_no'],
  event: ['id'],
  remark: ['words'],
  file_link: ['hash'],
  notice: ['id', 'text'],
  link: ['id'],
  phase: ['id', 'name', 'snapshot'],
}

/** Texts that stand in rows out of reach and in none within it: wherever one turns up, something leaked. */
export function secretsFrom(seen: Tables, all: Tables): string[] {
  const known = JSON.stringify(seen)
  const foreign = Object.entries(telling).flatMap(([table, columns]) =>
    others(table, seen, all).flatMap((row) => columns.map((column) => row[column] as string)),
  )
  return [...new Set(foreign)].filter((text) => !known.includes(text))
}
