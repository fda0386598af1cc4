import { toRow } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** Adds events to the log, and to what waits for a number. One statement, and nothing is read back: not every writer may read. */
export async function appendEvents(tx: Tx, events: readonly Record<string, unknown>[]): Promise<void> {
  if (events.length === 0) return
  await sql`with given as (select * from jsonb_populate_recordset(null::event, ${JSON.stringify(events.map(toRow))}::jsonb)),
    kept as (insert into event select * from given)
    insert into unnumbered select id from given`.execute(tx)
}
