import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { checkArchive } from '#server/backup/archive-read.ts'
import { type BackupOptions, backUp } from '#server/backup/backup.ts'
import { assertReadable, type RestoreDone, type RestoreOptions, restore } from '#server/backup/restore.ts'
import { TableDigest } from '#server/backup/table-digest.ts'
import { openServer } from '#server/db/open.ts'
import { openSnapshot } from '#server/db/snapshot.ts'
import type { World } from '#test/world.ts'

/** A folder for one test, and its removal. */
export async function scratch(name: string): Promise<{ folder: string; clear(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), `bihuan-${name}-`))
  // As root the embedded servers run as another user, who must get through.
  await chmod(folder, 0o711)
  return { folder, clear: () => rm(folder, { recursive: true, force: true }) }
}

/** Backs up the town as it is. */
export function backUpTown(world: World, file: string, more: Partial<BackupOptions> = {}) {
  return backUp({
    url: world.database.url,
    filesFolder: world.house.config.filesFolder,
    file,
    product: 'bihuan test',
    now: new Date(),
    ...more,
  })
}

/** PostgreSQL 15 of Debian, where it is installed: another major version than the embedded one. */
export const otherPostgres = ['/usr/lib/postgresql/15/bin'].find((bin) => existsSync(bin))

/** As if the administrator had set `BIHUAN_PG_BIN`. */
export async function withPrograms<T>(bin: string | undefined, work: () => Promise<T>): Promise<T> {
  const before = process.env['BIHUAN_PG_BIN']
  if (bin !== undefined) process.env['BIHUAN_PG_BIN'] = bin
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['BIHUAN_PG_BIN']
    else process.env['BIHUAN_PG_BIN'] = before
  }
}

/** Restores into a new embedded server in `folder`, and leaves it running for `look`. */
export async function restoreInto<T>(
  file: string,
  folder: string,
  look: (url: string, done: RestoreDone) => Promise<T>,
  databaseUrl: string | null = null,
  more: Partial<RestoreOptions> = {},
): Promise<T> {
  const archive = await checkArchive(file)
  try {
    assertReadable(archive.manifest, file)
    return await withServer(folder, databaseUrl, async (url) => {
      const done = await restore({ url, filesFolder: path.join(folder, 'files'), archive, ...more })
      return look(url, done)
    })
  } finally {
    await archive.close()
  }
}

async function withServer<T>(
  folder: string,
  databaseUrl: string | null,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await openServer({ databaseUrl, dataFolder: folder }, { fast: true })
  try {
    return await work(server.url())
  } finally {
    await server.stop()
  }
}
/** What every table holds, in whatever order: `schema.table` → rows and digest. */
export async function digests(url: string): Promise<Record<string, string>> {
  const snapshot = await openSnapshot(url)
  if (snapshot === undefined) return {}
  try {
    const all: Record<string, string> = {}
    for (const table of snapshot.tables) {
      const digest = new TableDigest()
      for await (const chunk of snapshot.copyOut(table) as AsyncIterable<Buffer>) digest.add(chunk)
      const { rows, digest: sum } = digest.result()
      all[`${table.schema}.${table.table}`] = `${rows} ${sum}`
    }
    return all
  } finally {
    await snapshot.close()
  }
}

export async function rowsOf<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Constraints, indexes, policies, privileges and row-level security of all our tables, as text to compare. */
export async function formOf(url: string): Promise<string[]> {
  const rows = await rowsOf<{ line: string }>(
    url,
    `with t as (select c.*, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where (n.nspname = 'shared' or n.nspname ~ '^d[0-9]{6}$') and c.relkind in ('r', 'S', 'v', 'm', 'p'))
     select format('%s %s %s rls %s %s acl %s', relkind, nspname, relname, relrowsecurity, relforcerowsecurity, relacl) as line from t
     union all select format('constraint %s %s %s %s', nspname, relname, conname, pg_get_constraintdef(k.oid)) from t join pg_constraint k on conrelid = t.oid
       where contype <> 'n'
     union all select format('index %s', pg_get_indexdef(indexrelid)) from t join pg_index i on indrelid = t.oid
     union all select format('policy %s %s %s %s %s %s', t.nspname, t.relname, p.policyname, p.roles, p.qual, p.with_check)
       from t join pg_policies p on p.schemaname = t.nspname and p.tablename = t.relname
     order by 1`,
  )
  return rows.map((row) => row.line)
}
