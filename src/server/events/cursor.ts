import type { Instant } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import type { NumberedEvent } from './numbered.ts'
import type { RecentEvents } from './recent.ts'

export type Effect = (tx: Tx, events: readonly NumberedEvent[]) => Promise<void>

/**
 * Reads the next numbered events of a district in order and runs the effect on them, in one transaction with the
 * step forward: an effect that throws leaves the cursor where it was. While another process reads under this
 * name, nothing is read. What `recent` still holds is not fetched. Returns how many events were read.
 */
export function readOnce(
  database: Database,
  district: District,
  name: string,
  batch: number,
  effect: Effect,
  recent?: RecentEvents,
): Promise<number> {
  return database.worker(district, async (tx) => {
    const seq = await takeCursor(tx, name)
    if (seq === null) return 0
    const held = recent?.after(district.code, seq, batch) ?? []
    const events = held.length > 0 ? held : await findNumbered(tx, seq, batch)
    const last = events.at(-1)
    if (last === undefined) return 0
    await effect(tx, events)
    await sql`update event_cursor set seq = ${last.seq} where name = ${name}`.execute(tx)
    return events.length
  })
}

async function findNumbered(tx: Tx, after: number, batch: number): Promise<NumberedEvent[]> {
  const { rows } = await sql<NumberedEvent>`
    select n.seq, e.id, e.subject_kind, e.subject, e.type, e.data, e.occurred, e.received, e.account_id, e.scope_path, e.department
    from event_number n join event e on e.id = n.event_id
    where n.seq > ${after} order by n.seq limit ${batch}`.execute(tx)
  return rows
}

/**
 * Leaves behind the event with this number, which the reader could not take, and notes what it was: the events behind it
 * wait no longer. `why` is a word, never a message, for those quote what people wrote. False when the reader stands
 * elsewhere by now.
 */
export function skipEvent(
  database: Database,
  district: District,
  name: string,
  event: Pick<NumberedEvent, 'seq' | 'id'>,
  why: string,
  at: Instant,
): Promise<boolean> {
  return database.worker(district, async (tx) => {
    const note = JSON.stringify([{ seq: event.seq, event: event.id, why, at }])
    const { numAffectedRows } =
      await sql`update event_cursor set seq = ${event.seq}, skipped = skipped || ${note}::jsonb
      where name = ${name} and seq = ${event.seq - 1}`.execute(tx)
    return numAffectedRows === 1n
  })
}

/** Where this reader stands, locked until the end of the transaction; null while another one holds it. */
async function takeCursor(tx: Tx, name: string): Promise<number | null> {
  const known = await sql`select 1 from event_cursor where name = ${name}`.execute(tx)
  if (known.rows.length === 0)
    await sql`insert into event_cursor (name, seq) values (${name}, 0) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{
    seq: number
  }>`select seq from event_cursor where name = ${name} for update skip locked`.execute(tx)
  return rows[0]?.seq ?? null
}
