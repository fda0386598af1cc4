import { day, type Instant, minute, plus } from '#domain/calendar.ts'
import { problem } from '#domain/problems.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { blindIndex } from '#server/crypto/seal.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

// An attempt counts before its password is looked at, in the one statement that also locks: guesses sent at the same
// moment are not all verified before the first of them counts. Whoever was right is forgiven all of them.

const mostWrong = 5
const lockedFor = 15 * minute
/** Wrong ones further apart than this are not added up. */
const forgottenAfter = day

export type Attempts = { wrongPasswords: number; lockedUntil: Instant | null }

/** One more than the most allowed stands for any number of attempts during a lock. */
const counted = (now: Instant): RawBuilder<number> => sql`case
  when a.locked_until > ${now}::timestamptz then ${mostWrong + 1}::int
  when a.locked_until is not null or a.last_attempt < ${plus(now, -forgottenAfter)}::timestamptz then 1
  else a.wrong_passwords + 1 end`

const lockedUntil = (now: Instant): RawBuilder<Instant | null> => sql`case
  when a.locked_until > ${now}::timestamptz then a.locked_until
  when ${counted(now)} >= ${mostWrong}::int then ${plus(now, lockedFor)}::timestamptz end`

/** Counts an attempt on an account. Undefined when nobody has that login. */
export async function countAttempt(tx: Tx, login: string, now: Instant): Promise<Attempts | undefined> {
  const { rows } = await sql<Attempts>`update shared.account a
    set wrong_passwords = ${counted(now)}, locked_until = ${lockedUntil(now)}, last_attempt = ${now}
    where login = ${login} returning wrong_passwords, locked_until`.execute(tx)
  return rows[0]
}

/**
 * Counts an attempt on a login that may be nobody's, by the same rules, so that neither the answers nor the work tell
 * which logins exist. What was typed is not kept: people type passwords into that field.
 */
export async function countAttemptOnAny(tx: Tx, keys: Keys, login: string, now: Instant): Promise<Attempts> {
  const { rows } =
    await sql<Attempts>`insert into shared.login_attempt as a (login_index, wrong_passwords, last_attempt)
    values (${blindIndex(keys, `login ${login}`)}, 1, ${now})
    on conflict (login_index) do update
      set wrong_passwords = ${counted(now)}, locked_until = ${lockedUntil(now)}, last_attempt = ${now}
    returning wrong_passwords, locked_until`.execute(tx)
  await sql`delete from shared.login_attempt where login_index in (
    select login_index from shared.login_attempt where last_attempt < ${plus(now, -forgottenAfter)}::timestamptz
    order by last_attempt limit 100 for update skip locked)`.execute(tx)
  const anybody = rows[0] as Attempts
  return (await countAttempt(tx, login, now)) ?? anybody
}

/** Throws `session.locked` when there was a lock already before this attempt. */
export function refuseLocked({ wrongPasswords, lockedUntil: until }: Attempts): void {
  if (wrongPasswords > mostWrong) throw problem('session.locked', { until })
}

/** The password was right, or a new one was set. */
export async function forgiveAttempts(tx: Tx, accountId: string): Promise<void> {
  await sql`update shared.account set wrong_passwords = 0, locked_until = null where id = ${accountId}`.execute(tx)
}
