import type { Instant } from '#domain/calendar.ts'
import type { Seal } from '#domain/seals.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type EventRow, type SealRow, sealColumns, sealedColumns, sealOf } from './seal-rows.ts'

/**
 * Takes the log of a district for this transaction; false while another process has it. The head must be read by a
 * statement of its own after this one, or it could be that of before the other's end.
 */
export async function takeLog(tx: Tx, schema: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext(${`number ${schema}`})) as mine`.execute(tx)
  return rows[0]?.mine === true
}

/** The newest seal, and the newest number, which is beyond it when events were numbered while there was no key. */
export async function findHead(tx: Tx): Promise<{ seal: Seal | null; newest: number }> {
  const seal = await findLastSeal(tx, null)
  const { rows } = await sql<{ newest: number }>`
    select coalesce(max(seq), 0)::int8 as newest from event_number`.execute(tx)
  return { seal, newest: rows[0]?.newest ?? 0 }
}

/** The newest seal made before an instant, or of all. */
export async function findLastSeal(tx: Tx, before: Instant | null): Promise<Seal | null> {
  const { rows } =
    before === null
      ? await sql<SealRow>`select ${sealColumns} from seal s order by no desc limit 1`.execute(tx)
      : await sql<SealRow>`select ${sealColumns} from seal s where at < ${before} order by at desc, no desc limit 1`.execute(
          tx,
        )
  return rows[0] ? sealOf(rows[0]) : null
}

export async function findSeal(tx: Tx, no: number): Promise<Seal | null> {
  const { rows } = await sql<SealRow>`select ${sealColumns} from seal s where no = ${no}`.execute(tx)
  return rows[0] ? sealOf(rows[0]) : null
}

/** Events committed and not yet numbered, in the order in which they came. */
export async function findWaiting(tx: Tx, most: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select ${sealedColumns}
    from (select event_id from unnumbered order by event_id limit ${most}) w join event e on e.id = w.event_id
    order by e.received, e.id`.execute(tx)
  return rows
}

/** Leaves of events that were numbered and not sealed. */
export async function findUnsealedLeaves(tx: Tx, after: number, most: number): Promise<Buffer[]> {
  const { rows } = await sql<{ leaf: Buffer }>`
    select leaf from event_number where seq > ${after} order by seq limit ${most}`.execute(tx)
  return rows.map(({ leaf }) => leaf)
}

/** Bytes that each numbered event brings: its salts, then its leaf. */
export const proofBytes = 64

/**
 * Numbers events from `first` on. `proofs` holds the salts and the leaf of each, one after the other, because one long
 * value costs a fraction of thousands of short ones.
 */
export async function numberThem(tx: Tx, first: number, ids: readonly string[], proofs: Buffer): Promise<void> {
  const all = `{${ids.join(',')}}`
  await sql`with taken as (delete from unnumbered where event_id = any(${all}::uuid[]))
    insert into event_number (seq, event_id, salts, leaf)
    select ${first}::int8 + n - 1, id, substring(${proofs}::bytea from ((n - 1) * 64 + 1)::int for 32),
      substring(${proofs}::bytea from ((n - 1) * 64 + 33)::int for 32)
    from unnest(${all}::uuid[]) with ordinality w (id, n)`.execute(tx)
}

export async function insertSeal(tx: Tx, seal: Seal): Promise<void> {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  await sql`insert into seal (no, first_seq, last_seq, root, previous, at, key_id, algorithm, hash, signature)
    values (${seal.no}, ${seal.first}, ${seal.last}, ${bytes(seal.root)}, ${bytes(seal.previous)}, ${seal.at}, ${seal.key},
      ${seal.algorithm}, ${seal.hash}, ${bytes(seal.signature)})`.execute(tx)
}
