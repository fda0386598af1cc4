import type pg from 'pg'
import { ownSchemas } from './backup-role.ts'
import { knownFor } from './migration-files.ts'

/** Something that stands in a schema: its kind and full name, as PostgreSQL writes them. */
type Standing = { schema: string; type: string; identity: string }

/** Has this program, in whatever version, made its schemas here? */
export async function isOurs(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query(
    // From the catalog: a schema of somebody else's may not even be looked into.
    `select count(*) = 3 as yes from pg_namespace n join pg_class c on c.relnamespace = n.oid
       join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'shared' and c.relname = 'migration' and c.relkind = 'r'
       and a.attname in ('schema_name', 'name', 'digest') and not a.attisdropped`,
  )
  return rows[0].yes
}

/**
 * Why schemas of ours must not be made beside what is here: a sentence, or null. Others use the name `shared` too. One
 * that is empty is taken as it is.
 */
export async function whyForeign(client: pg.ClientBase): Promise<string | null> {
  if (await isOurs(client)) return null
  const [first] = await standingIn(client)
  return first === undefined ? null : notOurs(first.schema)
}

/** The same for the schema of a district that is to be added to what is ours. */
export async function whyDistrictForeign(client: pg.ClientBase, schema: string): Promise<string | null> {
  const { rowCount } = await client.query('select from shared.migration where schema_name = $1 limit 1', [schema])
  if (rowCount !== 0) return null
  const standing = await standingIn(client)
  return standing.some((one) => one.schema === schema) ? notOurs(schema) : null
}

/** What keeps an installation from being put here: a sentence, or null when there is nothing, or a first start that was broken off. */
export async function whyNotEmpty(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ schema: string }>(
    `select nspname as schema from pg_namespace where nspname ~ '^d[0-9]{6}$' order by 1`,
  )
  if (rows[0] !== undefined) return `it holds the district ${rows[0].schema.slice(1)}`
  if (!(await isOurs(client))) return whyForeign(client)
  const { rows: there } = await client.query("select to_regclass('shared.installation') is not null as yes")
  if (there[0].yes) {
    const { rows: used } = await client.query(
      'select exists (select from shared.installation) or exists (select from shared.district) as yes',
    )
    if (used[0].yes) return 'it holds an installation'
  }
  const other = (await standingIn(client)).find((one) => !isMade(one))
  return other === undefined ? null : `its schema \`shared\` also holds the ${other.type} ${other.identity}`
}

/**
 * Takes away what a first start that was broken off has left, and nothing else: what somebody else has made to lean on it
 * makes this fail. Only after `whyNotEmpty` said null.
 */
export async function clearBegun(client: pg.ClientBase): Promise<void> {
  const standing = await standingIn(client)
  // Policies of the tables lean on the functions.
  for (const type of makes) {
    const names = standing.filter((one) => one.type === type).map(({ identity }) => identity)
    if (names.length > 0) await client.query(`drop ${type} ${names.join(', ')}`)
  }
}

const notOurs = (schema: string) => `it holds a schema \`${schema}\` that is not ours`

/** Everything in schemas that are called like ours. */
async function standingIn(client: pg.ClientBase): Promise<Standing[]> {
  const { rows } = await client.query<Standing>(
    `select n.nspname as schema, o.type, o.identity
     from pg_namespace n join pg_depend d on d.refclassid = 'pg_namespace'::regclass and d.refobjid = n.oid,
       lateral pg_identify_object(d.classid, d.objid, d.objsubid) o
     where ${ownSchemas} order by 1 desc, 2, 3`,
  )
  return rows
}

/** In the order in which they can be dropped. */
const makes = ['table', 'function'] as const

/** Does a migration of `shared` make something of this kind and name? */
function isMade({ type, identity }: Standing): boolean {
  if (!makes.some((one) => one === type)) return false
  if (identity === 'shared.migration') return true
  const made = `create ${type} ${identity.split('(')[0]}`
  return knownFor('shared').some(({ text }) => text.includes(`${made} (`) || text.includes(`${made}(`))
}
