import pg from 'pg'

const oldest = 15

/**
 * Looks whether the server of `DATABASE_URL` can carry an installation: it answers, is new enough, and the login may make
 * what it needs. Throws with words for whoever runs it; the password is in none of them.
 */
export async function assertYours(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    throw new Error(
      `The database of DATABASE_URL (${placeOf(url)}) cannot be opened: ${message || code}. Nothing was changed. ` +
        'See that the server runs, and that address, user, password and database in DATABASE_URL are right.',
    )
  }
  try {
    const { rows } = await client.query<{
      version: string
      number: number
      makesRoles: boolean
      makesSchemas: boolean
    }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
         (select rolcreaterole or rolsuper from pg_roles where rolname = current_user)
           or (select count(*) = 5 from pg_roles where rolname in
             ('bihuan_app', 'bihuan_door', 'bihuan_worker', 'bihuan_auditor', 'bihuan_backup')) as "makesRoles",
         has_database_privilege(current_database(), 'create') as "makesSchemas"`,
    )
    const found = rows[0] as (typeof rows)[number]
    if (found.number < oldest * 10_000)
      throw new Error(
        `The database of DATABASE_URL (${placeOf(url)}) is PostgreSQL ${found.version}; ${oldest} or newer is needed. ` +
          'Nothing was changed.',
      )
    if (!found.makesRoles || !found.makesSchemas)
      throw new Error(
        `The user of DATABASE_URL (${placeOf(url)}) may not ${found.makesRoles ? 'make schemas in this database' : 'make roles'}. ` +
          'Nothing was changed. Let its administrator say: ' +
          (found.makesRoles ? 'alter database … owner to THE_USER' : 'alter role THE_USER createrole'),
      )
  } finally {
    await client.end()
  }
}

function placeOf(url: string): string {
  const { host, port, user, database } = new pg.Client({ connectionString: url })
  return `${user} at ${host}:${port}/${database}`
}
