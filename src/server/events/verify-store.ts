import type { Seal } from '#domain/seals.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type EventRow, type SealRow, sealColumns, sealedColumns, sealOf } from './seal-rows.ts'

/** How many rows are read at a time. */
export const usualPage = 5000

/** A number with its proof, and the event that goes by it; without `id` when the event is gone. */
export type NumberRow = Omit<EventRow, 'id'> & { seq: number; salts: Buffer; leaf: Buffer; id: string | null }

/** `numbers`, `seals` and `waiting` by table; of the events all rows, and how many ids these have. */
export type LogCounts = { numbers: number; seals: number; waiting: number; rows: number; ids: number }

export async function countLog(tx: Tx): Promise<LogCounts> {
  const { rows } = await sql<LogCounts>`select
    (select count(*) from event_number)::int8 as numbers, (select count(*) from seal)::int8 as seals,
    (select count(*) from unnumbered)::int8 as waiting,
    logged.n::int8 as rows, logged.ids::int8 as ids
    from (select count(*) as n, count(distinct id) as ids from event) logged`.execute(tx)
  return rows[0] ?? { numbers: 0, seals: 0, waiting: 0, rows: 0, ids: 0 }
}

/** What stands before the first number, where no page begins; and before the first seal. */
export async function findBelow(tx: Tx): Promise<{ seq: number | null; event: string | null; seal: number | null }> {
  const { rows } = await sql<{ seq: number | null; event: string | null; seal: number | null }>`select
    n.seq, n.event_id as event, (select no from seal where no < 1 order by no limit 1) as seal
    from (select) one left join (select seq, event_id from event_number where seq < 1 order by seq limit 1) n on true`.execute(
    tx,
  )
  return rows[0] ?? { seq: null, event: null, seal: null }
}

/** An id that several events have. */
export async function findTwin(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from event group by id having count(*) > 1 limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

/** An event that is in no order at all: neither numbered nor waiting. */
export async function findStray(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from event e
    where not exists (select from event_number n where n.event_id = e.id)
      and not exists (select from unnumbered u where u.event_id = e.id)
    order by received, id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

/** Pages are read by key in the order of their keys: a plan for the whole table would be made again for each of them. */
export async function readInOrder(tx: Tx): Promise<void> {
  await sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`.execute(tx)
}

export function allSeals(tx: Tx, page: number): AsyncGenerator<Seal> {
  return paged(
    page,
    async (after) => {
      const { rows } = await sql<SealRow>`select ${sealColumns} from seal s
      where no > ${after} order by no limit ${sql.raw(String(page))}`.execute(tx)
      return rows.map(sealOf)
    },
    (seal) => seal.no,
  )
}

export function allNumbers(tx: Tx, page: number): AsyncGenerator<NumberRow> {
  return paged(
    page,
    async (after) => {
      const { rows } = await sql<NumberRow>`select n.seq, n.salts, n.leaf, ${sealedColumns}
      from event_number n left join event e on e.id = n.event_id
      where n.seq > ${after} order by n.seq limit ${sql.raw(String(page))}`.execute(tx)
      return rows
    },
    (row) => row.seq,
  )
}

export function allProofs(tx: Tx): AsyncGenerator<Pick<NumberRow, 'seq' | 'salts' | 'leaf'>> {
  const page = usualPage
  return paged(
    page,
    async (after) => {
      const { rows } = await sql<Pick<NumberRow, 'seq' | 'salts' | 'leaf'>>`select seq, salts, leaf from event_number
      where seq > ${after} order by seq limit ${sql.raw(String(page))}`.execute(tx)
      return rows
    },
    (row) => row.seq,
  )
}

/**
 * One row after the other, from key 1; while a page is being looked at, the database fetches the next. Two rows with one key
 * may lie on either side of a page's end, and the second is then not read: whoever reads counts as well.
 */
async function* paged<T>(
  page: number,
  read: (after: number) => Promise<T[]>,
  keyOf: (row: T) => number,
): AsyncGenerator<T> {
  let rows = await read(0)
  for (;;) {
    const last = rows.at(-1)
    if (last === undefined) return
    // A key too large to be asked by is none that was ever given.
    const next = rows.length < page || !Number.isSafeInteger(keyOf(last)) ? null : read(keyOf(last))
    // Whoever stops in the middle leaves it alone; its failure is then nobody's.
    next?.catch(() => undefined)
    yield* rows
    if (next === null) return
    rows = await next
  }
}
