import pg from 'pg'
import type { World } from '#test/world.ts'
import { type Row, tablesOf } from './oracle.ts'

export type Settings = { ranges?: string; line?: string; actor?: string; role?: string; grants?: string }

/** The everyday login, on a connection of its own. */
export async function everydayLogin(world: World): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.database.url })
  await client.connect()
  return client
}

/** Works in one transaction under a role of the database and rolls it back. Without settings none is made. */
export async function under<T>(
  client: pg.Client,
  role: string,
  schema: string,
  settings: Settings | null,
  work: () => Promise<T>,
): Promise<T> {
  await client.query('begin')
  try {
    await client.query(`set local role ${role}`)
    await client.query(`set local search_path to ${schema}, shared`)
    if (settings !== null) await set(client, schema, settings)
    return await work()
  } finally {
    await client.query('rollback')
  }
}

async function set(client: pg.Client, schema: string, settings: Settings): Promise<void> {
  const { ranges = '{}', line = '*', actor = '', role = 'townDesk', grants = '{}' } = settings
  const all = { district: schema.slice(1), ranges, line, actor, role, grants }
  for (const [name, value] of Object.entries(all)) {
    await client.query('select set_config($1, $2, true)', [`bihuan.${name}`, value])
  }
}

/** Whatever this role reads of each table of the schema; null where the role may not read it at all. */
export async function readable(client: pg.Client, schema: string): Promise<Record<string, Row[] | null>> {
  const found: Record<string, Row[] | null> = {}
  for (const table of await tablesOf(client, schema)) {
    await client.query('savepoint look')
    found[table] = await client.query(`select * from ${schema}.${table}`).then(
      ({ rows }) => rows as Row[],
      async (error: { code?: string }) => {
        if (error.code !== '42501') throw error
        await client.query('rollback to savepoint look')
        return null
      },
    )
  }
  return found
}

/** The PostgreSQL code with which a statement fails, or how many rows it changed. */
export async function outcomeOf(client: pg.Client, statement: string): Promise<string> {
  await client.query('savepoint attempt')
  return client.query(statement).then(
    ({ rowCount }) => `${rowCount} rows`,
    async (error: { code?: string }) => {
      await client.query('rollback to savepoint attempt')
      return error.code ?? 'failed'
    },
  )
}
