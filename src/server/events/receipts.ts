import type { SubjectKind } from '#domain/events.ts'
import { inclusionPath } from '#domain/merkle.ts'
import { type Action, type Actor, may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { makeReceipt } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import { hashOf } from './seal.ts'
import { type EventRow, type SealRow, sealColumns, sealedColumns, sealedForm, sealOf } from './seal-rows.ts'

/** Who may read about such a subject may have the proof of it. */
const reading: Record<SubjectKind, Action> = {
  hazard: 'hazard.read',
  notice: 'hazard.read',
  link: 'hazard.read',
  safetyVisit: 'visit.read',
  administrativeInspection: 'visit.read',
  place: 'place.read',
  account: 'people.read',
  unit: 'people.read',
  phase: 'phase.read',
}

export type SeenEvent = { id: string; subjectKind: SubjectKind; subject: string; type: string }

/** An event within the actor's reach. Throws `receipt.not_found` for every other, whether there is one or not. */
export async function seenEvent(
  database: Database,
  district: District,
  actor: Actor,
  eventId: string,
): Promise<SeenEvent> {
  const { rows } = await database.read(district, actor, (tx) =>
    sql<SeenEvent>`select id, subject_kind, subject, type from event where id = ${eventId}`.execute(tx),
  )
  const [event] = rows
  if (event === undefined) throw problem('receipt.not_found')
  return event
}

/** Throws `actor.not_allowed` for a role that may not read about such subjects. */
export function mayHaveReceipt(actor: Actor, { subjectKind }: SeenEvent): void {
  const action = reading[subjectKind]
  if (!may(actor, action) && !may(actor, 'event.read')) throw problem('actor.not_allowed', { action })
}

/**
 * The receipt of an event that somebody was found to see. The leaves beside it say nothing about their events, so they are
 * read past the reach. Throws `receipt.not_sealed` until the next seal is made.
 */
export function receiptOf(database: Database, district: District, eventId: string, brief: boolean): Promise<Receipt> {
  return database.look(district, async (tx) => {
    const sealed = await findSealed(tx, eventId)
    if (sealed === null) throw problem('receipt.not_sealed')
    const { row, leaves } = sealed
    const seal = sealOf(row)
    const hash = hashOf(seal.hash)
    const path = inclusionPath(hash, leaves, row.seq - seal.first)
    const event = sealedForm(row.seq, row)
    return makeReceipt(hash, { district: district.code, event, salts: row.salts, path, seal }, brief)
  })
}

type Sealed = EventRow & SealRow & { seq: number; salts: Buffer }

async function findSealed(tx: Tx, eventId: string): Promise<{ row: Sealed; leaves: Buffer[] } | null> {
  const { rows } = await sql<Sealed>`select n.seq, n.salts, ${sealedColumns}, ${sealColumns}
    from event_number n join event e on e.id = n.event_id
      join seal s on s.last_seq = (select min(last_seq) from seal where last_seq >= n.seq)
    where n.event_id = ${eventId}`.execute(tx)
  const [row] = rows
  if (row === undefined) return null
  const { rows: beside } = await sql<{ leaf: Buffer }>`select leaf from event_number
    where seq between ${row.firstSeq} and ${row.lastSeq} order by seq`.execute(tx)
  return { row, leaves: beside.map(({ leaf }) => leaf) }
}
