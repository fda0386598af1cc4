import type { Instant } from '#domain/calendar.ts'
import type { Actor, UnitKind } from '#domain/people.ts'
import type { Tx } from '#server/db/transaction.ts'
import { recordDeskEvents } from './desk-events.ts'

/** Ids and codes only. Why a unit ended stands among the remarks. */
type UnitEvents = {
  'unit.added': { code: string; kind: UnitKind; parent: string }
  'unit.renamed': Record<string, never>
  'unit.ended': Record<string, never>
}
export type UnitEvent = {
  [T in keyof UnitEvents]: { type: T; unitId: string; path: string; data: UnitEvents[T] }
}[keyof UnitEvents]

/** Puts into the log how the org tree changed. Gives the command's id back. */
export function recordUnitEvents(tx: Tx, actor: Actor, now: Instant, events: readonly UnitEvent[]): Promise<string> {
  return recordDeskEvents(
    tx,
    actor,
    now,
    events.map(({ type, unitId, path, data }) => ({
      subjectKind: 'unit',
      subject: unitId,
      type,
      data,
      scopePath: path,
    })),
  )
}
