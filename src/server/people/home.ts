import type { Instant } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

/** The smallest area that holds all these paths: "/330109/113/245/" and "/330109/113/@fire/" → "/330109/113/". */
export function coveringPath(paths: readonly string[]): string {
  const [first = '/', ...others] = paths
  return others.reduce((area, path) => {
    let covering = area
    while (!path.startsWith(covering)) covering = covering.slice(0, covering.lastIndexOf('/', covering.length - 2) + 1)
    return covering
  }, first)
}

/**
 * Sets the home of each account anew: the smallest area with all its posts that have not ended. Without any it stays
 * where it was, so that those who knew the account last can give it a post again. Needs sight of all those posts.
 */
export async function settleHomes(tx: Tx, accountIds: readonly string[], at: Instant): Promise<void> {
  const { rows } = await sql<{ accountId: string; paths: string[] }>`
    select account_id, array_agg(path) as paths from post
    where account_id = any(${accountIds as string[]}::uuid[]) and (valid_to is null or valid_to > ${at})
    group by account_id`.execute(tx)
  if (rows.length === 0) return
  const homes = rows.map(({ accountId, paths }) => ({ id: accountId, home: coveringPath(paths) }))
  await sql`update shared.account set home_path = h.home
    from jsonb_to_recordset(${JSON.stringify(homes)}::jsonb) as h(id uuid, home text)
    where account.id = h.id and account.home_path <> h.home`.execute(tx)
}
