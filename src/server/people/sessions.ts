import { randomBytes } from 'node:crypto'
import { hour, type Instant, minute, plus } from '#domain/calendar.ts'
import { problem } from '#domain/problems.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { sha256 } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import type { Visitor } from '#server/http/house.ts'
import { actorOfPost, findGrants, findHeldPosts, type HeldPost } from './actors.ts'
import { countAttempt, countAttemptOnAny, forgiveAttempts, refuseLocked } from './attempts.ts'
import { passwordIsRight } from './passwords.ts'

const longest = 12 * hour
const idleLimit = 2 * hour
/** A session notes that it is in use at most this often. */
const touchAfter = minute

type AccountRow = {
  id: string
  login: string
  displayName: string
  kind: 'person' | 'relay'
  passwordHash: string | null
  disabledAt: Instant | null
  district: string
  schemaName: string
  districtName: string
}

/**
 * Checks the password and opens a session. Throws `session.wrong_credentials`, or `session.locked` after five wrong
 * passwords in a row: both are the same for a login that nobody has.
 */
export async function openSession(
  database: Database,
  keys: Keys,
  login: string,
  password: string,
  now: Instant,
): Promise<{ token: string }> {
  const { attempts, account } = await database.door(null, async (tx) => ({
    attempts: await countAttemptOnAny(tx, keys, login, now),
    account: await findAccount(tx, login),
  }))
  refuseLocked(attempts)
  const right = await passwordIsRight(account?.passwordHash ?? null, password)
  if (account === undefined || account.disabledAt !== null || !right) throw problem('session.wrong_credentials')
  const district = districtOf(account)
  const token = randomBytes(32).toString('base64url')
  await database.door(district, async (tx) => {
    if (!(await stillOpens(tx, account))) throw problem('session.wrong_credentials')
    const [post] = await findHeldPosts(tx, { accounts: [account.id] }, now)
    await forgiveAttempts(tx, account.id)
    await sql`insert into shared.session (token_hash, account_id, district, post_id, created_at, last_seen, expires_at)
      values (${sha256(token)}, ${account.id}, ${account.district}, ${post?.id ?? null}, ${now}, ${now}, ${plus(now, longest)})`.execute(
      tx,
    )
  })
  return { token }
}

async function findAccount(tx: Tx, login: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`select a.*, d.schema_name, d.name as district_name
    from shared.account a join shared.district d on d.code = a.district where a.login = ${login}`.execute(tx)
  return rows[0]
}

/**
 * Looking at a password takes a while, and outside of any transaction. Locks the account if that password is still its
 * own and it is not shut out: whoever sets another one waits, and ends what is opened here.
 */
async function stillOpens(tx: Tx, { id, passwordHash }: AccountRow): Promise<boolean> {
  const { rows } = await sql`select 1 from shared.account
    where id = ${id} and password_hash = ${passwordHash} and disabled_at is null for no key update`.execute(tx)
  return rows.length === 1
}

const districtOf = (row: Pick<AccountRow, 'district' | 'schemaName' | 'districtName'>): District => ({
  code: row.district,
  schema: row.schemaName,
  name: row.districtName,
})

export type OpenSession = {
  visitor: Visitor | null
  account: Omit<Visitor, 'actor'>
  posts: HeldPost[]
  post: HeldPost | null
}

/** Who the cookie stands for, under which post. Undefined when there is no such session, or it ran out. */
export async function findSession(
  database: Database,
  token: string,
  now: Instant,
  touch = true,
): Promise<OpenSession | undefined> {
  const tokenHash = sha256(token)
  const found = await database.door(null, async (tx) => {
    const { rows } = await sql<AccountRow & { postId: string | null; lastSeen: Instant; expiresAt: Instant }>`
      select a.*, d.schema_name, d.name as district_name, s.post_id, s.last_seen, s.expires_at
      from shared.session s join shared.account a on a.id = s.account_id join shared.district d on d.code = s.district
      where s.token_hash = ${tokenHash}`.execute(tx)
    return rows[0]
  })
  if (
    found === undefined ||
    found.disabledAt !== null ||
    found.expiresAt <= now ||
    plus(found.lastSeen, idleLimit) <= now
  )
    return undefined
  const district = districtOf(found)
  return database.door(district, async (tx) => {
    if (touch && plus(found.lastSeen, touchAfter) < now)
      await sql`update shared.session set last_seen = ${now} where token_hash = ${tokenHash}`.execute(tx)
    const posts = await findHeldPosts(tx, { accounts: [found.id] }, now)
    const post = posts.find((one) => one.id === found.postId) ?? posts[0] ?? null
    const account = {
      accountId: found.id,
      login: found.login,
      displayName: found.displayName,
      kind: found.kind,
      district,
      tokenHash,
    }
    const visitor = post === null ? null : { ...account, actor: actorOfPost(post, await findGrants(tx, found.id, now)) }
    return { visitor, account, posts, post }
  })
}

export async function choosePost(database: Database, tokenHash: Buffer, postId: string): Promise<void> {
  await database.door(null, (tx) =>
    sql`update shared.session set post_id = ${postId} where token_hash = ${tokenHash}`.execute(tx),
  )
}

export async function closeSession(database: Database, tokenHash: Buffer): Promise<void> {
  await database.door(null, (tx) => sql`delete from shared.session where token_hash = ${tokenHash}`.execute(tx))
}

/** Logs the account out everywhere. */
export async function closeAllSessions(database: Database, accountId: string): Promise<void> {
  await database.door(null, (tx) => sql`delete from shared.session where account_id = ${accountId}`.execute(tx))
}

/** Sets a new password after checking the present one, and logs out everywhere else. Guesses count as they do at the login. */
export async function changePassword(
  database: Database,
  visitor: Pick<Visitor, 'accountId' | 'tokenHash' | 'login'>,
  current: string,
  nextHash: string,
  now: Instant,
): Promise<void> {
  const { attempts, account } = await database.door(null, async (tx) => ({
    attempts: await countAttempt(tx, visitor.login, now),
    account: await findAccount(tx, visitor.login),
  }))
  if (attempts === undefined || account === undefined) throw problem('session.required')
  refuseLocked(attempts)
  const right = await passwordIsRight(account.passwordHash, current)
  if (!right) throw problem('session.wrong_credentials', {}, '/current')
  await database.door(null, async (tx) => {
    if (!(await stillOpens(tx, account))) throw problem('session.wrong_credentials', {}, '/current')
    await forgiveAttempts(tx, account.id)
    await sql`update shared.account set password_hash = ${nextHash} where id = ${visitor.accountId}`.execute(tx)
    await sql`delete from shared.session where account_id = ${visitor.accountId} and token_hash <> ${visitor.tokenHash}`.execute(
      tx,
    )
  })
}
