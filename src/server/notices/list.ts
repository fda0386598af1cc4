import type { Instant } from '#domain/calendar.ts'
import type { NoticeState } from '#domain/notices.ts'
import { findPast, inArea, reachOf } from '#server/db/reach.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { Notice } from './store.ts'

export type ListedNotice = Pick<
  Notice,
  | 'id'
  | 'hazardId'
  | 'template'
  | 'channel'
  | 'state'
  | 'attempts'
  | 'recipient'
  | 'lastError'
  | 'createdAt'
  | 'changedAt'
  | 'bodySealed'
> & {
  placeName: string
  /** The event whose receipt proves it: of its newest state, or what it tells about. */
  receiptEvent: string
}

export type NoticePage = {
  state: NoticeState | null
  after: { createdAt: Instant; id: string } | null
  limit: number
}

const columns = sql`n.id, n.hazard_id, n.template, n.channel, n.state, n.attempts, n.recipient, n.last_error, n.created_at, n.changed_at, n.body_sealed,
  coalesce((select e.id from event e where e.subject = n.id order by e.received desc, e.id desc limit 1), n.event_id) as receipt_event`

/** Newest first, within the transaction's scope. */
export async function listNotices(tx: Tx, { state, after, limit }: NoticePage): Promise<ListedNotice[]> {
  const where = [
    state === null ? sql`true` : sql`n.state = ${state}`,
    // Said once more in the form in which an index holds the few that nobody has heard yet.
    state === null || state === 'delivered' ? sql`true` : sql`n.state <> 'delivered'`,
    after === null ? sql`true` : sql`(n.created_at, n.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
  ]
  const { ranges, line, me } = await reachOf(tx)
  const seen = ranges.flatMap((range) => {
    const area = inArea(sql`n.scope_path`, range)
    const found = sql`n.hazard_id in (select h.id from hazard h where h.found_by = ${me} and h.scope_path ^@ ${range})`
    return line === '*'
      ? [area]
      : [sql`${area} and n.department = ${line} and n.department <> ''`, sql`${area} and ${found}`]
  })
  if (seen.length === 0) return []
  const newest = seen.map(
    (why) => sql`(select n.id, n.created_at from notice n where ${sql.join([why, ...where], sql` and `)}
      order by n.created_at desc, n.id desc limit ${limit})`,
  )
  const ids = await findPast(
    tx,
    sql<{
      id: string
    }>`select id from (${sql.join(newest, sql` union `)}) found order by created_at desc, id desc limit ${limit}`,
  )
  const { rows } = await sql<ListedNotice>`
    select ${columns}, p.name as place_name
    from notice n join hazard h on h.id = n.hazard_id join place p on p.id = h.place_id
    where n.id = any(${ids.map(({ id }) => id)}::uuid[]) order by n.created_at desc, n.id desc`.execute(tx)
  return rows
}

/** All notices about one hazard, oldest first. */
export async function listNoticesOf(tx: Tx, hazardId: string): Promise<Omit<ListedNotice, 'placeName'>[]> {
  const { rows } = await sql<Omit<ListedNotice, 'placeName'>>`
    select ${columns} from notice n where n.hazard_id = ${hazardId} order by n.created_at, n.id`.execute(tx)
  return rows
}
