import type pg from 'pg'

/** Reads every row of every district and writes none: the role under which a backup is taken. */
export const backupRole = 'bihuan_backup'

/** The schemas of an installation: what all share, and its districts. */
export const ownSchemas = `n.nspname = 'shared' or n.nspname ~ '^d[0-9]{6}$'`

/**
 * Lets the backup role read each table that it cannot read yet. Done for whatever tables there are rather than in each
 * migration, because a table that was forgotten would be missing in every backup without anybody noticing.
 */
export async function openToBackup(client: pg.Client | pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ schema: string; table: string }>(
    `select n.nspname as schema, c.relname as table
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where (${ownSchemas}) and c.relkind = 'r'
       and not (has_table_privilege($1, c.oid, 'select') and has_schema_privilege($1, n.oid, 'usage')
         and (not c.relrowsecurity or exists (select from pg_policy p where p.polrelid = c.oid and p.polname = $1)))
     order by 1, 2`,
    [backupRole],
  )
  for (const { schema, table } of rows) {
    const name = `"${schema}"."${table}"`
    await client.query(`grant usage on schema "${schema}" to ${backupRole}`)
    await client.query(`grant select on ${name} to ${backupRole}`)
    await client.query(`drop policy if exists ${backupRole} on ${name}`)
    await client.query(`create policy ${backupRole} on ${name} for select to ${backupRole} using (true)`)
  }
}
