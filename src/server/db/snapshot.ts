import type { Readable } from 'node:stream'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { backupRole, openToBackup, ownSchemas } from './backup-role.ts'
import { createRoles, migrationLock } from './migrate.ts'
import type { Applied } from './migration-files.ts'
import { isOurs } from './occupied.ts'

export type TableShape = { schema: string; table: string; columns: string[] }

/** All data of an installation as it was in one moment, however long the reading takes. */
export type Snapshot = {
  postgres: string
  tables: (TableShape & { approximateBytes: number })[]
  migrations: Applied[]
  districts: { code: string; schema: string; name: string }[]
  /** null: nothing is set up to the end. */
  installation: { demo: boolean; createdAt: string; keyCheck: string | null } | null
  /** Total of the evidence files that the districts name. */
  files: { count: number; bytes: number }
  copyOut(table: TableShape): Readable
  /** Hash and size of each evidence file that a district names, a line each: `hash<TAB>size`. */
  copyFileNames(schema: string): Readable
  close(): Promise<void>
}

/** One form of text for every version of PostgreSQL and whatever its administrator has set. */
export const textSettings = `set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local synchronize_seqscans = off;
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local search_path = pg_catalog`

/**
 * Opens a snapshot; nobody who writes waits for it. Undefined when the database holds nothing of ours. While it is open
 * nobody can change the form of a table, so it is to be closed. `prepared`: the backup role may read all tables already,
 * for a caller that holds the lock of migrations itself.
 */
export async function openSnapshot(url: string, { prepared = false } = {}): Promise<Snapshot | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'bihuan: backup' })
  // A connection that breaks is told by the query that was under way.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if (!prepared && !(await prepare(client))) {
      await client.end()
      return undefined
    }
    for (let tries = 0; tries < 5; tries += 1) {
      const tables = await tablesOf(client)
      await client.query('begin isolation level repeatable read read only')
      await client.query(textSettings)
      await client.query(`set local role ${backupRole}`)
      // The snapshot is taken by the first query after the locks, so no table of it can be of another form.
      for (const one of tables) await client.query(`lock table ${nameOf(one)} in access share mode`)
      const seen = await tablesOf(client)
      if (formOf(seen) === formOf(tables)) return await describe(client, seen)
      await client.query('rollback')
    }
    throw new Error('The form of the database keeps changing. Wait until it is migrated, then back it up.')
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

export const nameOf = ({ schema, table }: Pick<TableShape, 'schema' | 'table'>) => `"${schema}"."${table}"`
export const columnsOf = ({ columns }: TableShape) => columns.map((column) => `"${column}"`).join(', ')
const formOf = (tables: readonly TableShape[]) =>
  JSON.stringify(tables.map(({ schema, table, columns }) => [schema, table, columns]))

/** False when there is nothing of ours here. */
async function prepare(client: pg.Client): Promise<boolean> {
  if (!(await isOurs(client))) return false
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(${migrationLock})`)
  await createRoles(client)
  await openToBackup(client)
  await client.query('commit')
  return true
}

/**
 * All tables of an installation but one: who was logged in. Restored, a session that was ended meanwhile would live again,
 * so everybody logs in anew.
 */
export async function tablesOf(client: pg.Client): Promise<(TableShape & { approximateBytes: number })[]> {
  const { rows } = await client.query<TableShape & { approximate: string }>(
    `select n.nspname as schema, c.relname as table, pg_table_size(c.oid) as approximate,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where (${ownSchemas}) and c.relkind = 'r' and not (n.nspname = 'shared' and c.relname = 'session') order by n.nspname collate "C", c.relname collate "C"`,
  )
  return rows.map(({ schema, table, columns, approximate }) => ({
    schema,
    table,
    columns,
    approximateBytes: Number(approximate),
  }))
}

async function describe(client: pg.Client, tables: Snapshot['tables']): Promise<Snapshot> {
  const first = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows
  const has = (table: string) => tables.some((one) => one.schema === 'shared' && one.table === table)
  const hasKeyCheck = tables.some((one) => one.table === 'installation' && one.columns.includes('key_check'))
  const [version] = await first<{ version: string }>("select current_setting('server_version') as version")
  const districts = has('district')
    ? await first<Snapshot['districts'][number]>(
        'select code, schema_name as schema, name from shared.district order by code',
      )
    : []
  const [installation] = has('installation')
    ? await first<NonNullable<Snapshot['installation']>>(
        `select demo, created_at::text as "createdAt", ${hasKeyCheck ? 'key_check' : 'null'} as "keyCheck" from shared.installation`,
      )
    : []
  const files = { count: 0, bytes: 0 }
  for (const { schema } of tables.filter((one) => one.table === 'file')) {
    const [row] = await first<{ count: string; bytes: string }>(
      `select count(*), coalesce(sum(size), 0) as bytes from "${schema}".file`,
    )
    files.count += Number(row?.count)
    files.bytes += Number(row?.bytes)
  }
  return {
    postgres: version?.version ?? '',
    tables,
    migrations: await first<Applied>(
      'select schema_name as schema, name, digest from shared.migration order by schema_name, name',
    ),
    districts,
    installation: installation ?? null,
    files,
    copyOut: (table) => client.query(copyTo(`copy ${nameOf(table)} (${columnsOf(table)}) to stdout`)),
    copyFileNames: (schema) =>
      client.query(copyTo(`copy (select hash, size from "${schema}".file order by hash) to stdout`)),
    close: () => client.end(),
  }
}
