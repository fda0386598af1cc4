import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

const workingRoles = ['bihuan_app', 'bihuan_door', 'bihuan_worker', 'bihuan_auditor', 'bihuan_finder']

export type Migration = { name: string; text: string; digest: string }

function migrationsIn(folder: 'shared' | 'district'): Migration[] {
  const at = new URL(`./migrations/${folder}/`, import.meta.url)
  return readdirSync(at)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, at), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    })
}

/**
 * Brings the shared schema and every known district to the newest form, one transaction per file.
 * An installed file that has changed since, or one that this program does not know, stops everything:
 * a newer program wrote here, and an older one must not serve it.
 */
export async function migrate(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('bihuan.migrate'))")
    await createRoles(client)
    await client.query('create schema if not exists shared')
    await client.query(`create table if not exists shared.migration (
      schema_name text not null, name text not null, digest text not null, at timestamptz not null default now(),
      primary key (schema_name, name))`)
    await bring(client, 'shared', migrationsIn('shared'))
    const { rows } = await client.query('select schema_name from shared.district order by 1')
    for (const row of rows) await bring(client, row.schema_name, migrationsIn('district'))
  })
}

/** Adds a district (区县) with an empty schema of its own. Does nothing when it is there. */
export async function addDistrict(url: string, code: string, name: string): Promise<void> {
  const schema = `d${code}`
  await withClient(url, async (client) => {
    await client.query(
      'insert into shared.district (code, schema_name, name) values ($1, $2, $3) on conflict do nothing',
      [code, schema, name],
    )
    await bring(client, schema, migrationsIn('district'))
  })
}

/** Says once what this installation is. A demo's clock may stand elsewhere in time; a real one's never. */
export async function createInstallation(
  url: string,
  made: { demo: boolean; clockOffsetMs: number; sampleSeed: string },
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      'insert into shared.installation (demo, clock_offset_ms, sample_seed, created_at) values ($1, $2, $3, now()) on conflict do nothing',
      [made.demo, made.clockOffsetMs, made.sampleSeed],
    )
  })
}

/** Says whether a demo holds a sample of the pilot or all of it. */
export async function markSample(url: string, isSample: boolean): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('update shared.installation set is_sample = $1 where demo', [isSample])
  })
}

/** Keeps which keys this installation works with, once. Returns the ones that count. */
export async function rememberKeyCheck(url: string, check: string): Promise<string> {
  let known = check
  await withClient(url, async (client) => {
    await client.query('update shared.installation set key_check = $1 where key_check is null', [check])
    const { rows } = await client.query('select key_check from shared.installation')
    known = rows[0]?.key_check ?? check
  })
  return known
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function createRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select current_setting('server_version_num')::int >= 160000 as modern")
  const { modern } = rows[0]
  for (const role of workingRoles) {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    if (rowCount === 0) await client.query(`create role ${role} nologin noinherit nobypassrls`)
    const member = await client.query('select pg_has_role(current_user, $1, $2) as yes', [
      role,
      modern ? 'set' : 'member',
    ])
    if (!member.rows[0].yes)
      await client.query(`grant ${role} to current_user ${modern ? 'with set true, inherit false' : ''}`)
  }
}

async function bring(client: pg.Client, schema: string, migrations: readonly Migration[]): Promise<void> {
  const { rows } = await client.query('select name, digest from shared.migration where schema_name = $1', [schema])
  const done = new Map<string, string>(rows.map((row) => [row.name, row.digest]))
  const unknown = [...done.keys()].filter((name) => !migrations.some((migration) => migration.name === name))
  if (unknown.length > 0)
    throw new Error(
      `Schema ${schema} was written by a newer version (${unknown.join(', ')}). Nothing was changed. Use that version or newer.`,
    )
  for (const { name, text, digest } of migrations) {
    if (done.get(name) === digest) continue
    if (done.has(name))
      throw new Error(`Migration ${schema}/${name} differs from the one that was applied. Nothing was changed.`)
    await apply(client, schema, name, text, digest)
  }
}

async function apply(client: pg.Client, schema: string, name: string, text: string, digest: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`create schema if not exists ${schema}`)
    await client.query(`grant usage on schema ${schema} to ${workingRoles.join(', ')}`)
    await client.query(`set local search_path = ${schema}, public`)
    await client.query(text)
    await client.query('insert into shared.migration (schema_name, name, digest) values ($1, $2, $3)', [
      schema,
      name,
      digest,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${schema}/${name} failed and was undone: ${(error as Error).message}`)
  }
}
