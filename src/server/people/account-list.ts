import { type Static, Type } from 'typebox'
import type { Instant } from '#domain/calendar.ts'
import type { AccountKind, Role } from '#domain/people.ts'
import { exact } from '#domain/shapes.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { decodeCursor, page } from '#server/http/paging.ts'

export const AccountQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 60, description: 'Anywhere in the name or the login' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  exact,
)
export type AccountQuery = Static<typeof AccountQuery>

type Person = {
  id: string
  login: string
  displayName: string
  kind: AccountKind
  disabledAt: Instant | null
  lockedUntil: Instant | null
}
export type AccountRow = Person & {
  posts: { id: string; role: Role; unitName: string; certificateNo: string | null; validTo: Instant | null }[]
}

/** The accounts that this administrator manages, in order of login, one page, each with its posts that have not ended. */
export async function listAccounts(
  tx: Tx,
  query: AccountQuery,
  now: Instant,
): Promise<{ rows: AccountRow[]; next: string | null }> {
  const limit = query.limit ?? 200
  const after = decodeCursor(query.cursor, ['text'])?.[0] ?? ''
  const q = query.q?.trim() ?? ''
  const { rows } = await sql<Person>`
    select id, login, display_name, kind, disabled_at, case when locked_until > ${now} then locked_until end as locked_until
    from shared.account
    where shared.in_range(home_path) and login > ${after}
      and (${q} = '' or position(${q} in display_name) > 0 or position(lower(${q}) in login) > 0)
    order by login limit ${limit + 1}`.execute(tx)
  const shown = page(rows, limit, (row) => [row.login])
  const posts = await postsOf(
    tx,
    shown.rows.map(({ id }) => id),
    now,
  )
  return { rows: shown.rows.map((row) => ({ ...row, posts: posts.get(row.id) ?? [] })), next: shown.next }
}

async function postsOf(tx: Tx, accountIds: readonly string[], now: Instant): Promise<Map<string, AccountRow['posts']>> {
  const { rows } = await sql<AccountRow['posts'][number] & { accountId: string }>`
    select p.account_id, p.id, p.role, u.name as unit_name, p.certificate_no, p.valid_to
    from post p join unit u on u.id = p.unit_id
    where p.account_id = any(${accountIds as string[]}::uuid[]) and (p.valid_to is null or p.valid_to > ${now})
    order by p.valid_from, p.id`.execute(tx)
  const posts = new Map<string, AccountRow['posts']>()
  for (const { accountId, ...post } of rows) posts.set(accountId, [...(posts.get(accountId) ?? []), post])
  return posts
}

export type Colleague = {
  accountId: string
  name: string
  role: Role
  unitName: string
  certificateNo: string
}

/** Holders of an enforcement certificate in reach, other than oneself, each once. */
export async function findColleagues(tx: Tx, me: string, now: Instant): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`
    select * from (
      select distinct on (p.account_id) p.account_id, a.display_name as name, p.role, u.name as unit_name, p.certificate_no, u.path
      from post p join unit u on u.id = p.unit_id join shared.account a on a.id = p.account_id
      where p.certificate_no is not null and shared.in_range(p.path) and p.account_id <> ${me} and a.disabled_at is null
        and p.valid_from <= ${now} and (p.valid_to is null or p.valid_to > ${now})
      order by p.account_id, p.valid_from, p.id) one
    order by path, name, account_id`.execute(tx)
  return rows.map(({ accountId, name, role, unitName, certificateNo }) => ({
    accountId,
    name,
    role,
    unitName,
    certificateNo,
  }))
}
