import type { Instant } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import type { NumberedEvent } from './numbered.ts'
import type { RecentEvents } from './recent.ts'

export type Cursor = {
  /** A promise to the database, never changed. */
  name: string
  /** Another one's name, which this one never overtakes: it finds what that one has written. */
  behind?: string
}

export type Effect = (tx: Tx, events: readonly NumberedEvent[]) => Promise<void>

/**
 * Reads the next numbered events of a district in order and runs the effect on them, in one transaction with the
 * step forward: an effect that throws leaves the cursor where it was. While another process reads under this
 * name, nothing is read. What `recent` still holds is not fetched. Returns how many events were read.
 */
export function readOnce(
  database: Database,
  district: District,
  { name, behind }: Cursor,
  batch: number,
  effect: Effect,
  recent?: RecentEvents,
): Promise<number> {
  return database.worker(district, async (tx) => {
    const stand = await takeCursor(tx, name, behind ?? null)
    if (stand === null || stand.until <= stand.seq) return 0
    const { seq, until } = stand
    const held = recent?.after(district.code, seq, Math.min(batch, until - seq)) ?? []
    const events = held.length > 0 ? held : await findNumbered(tx, stand, batch)
    const last = events.at(-1)
    if (last === undefined) return 0
    await effect(tx, events)
    await sql`update event_cursor set seq = ${last.seq} where name = ${name}`.execute(tx)
    return events.length
  })
}

async function findNumbered(tx: Tx, { seq, until }: Stand, batch: number): Promise<NumberedEvent[]> {
  const { rows } = await sql<NumberedEvent>`
    select n.seq, e.id, e.subject_kind, e.subject, e.type, e.data, e.occurred, e.received, e.account_id, e.scope_path, e.department
    from event_number n join event e on e.id = n.event_id
    where n.seq > ${seq} and n.seq <= ${until} order by n.seq limit ${batch}`.execute(tx)
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

/** The last number read, and how far it may read. */
type Stand = { seq: number; until: number }

/** Where this reader stands, locked until the end of the transaction; null while another one holds it. */
async function takeCursor(tx: Tx, name: string, behind: string | null): Promise<Stand | null> {
  const known = await sql`select 1 from event_cursor where name = ${name}`.execute(tx)
  if (known.rows.length === 0)
    await sql`insert into event_cursor (name, seq) values (${name}, 0) on conflict do nothing`.execute(tx)
  const { rows } = await sql<Stand>`select seq, case when ${behind}::text is null then ${Number.MAX_SAFE_INTEGER}::int8
      else coalesce((select ahead.seq from event_cursor ahead where ahead.name = ${behind}), 0) end as until
    from event_cursor where name = ${name} for update skip locked`.execute(tx)
  return rows[0] ?? null
}
