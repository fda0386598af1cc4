import type { Instant } from '#domain/calendar.ts'
import type { SubjectKind } from '#domain/events.ts'
import type { Actor } from '#domain/people.ts'
import { countRevision } from '#server/db/revisions.ts'
import type { Tx } from '#server/db/transaction.ts'
import { appendEvents } from '#server/events/append.ts'
import { newId } from '#server/events/ids.ts'

export type DeskEvent = {
  subjectKind: SubjectKind
  subject: string
  type: string
  data: Record<string, unknown>
  scopePath: string
}

/**
 * Puts into the log who changed what about the organisation. Desk work has no outbox: its command id is minted here,
 * one for all these events, and given back.
 */
export async function recordDeskEvents(
  tx: Tx,
  actor: Actor,
  now: Instant,
  events: readonly DeskEvent[],
): Promise<string> {
  const commandId = newId(now)
  const rows = events.map((event) => ({
    ...event,
    id: newId(now),
    commandId,
    occurred: now,
    received: now,
    late: false,
    accountId: actor.accountId,
    postId: actor.postId,
    via: actor.via,
    unitPath: actor.ranges[0] ?? '',
    department: '',
  }))
  await appendEvents(tx, rows)
  await countRevision(tx, 'org')
  return commandId
}
