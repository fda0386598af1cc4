import { sql } from './sql.ts'
import type { Tx } from './transaction.ts'

const columns = new Map<string, string>()

function snake(name: string): string {
  const known = columns.get(name)
  if (known !== undefined) return known
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  columns.set(name, made)
  return made
}

/** Renames the keys of one level to column names; nested values keep theirs. Buffers become PostgreSQL's hex form. */
export function toRow(subject: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const key in subject) {
    const value = subject[key]
    row[snake(key)] = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value
  }
  return row
}

/** Inserts many rows in one statement. Keys that are no columns are ignored; columns without a key become null. */
export async function insertRows(
  tx: Tx,
  table: string,
  rows: readonly Record<string, unknown>[],
  onConflict = '',
): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into ${sql.id(table)} select * from jsonb_populate_recordset(null::${sql.id(table)}, ${JSON.stringify(rows.map(toRow))}::jsonb) ${sql.raw(onConflict)}`.execute(
    tx,
  )
}

/** Updates the named columns of many rows by id in one statement. */
export async function updateRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return
  const assignments = sql.join(columns.map((column) => sql`${sql.id(snake(column))} = r.${sql.id(snake(column))}`))
  const ids = rows.map((row) => row['id'])
  // The ids stand apart as well: a list lets the planner go by the primary key, whatever it thinks of the table's size.
  await sql`update ${sql.id(table)} as t set ${assignments}
    from jsonb_populate_recordset(null::${sql.id(table)}, ${JSON.stringify(rows.map(toRow))}::jsonb) r
    where t.id = r.id and t.id = any(${ids}::uuid[])`.execute(tx)
}
