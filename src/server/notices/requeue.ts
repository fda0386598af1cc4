import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { enqueue } from './store.ts'

/**
 * Gives every queued text a job. The tables of the job runner are in no backup, because each job follows from the state
 * of its notice; this is where it follows, at each start. A text that has a job already keeps that one, to be tried at
 * once; the provider knows the same text by its key. Returns how many there are.
 */
export function requeueNotices(database: Database, district: District): Promise<number> {
  return database.worker(district, async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`select id from notice where state = 'queued' and channel = 'sms' order by id`.execute(tx)
    await enqueue(
      tx,
      district.code,
      rows.map(({ id }) => id),
    )
    return rows.length
  })
}
