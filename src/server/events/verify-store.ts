import type { Seal } from '#domain/seals.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { type EventRow, type SealRow, sealColumns, sealedColumns, sealOf } from './seal-rows.ts'

const page = 5000

/** A number with its proof, and the event that goes by it; without `id` when the event is gone. */
export type NumberRow = Omit<EventRow, 'id'> & { seq: number; salts: Buffer; leaf: Buffer; id: string | null }

export async function countLog(tx: Tx): Promise<{ events: number; seals: number; waiting: number }> {
  const { rows } = await sql<{ events: number; seals: number; waiting: number }>`select
    (select count(*) from event_number)::int8 as events, (select count(*) from seal)::int8 as seals,
    (select count(*) from unnumbered)::int8 as waiting`.execute(tx)
  return rows[0] ?? { events: 0, seals: 0, waiting: 0 }
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

export function allSeals(tx: Tx): AsyncGenerator<Seal> {
  return paged(
    async (after) => {
      const { rows } = await sql<SealRow>`select ${sealColumns} from seal s
      where no > ${after} order by no limit ${sql.raw(String(page))}`.execute(tx)
      return rows.map(sealOf)
    },
    (seal) => seal.no,
  )
}

export function allNumbers(tx: Tx): AsyncGenerator<NumberRow> {
  return paged(
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
  return paged(
    async (after) => {
      const { rows } = await sql<Pick<NumberRow, 'seq' | 'salts' | 'leaf'>>`select seq, salts, leaf from event_number
      where seq > ${after} order by seq limit ${sql.raw(String(page))}`.execute(tx)
      return rows
    },
    (row) => row.seq,
  )
}

/** One row after the other; while a page is being looked at, the database fetches the next. */
async function* paged<T>(read: (after: number) => Promise<T[]>, keyOf: (row: T) => number): AsyncGenerator<T> {
  let rows = await read(-1)
  for (;;) {
    const last = rows.at(-1)
    if (last === undefined) return
    const next = rows.length < page ? null : read(keyOf(last))
    // Whoever stops in the middle leaves it alone; its failure is then nobody's.
    next?.catch(() => undefined)
    yield* rows
    if (next === null) return
    rows = await next
  }
}
