import { sql } from './sql.ts'
import type { Tx } from './transaction.ts'

/** How often the org tree and the catalogue of a district have changed. */
export type Revision = { org: number; standards: number }

/** To be called in the transaction that changes them: what other processes keep of it is read anew. */
export async function countRevision(tx: Tx, what: keyof Revision): Promise<void> {
  await sql`update revision set n = n + 1 where what = ${what}`.execute(tx)
}

export async function readRevision(tx: Tx): Promise<Revision> {
  const { rows } = await sql<{
    revision: Revision
  }>`select jsonb_object_agg(what, n) as revision from revision`.execute(tx)
  return (rows[0] as { revision: Revision }).revision
}

export const sameRevision = (one: Revision, other: Revision) =>
  one.org === other.org && one.standards === other.standards
