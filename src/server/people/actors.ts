import type { Instant } from '#domain/calendar.ts'
import { type Actor, type Post, reachOf, type Unit } from '#domain/people.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type HeldPost = Pick<Post, 'id' | 'accountId' | 'role' | 'certificateNo'> & {
  unit: Pick<Unit, 'id' | 'name' | 'kind' | 'path' | 'line'>
}

type PostRow = Pick<Post, 'id' | 'accountId' | 'role' | 'certificateNo'> & {
  unitId: string
  unitName: string
  kind: Unit['kind']
  path: string
  line: string | null
}

const held = (row: PostRow): HeldPost => ({
  id: row.id,
  accountId: row.accountId,
  role: row.role,
  certificateNo: row.certificateNo,
  unit: { id: row.unitId, name: row.unitName, kind: row.kind, path: row.path, line: row.line },
})

/** The posts of these accounts, or these posts, in force at that instant; the oldest first. */
export async function findHeldPosts(
  tx: Tx,
  by: { accounts?: readonly string[]; posts?: readonly string[] },
  at: Instant,
): Promise<HeldPost[]> {
  const { rows } = await sql<PostRow>`
    select p.id, p.account_id, p.role, p.certificate_no, u.id as unit_id, u.name as unit_name, u.kind, u.path, u.line
    from post p join unit u on u.id = p.unit_id
    where (p.account_id = any(${(by.accounts ?? []) as string[]}::uuid[]) or p.id = any(${(by.posts ?? []) as string[]}::uuid[]))
      and p.valid_from <= ${at} and (p.valid_to is null or p.valid_to > ${at})
    order by p.valid_from, p.id`.execute(tx)
  return rows.map(held)
}

/** What this account was given beyond its reach and still holds. */
export async function findGrants(tx: Tx, accountId: string, at: Instant): Promise<string[]> {
  const { rows } = await sql<{
    subject: string
  }>`select subject from access_grant where account_id = ${accountId} and until > ${at}`.execute(tx)
  return rows.map((row) => row.subject)
}

export function actorOfPost(post: HeldPost, grants: readonly string[]): Actor {
  return {
    accountId: post.accountId,
    postId: post.id,
    role: post.role,
    ...reachOf(post.unit, post.role),
    department: post.unit.line,
    certificateNo: post.certificateNo,
    grants,
    via: null,
  }
}

/**
 * For a relay, in its transaction: the people that it speaks for, by post id. Not found are posts out of the relay's
 * reach or department line, those above it (which it sees), and those of accounts that were shut out.
 */
export async function actorsOfPosts(tx: Tx, postIds: readonly string[], at: Instant): Promise<Map<string, Actor>> {
  const { rows } = await sql<{ id: string }>`select p.id
    from post p join unit u on u.id = p.unit_id join shared.account a on a.id = p.account_id
    where p.id = any(${postIds as string[]}::uuid[]) and shared.in_range(p.path) and a.disabled_at is null
      and shared.in_line(coalesce(u.line, ''))`.execute(tx)
  const within = rows.map(({ id }) => id)
  const posts = within.length === 0 ? [] : await findHeldPosts(tx, { posts: within }, at)
  return new Map(posts.map((post) => [post.id, actorOfPost(post, [])]))
}

/** The product itself, when a clock runs out or a reaction acts. */
export function systemActor(districtCode: string): Actor {
  return {
    accountId: '00000000-0000-7000-8000-000000000000',
    postId: null,
    role: 'system',
    ranges: [`/${districtCode}/`],
    line: '*',
    certificateNo: null,
    grants: [],
    via: null,
  }
}
