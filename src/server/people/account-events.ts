import type { Instant } from '#domain/calendar.ts'
import type { Actor, Role } from '#domain/people.ts'
import type { Tx } from '#server/db/transaction.ts'
import { recordDeskEvents } from './desk-events.ts'

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

/** Puts into the log who changed what about an account. */
export async function recordAccountEvent(tx: Tx, actor: Actor, now: Instant, event: AccountEvent): Promise<void> {
  const { accountId: subject, ...rest } = event
  await recordDeskEvents(tx, actor, now, [{ ...rest, subjectKind: 'account', subject }])
}
