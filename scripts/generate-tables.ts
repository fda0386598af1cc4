import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describeTables } from '#server/db/describe-tables.ts'
import { addDistrict } from '#server/db/migrate.ts'
import { openDatabase } from '#server/db/open.ts'

/** The row types, read back from a database that has just been migrated. */
export async function makeTables(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-tables-'))
  const database = await openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true })
  try {
    await addDistrict(database.url, '330109', '萧山区')
    return await describeTables(database.url, 'd330109')
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
