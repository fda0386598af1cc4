import type { Instant } from '#domain/calendar.ts'
import type { Actor, Role } from '#domain/people.ts'
import { insertRows } from '#server/db/rows.ts'
import type { Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'

/** Ids and roles only: the names, logins and certificates stand in rows that can be erased. */
type AccountEvents = {
  'account.opened': Record<string, never>
  'account.post_given': { post: string; unit: string; role: Role }
  'account.post_ended': { post: string }
  'account.password_set': Record<string, never>
  'account.disabled': Record<string, never>
  'account.enabled': Record<string, never>
}
export type AccountEvent = {
  [T in keyof AccountEvents]: { type: T; accountId: string; scopePath: string; data: AccountEvents[T] }
}[keyof AccountEvents]

/** Puts into the log who changed what about an account. Desk work has no outbox: its command id is minted here. */
export async function recordAccountEvent(tx: Tx, actor: Actor, now: Instant, event: AccountEvent): Promise<void> {
  const id = newId(now)
  const row = {
    id,
    commandId: newId(now),
    subjectKind: 'account',
    subject: event.accountId,
    type: event.type,
    data: event.data,
    occurred: now,
    received: now,
    late: false,
    accountId: actor.accountId,
    postId: actor.postId,
    via: actor.via,
    unitPath: actor.ranges[0] ?? '',
    scopePath: event.scopePath,
    department: '',
  }
  await insertRows(tx, 'event', [row])
  await insertRows(tx, 'unnumbered', [{ eventId: id }])
}
