import type { Instant } from '#domain/calendar.ts'
import type { AccountKind, Post, Unit } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { countRevision } from '#server/db/revisions.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { settleHomes } from './home.ts'

// The first start and the demo: before there is an administrator, the org tree and the first accounts come from
// outside. The worker's role writes them, in the district of the transaction only; nothing of it is an event.

export type FoundUnit = Pick<Unit, 'code' | 'kind' | 'name' | 'path' | 'line'> & {
  id?: string
  parentPath: string | null
}

/** Adds units to a district's org tree, in force from `at`. Parents may stand in the same list or be there already. Returns path → id. */
export function foundDistrict(
  database: Database,
  district: District,
  units: readonly FoundUnit[],
  at: Instant,
): Promise<Map<string, string>> {
  return database.worker(district, async (tx) => {
    const parents = [...new Set(units.flatMap(({ parentPath }) => parentPath ?? []))]
    const { rows: known } = await sql<{
      path: string
      id: string
    }>`select path, id from unit where path = any(${parents})`.execute(tx)
    const ids = new Map(known.map(({ path, id }) => [path, id]))
    for (const unit of units) ids.set(unit.path, unit.id ?? newId(at))
    const rows = units.map(({ code, kind, name, path, line, parentPath }) => {
      const parentId = parentPath === null ? null : ids.get(parentPath)
      if (parentId === undefined) throw problem('unit.not_found', { path: parentPath })
      return { id: ids.get(path), code, kind, name, path, line, parentId, validFrom: at, validTo: null }
    })
    await insertRows(tx, 'unit', rows)
    await countRevision(tx, 'org')
    return ids
  })
}

export type FirstAccount = {
  id: string
  login: string
  displayName: string
  kind: AccountKind
  /** From `hashPassword`; null: cannot log in. */
  passwordHash: string | null
}

/** Opens accounts at the district's level; posts bring them to where they belong. */
export async function openAccounts(
  database: Database,
  district: District,
  accounts: readonly FirstAccount[],
  at: Instant,
): Promise<void> {
  await database.worker(district, (tx) =>
    sql`insert into shared.account (id, district, login, display_name, kind, password_hash, home_path, created_at)
      select r.id, ${district.code}, r.login, r."displayName", r.kind, r."passwordHash", ${`/${district.code}/`}, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb)
        as r(id uuid, login text, "displayName" text, kind text, "passwordHash" text)`.execute(tx),
  )
}

export type FirstPost = Pick<Post, 'id' | 'accountId' | 'unitId' | 'role' | 'certificateNo'>

/** Gives posts from `at` on. Throws `unit.not_found` when one of the units is not of this district. */
export async function givePosts(
  database: Database,
  district: District,
  posts: readonly FirstPost[],
  at: Instant,
): Promise<void> {
  await database.worker(district, async (tx) => {
    const { rows } = await sql`insert into post (id, account_id, unit_id, role, certificate_no, path, valid_from)
      select r.id, r."accountId", u.id, r.role, r."certificateNo", u.path, ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
        as r(id uuid, "accountId" uuid, "unitId" uuid, role text, "certificateNo" text) join unit u on u.id = r."unitId"
      returning post.id`.execute(tx)
    if (rows.length !== posts.length) throw problem('unit.not_found', { posts: posts.length, given: rows.length })
    await countRevision(tx, 'org')
    await settleHomes(tx, [...new Set(posts.map(({ accountId }) => accountId))], at)
  })
}
