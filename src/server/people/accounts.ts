import type { Instant } from '#domain/calendar.ts'
import { passwordIsStrong, type Role, type UnitKind } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { postFits } from '#domain/units.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import type { Visitor } from '#server/http/house.ts'
import { recordAccountEvent } from './account-events.ts'
import { forgiveAttempts } from './attempts.ts'
import { settleHomes } from './home.ts'
import { hashPassword } from './passwords.ts'

// Who may manage an account: an administrator whose reach holds the account's home (`home_path`), the smallest area with
// all its posts in force. So an account with a post in another town is the district's; one without a post stays where its
// last post was, or with whoever opened it. Any other is "not found". Nobody manages their own account.

/** The administrator who asks, with the session's district. */
export type Steward = Pick<Visitor, 'district' | 'actor'>

export type NewAccount = { login: string; displayName: string; password: string }
export type NewPost = { unitId: string; role: Role; certificateNo: string | null }

/** Opens an account without a post. Logins are unique in the whole installation. Throws `account.login_taken`, `session.weak_password`. */
export async function openAccount(
  database: Database,
  { district, actor }: Steward,
  given: NewAccount,
  now: Instant,
): Promise<string> {
  const passwordHash = await hashOfStrong(given.password)
  const [home] = actor.ranges
  if (home === undefined) throw problem('actor.out_of_scope')
  const id = newId(now)
  try {
    await database.as(district, actor, async (tx) => {
      await sql`insert into shared.account (id, district, login, display_name, kind, password_hash, home_path, created_at)
        values (${id}, ${district.code}, ${given.login}, ${given.displayName}, 'person', ${passwordHash}, ${home}, ${now})`.execute(
        tx,
      )
      await recordAccountEvent(tx, actor, now, {
        type: 'account.opened',
        accountId: id,
        scopePath: home,
        data: {},
      })
    })
  } catch (error) {
    throw (error as { constraint?: string }).constraint === 'account_login_key'
      ? problem('account.login_taken', {}, '/login')
      : error
  }
  return id
}

/** Gives a post from now on and returns its id; the same post once more is the one held already. */
export async function givePost(
  database: Database,
  steward: Steward,
  accountId: string,
  given: NewPost,
  now: Instant,
): Promise<string> {
  if (given.role === 'inspector' && given.certificateNo === null)
    throw problem('post.certificate_required', {}, '/certificateNo')
  return manage(database, steward, accountId, async (tx) => {
    const { rows: units } = await sql<{ path: string; kind: UnitKind }>`select path, kind from unit
      where id = ${given.unitId} and shared.in_range(path)
      and valid_from <= ${now} and valid_to is null for share`.execute(tx)
    const [unit] = units
    if (unit === undefined) throw problem('unit.not_found', {}, '/unitId')
    if (!postFits(unit.kind, given)) throw problem('post.no_inspection', {}, '/certificateNo')
    const { path } = unit
    const { rows: held } = await sql<{
      id: string
    }>`select id from post where account_id = ${accountId} and unit_id = ${given.unitId}
      and role = ${given.role} and certificate_no is not distinct from ${given.certificateNo} and (valid_to is null or valid_to > ${now})`.execute(
      tx,
    )
    if (held[0] !== undefined) return held[0].id
    const id = newId(now)
    await sql`insert into post (id, account_id, unit_id, role, certificate_no, path, valid_from)
      values (${id}, ${accountId}, ${given.unitId}, ${given.role}, ${given.certificateNo}, ${path}, ${now})`.execute(tx)
    await settleHomes(tx, [accountId], now)
    const data = { post: id, unit: given.unitId, role: given.role }
    await recordAccountEvent(tx, steward.actor, now, {
      type: 'account.post_given',
      accountId,
      scopePath: path,
      data,
    })
    return id
  })
}

/** Ends a post now; what was done under it keeps it. Throws `post.not_found` for one that has ended, too. */
export async function endPost(database: Database, steward: Steward, postId: string, now: Instant): Promise<void> {
  const { district, actor } = steward
  const post = await database.as(district, actor, async (tx) => {
    const { rows } = await sql<{ accountId: string; path: string }>`select account_id, path from post
      where id = ${postId} and shared.in_range(path)`.execute(tx)
    return rows[0]
  })
  if (post === undefined) throw problem('post.not_found')
  await manage(
    database,
    steward,
    post.accountId,
    async (tx) => {
      const ended =
        await sql`update post set valid_to = ${now} where id = ${postId} and (valid_to is null or valid_to > ${now})`.execute(
          tx,
        )
      if (ended.numAffectedRows !== 1n) throw problem('post.not_found')
      await settleHomes(tx, [post.accountId], now)
      const event = {
        type: 'account.post_ended',
        accountId: post.accountId,
        scopePath: post.path,
        data: { post: postId },
      } as const
      await recordAccountEvent(tx, actor, now, event)
    },
    'post.not_found',
  )
}

/** Sets a password, lifts a lock after wrong ones, and logs the account out everywhere. */
export async function setPassword(
  database: Database,
  steward: Steward,
  accountId: string,
  password: string,
  now: Instant,
): Promise<void> {
  const passwordHash = await hashOfStrong(password)
  await manage(database, steward, accountId, async (tx, { homePath }) => {
    await sql`update shared.account set password_hash = ${passwordHash} where id = ${accountId}`.execute(tx)
    await forgiveAttempts(tx, accountId)
    await closeSessions(tx, accountId)
    await recordAccountEvent(tx, steward.actor, now, {
      type: 'account.password_set',
      accountId,
      scopePath: homePath,
      data: {},
    })
  })
}

/** Shuts an account out, and logs it out everywhere, or lets it in again. Nothing happens when it is so already. */
export async function setDisabled(
  database: Database,
  steward: Steward,
  accountId: string,
  disabled: boolean,
  now: Instant,
): Promise<void> {
  await manage(database, steward, accountId, async (tx, { homePath, disabledAt }) => {
    if ((disabledAt !== null) === disabled) return
    await sql`update shared.account set disabled_at = ${disabled ? now : null} where id = ${accountId}`.execute(tx)
    if (disabled) await closeSessions(tx, accountId)
    const type = disabled ? 'account.disabled' : 'account.enabled'
    await recordAccountEvent(tx, steward.actor, now, { type, accountId, scopePath: homePath, data: {} })
  })
}

type Managed = { homePath: string; disabledAt: Instant | null }

/** One transaction with the account locked, if it is this administrator's to manage. */
function manage<T>(
  database: Database,
  { district, actor }: Steward,
  accountId: string,
  work: (tx: Tx, account: Managed) => Promise<T>,
  notFound: 'account.not_found' | 'post.not_found' = 'account.not_found',
): Promise<T> {
  if (accountId === actor.accountId) throw problem('actor.not_allowed', { action: 'people.manage', role: actor.role })
  return database.as(district, actor, async (tx) => {
    const { rows } = await sql<Managed>`select home_path, disabled_at from shared.account
      where id = ${accountId} and shared.in_range(home_path) for update`.execute(tx)
    if (rows[0] === undefined) throw problem(notFound)
    return work(tx, rows[0])
  })
}

async function closeSessions(tx: Tx, accountId: string): Promise<void> {
  await sql`delete from shared.session where account_id = ${accountId}`.execute(tx)
}

async function hashOfStrong(password: string): Promise<string> {
  if (!passwordIsStrong(password)) throw problem('session.weak_password', {}, '/password')
  return hashPassword(password)
}
