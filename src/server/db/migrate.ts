import pg from 'pg'
import { backupRole, openToBackup } from './backup-role.ts'
import { type Applied, assertKnown, fileOf, knownFor, type Pending } from './migration-files.ts'
import { whyDistrictForeign, whyForeign } from './occupied.ts'

const workingRoles = ['bihuan_app', 'bihuan_door', 'bihuan_worker', 'bihuan_auditor', 'bihuan_finder']

/** Serialises whatever changes the form of a database. */
export const migrationLock = "hashtext('bihuan.migrate')"

/**
 * Brings the shared schema and every known district to the newest form, one transaction per file. An applied file that
 * has changed since, or one that this program does not know, stops everything before anything was changed: a newer
 * program wrote here, and an older one must not serve it. So does what somebody else has made under our names.
 * `beforeChange` runs before an installation that is in use is changed; when it throws, nothing is changed.
 */
export async function migrate(
  url: string,
  beforeChange?: (pending: readonly Applied[]) => Promise<void>,
): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    refuseForeign(await whyForeign(client))
    await createRoles(client)
    const first = await pendingIn(client)
    if (first.length > 0 && beforeChange !== undefined && (await isInUse(client))) {
      await openToBackup(client)
      await beforeChange(first)
    }
    await prepareShared(client)
    // A shared migration may be what brings the districts in.
    for (const pending of first.filter(({ schema }) => schema === 'shared')) await inOwn(client, pending)
    for (const pending of await pendingIn(client)) await inOwn(client, pending)
    await openToBackup(client)
  })
}

/** Adds a district (区县) with an empty schema of its own. Does nothing when it is there. */
export async function addDistrict(url: string, code: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    await addTo(client, code, name)
  })
}

/**
 * The same where nothing is set up yet. Throws when an installation is there by the time that it is this one's turn: a
 * restore, or another first start, was quicker.
 */
export async function addFirstDistrict(url: string, code: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    if (await isInUse(client))
      throw new Error(
        'An installation was put into this database meanwhile. Nothing of it was changed, and the district and the ' +
          'password named here were not taken. Start again to serve it.',
      )
    await addTo(client, code, name)
  })
}

async function addTo(client: pg.Client, code: string, name: string): Promise<void> {
  const schema = `d${code}`
  refuseForeign(await whyDistrictForeign(client, schema))
  await client.query(
    'insert into shared.district (code, schema_name, name) values ($1, $2, $3) on conflict do nothing',
    [code, schema, name],
  )
  for (const pending of await pendingIn(client)) await inOwn(client, pending)
  await openToBackup(client)
}

function refuseForeign(why: string | null): void {
  if (why !== null)
    throw new Error(
      `This database is used by something else: ${why}. Nothing was changed and nothing is served. ` +
        'Name another database in DATABASE_URL.',
    )
}

/**
 * Makes the schemas of an archive, in the form that they had, within the caller's transaction. Throws when this program
 * does not know that form.
 */
export async function makeInForm(client: pg.Client, form: readonly Applied[]): Promise<void> {
  await createRoles(client)
  await prepareShared(client)
  const schemas = new Set(['shared', ...form.map(({ schema }) => schema)])
  for (const schema of schemas) {
    for (const known of knownFor(schema)) {
      if (form.some((one) => one.schema === schema && one.name === known.name))
        await apply(client, { schema, ...known })
    }
  }
}

/** Brings what `makeInForm` made to the newest form, within the caller's transaction. */
export async function bringToNewest(client: pg.Client): Promise<void> {
  for (const pending of await pendingIn(client)) {
    await apply(client, pending)
    // A table with checks still to be made could not be altered by the next one.
    await client.query('set constraints all immediate')
  }
  await openToBackup(client)
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

export async function createRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select current_setting('server_version_num')::int >= 160000 as modern")
  const { modern } = rows[0]
  for (const role of [...workingRoles, backupRole]) {
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

async function prepareShared(client: pg.Client): Promise<void> {
  await client.query('create schema if not exists shared')
  await client.query(`create table if not exists shared.migration (
    schema_name text not null, name text not null, digest text not null, at timestamptz not null default now(),
    primary key (schema_name, name))`)
}

/** What is still to be done to the schemas that are there. Throws when one of them was not written by this version. */
async function pendingIn(client: pg.Client): Promise<Pending[]> {
  const applied = (await exists(client, 'shared.migration'))
    ? (await client.query<Applied>('select schema_name as schema, name, digest from shared.migration order by 1, 2'))
        .rows
    : []
  const districts = (await exists(client, 'shared.district'))
    ? (await client.query<{ schema: string }>('select schema_name as schema from shared.district order by 1')).rows
    : []
  assertKnown(applied)
  return ['shared', ...districts.map(({ schema }) => schema)].flatMap((schema) =>
    knownFor(schema)
      .filter(({ name }) => !applied.some((one) => one.schema === schema && one.name === name))
      .map((migration) => ({ schema, ...migration })),
  )
}

async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query('select to_regclass($1) is not null as yes', [table])
  return rows[0].yes
}

/** Only what is set up to the end has anything to lose. */
async function isInUse(client: pg.Client): Promise<boolean> {
  if (!(await exists(client, 'shared.installation'))) return false
  return (await client.query('select from shared.installation')).rowCount === 1
}

async function inOwn(client: pg.Client, pending: Pending): Promise<void> {
  await client.query('begin')
  try {
    await apply(client, pending)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${fileOf(pending)} failed and was undone: ${(error as Error).message}`)
  }
}

async function apply(client: pg.Client, { schema, name, text, digest }: Pending): Promise<void> {
  await client.query(`create schema if not exists ${schema}`)
  await client.query(`grant usage on schema ${schema} to ${workingRoles.join(', ')}`)
  await client.query(`set local search_path = ${schema}, public`)
  await client.query(text)
  await client.query('insert into shared.migration (schema_name, name, digest) values ($1, $2, $3)', [
    schema,
    name,
    digest,
  ])
}
