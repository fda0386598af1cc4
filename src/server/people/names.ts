import { isUuid } from '#domain/ids.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** Display names of these accounts of the district; whatever is no account (the party, the system) has none. */
export async function findNames(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids.filter((id): id is string => id !== null && isUuid(id)))]
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    displayName: string
  }>`select id, display_name from shared.account where id = any(${asked}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.displayName]))
}

export async function findUnitNames(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const asked = ids.filter((id): id is string => id !== null)
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from unit where id = any(${asked}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Names of the units above a path, from the district down. */
export async function unitNamesOf(tx: Tx, path: string): Promise<string[]> {
  const codes = path.split('/').filter((code) => code !== '')
  const paths = codes.map((_, n) => `/${codes.slice(0, n + 1).join('/')}/`)
  const { rows } = await sql<{
    name: string
  }>`select name from unit where path = any(${paths}) order by length(path)`.execute(tx)
  return rows.map((row) => row.name)
}
