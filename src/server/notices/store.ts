import type { Instant } from '#domain/calendar.ts'
import type { NoticeKind, NoticePlan, NoticeState } from '#domain/notices.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type Notice = {
  id: string
  hazardId: string
  eventId: string
  recipient: NoticePlan['recipient']
  channel: NoticePlan['channel']
  template: NoticeKind
  inspectionId: string | null
  state: NoticeState
  bodySealed: Buffer
  linkId: string | null
  /** How often sending was begun since it was queued last. */
  attempts: number
  provider: string | null
  providerRef: string | null
  /** A word, never a sentence: nothing in it may name a person or a phone. */
  lastError: string | null
  createdAt: Instant
  changedAt: Instant
  scopePath: string
  department: string
}

/** Notices that are there already, for the same event and recipient, stay as they are. Returns the ids that are new. */
export async function insertNotices(tx: Tx, notices: readonly Notice[]): Promise<Set<string>> {
  await insertRows(tx, 'notice', notices, 'on conflict (hazard_id, event_id, recipient, channel) do nothing')
  if (notices.length === 0) return new Set()
  const ids = notices.map((notice) => notice.id)
  const { rows } = await sql<{ id: string }>`select id from notice where id = any(${ids}::uuid[])`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/** Within the transaction's scope, locked in order of id. */
export async function lockNotices(tx: Tx, ids: readonly string[]): Promise<Notice[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Notice>`select * from notice where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(
      tx,
    )
  return rows
}

/** The notice that a provider knows by this reference, locked. */
export async function lockByReference(tx: Tx, provider: string, reference: string): Promise<Notice | undefined> {
  const { rows } =
    await sql<Notice>`select * from notice where provider = ${provider} and provider_ref = ${reference} for update`.execute(
      tx,
    )
  return rows[0]
}

export async function updateNotice(tx: Tx, notice: Notice): Promise<void> {
  await updateRows(tx, 'notice', ['state', 'attempts', 'provider', 'providerRef', 'lastError', 'changedAt'], [notice])
}

/** A message that is to go out again carries the link that lives now. */
export async function updateBodies(
  tx: Tx,
  notices: readonly Pick<Notice, 'id' | 'bodySealed' | 'linkId'>[],
): Promise<void> {
  await updateRows(tx, 'notice', ['bodySealed', 'linkId'], notices)
}

/** What a desk may change: back into the queue, counted anew. */
export async function requeue(tx: Tx, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  await sql`update notice set state = 'queued', attempts = 0, changed_at = ${now} where id = any(${ids as string[]}::uuid[])`.execute(
    tx,
  )
}

/** Hands notices to the job runner when this transaction commits. For the worker's role only. */
export async function enqueue(tx: Tx, districtCode: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`select shared.queue_notices(${districtCode}, ${ids as string[]}::uuid[])`.execute(tx)
}

/** The message last written for each of these links, which holds the link's token. */
export async function findLastBodies(tx: Tx, linkIds: readonly string[]): Promise<Map<string, Buffer>> {
  if (linkIds.length === 0) return new Map()
  const { rows } = await sql<{ linkId: string; bodySealed: Buffer }>`
    select l.id as link_id, n.body_sealed
    from unnest(${linkIds as string[]}::uuid[]) l(id)
    cross join lateral (select body_sealed from notice where notice.link_id = l.id order by created_at desc limit 1) n`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.linkId, row.bodySealed]))
}

/** How often a desk asked to send it once more: each time is a message of its own to the provider. */
export async function countRetries(tx: Tx, id: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from event where subject = ${id} and type = 'notice.retried'`.execute(tx)
  return rows[0]?.n ?? 0
}
