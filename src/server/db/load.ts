import type { Readable, Writable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { bringToNewest, makeInForm, migrationLock } from './migrate.ts'
import type { Applied } from './migration-files.ts'
import { clearBegun, whyNotEmpty } from './occupied.ts'
import { columnsOf, nameOf, type TableShape, tablesOf, textSettings } from './snapshot.ts'

/** An installation being put into an empty database. Nobody sees any of it before the end. */
export type Loading = {
  copyIn(table: TableShape): Writable
  /** Everything that a table holds now, as it would come out of a backup. */
  readBack(table: TableShape): Readable
  /** Keys between tables, indexes and row-level security stand again, and the form is the newest. To be called once. */
  complete(): Promise<void>
}

/** The database is taken. The message is a sentence about what it holds; nothing was changed. */
export class NotEmpty extends Error {}

/** Throws `NotEmpty` unless an installation may be put here. */
export async function assertEmpty(url: string): Promise<void> {
  await withClient(url, assertNothing)
}

/**
 * Puts an installation of the given form into an empty database, in one transaction: all of it, or nothing. The owner of
 * the tables is let past row-level security for as long as that takes; nobody else can see the tables then.
 */
export async function loadInstallation(
  url: string,
  form: readonly Applied[],
  tables: readonly TableShape[],
  work: (loading: Loading) => Promise<void>,
): Promise<void> {
  await withClient(url, async (client) => {
    // Whoever waited for the lock has to see what was committed meanwhile.
    await client.query('begin isolation level read committed')
    try {
      await client.query(`select pg_advisory_xact_lock(${migrationLock})`)
      await assertNothing(client)
      await clearBegun(client).catch(refuseToDrop)
      await makeInForm(client, form)
      await client.query(textSettings)
      await assertSameTables(client, tables)
      const shut = await openForOwner(client)
      // What the migrations themselves put in comes from the archive as well.
      for (const table of tables) await client.query(`delete from ${nameOf(table)}`)
      await work({
        copyIn: (table) => client.query(copyFrom(`copy ${nameOf(table)} (${columnsOf(table)}) from stdin`)),
        readBack: (table) => client.query(copyTo(`copy ${nameOf(table)} (${columnsOf(table)}) to stdout`)),
        complete: async () => {
          for (const statement of shut) await client.query(statement)
          await bringToNewest(client)
          await client.query(textSettings)
        },
      })
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    }
    // Without figures about what it holds the first hours would be slow. What is committed is not called back for that.
    await client.query('analyze').catch(() => undefined)
  })
}

async function assertNothing(client: pg.Client): Promise<void> {
  const why = await whyNotEmpty(client)
  if (why !== null) throw new NotEmpty(why)
}

function refuseToDrop(error: Error & { code?: string; detail?: string }): never {
  const leansOnIt = error.code === '2BP01'
  throw leansOnIt ? new NotEmpty(`something else leans on its schema \`shared\` (${error.detail})`) : error
}

/**
 * Takes away what stands in the way of a bulk load: row-level security for the owner, keys between tables (whatever order
 * the rows come in) and indexes that serve speed alone. Returns the statements that put all of it back as it was.
 */
async function openForOwner(client: pg.Client): Promise<string[]> {
  const back: string[] = []
  const tables = (await tablesOf(client)).map(nameOf)
  const among = `= any (array(select unnest($1::text[])::regclass))`
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid ${among} and not i.indisprimary and not i.indisreplident
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name, definition } of indexes) {
    await client.query(`drop index ${name}`)
    back.push(definition)
  }
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conrelid ${among} order by 1, 2`,
    [tables],
  )
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${table} drop constraint ${name}`)
    back.push(`alter table ${table} add constraint ${name} ${definition}`)
  }
  const { rows: forced } = await client.query<{ table: string }>(
    `select oid::regclass::text as table from pg_class where relforcerowsecurity and oid ${among} order by 1`,
    [tables],
  )
  for (const { table } of forced) {
    await client.query(`alter table ${table} no force row level security`)
    back.push(`alter table ${table} force row level security`)
  }
  return back
}

async function assertSameTables(client: pg.Client, tables: readonly TableShape[]): Promise<void> {
  const made = await tablesOf(client)
  const form = (all: readonly TableShape[]) => all.map((one) => `${nameOf(one)} (${columnsOf(one)})`).sort()
  const [here, wanted] = [form(made), form(tables)]
  const missing = wanted.find((one) => !here.includes(one)) ?? here.find((one) => !wanted.includes(one))
  if (missing !== undefined)
    throw new Error(`The tables of the backup are not those that its version makes: ${missing}. Nothing was restored.`)
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'bihuan: restore' })
  // A connection that breaks is told by the query that was under way.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
