import type { Instant } from '#domain/calendar.ts'
import { insertRows } from '#server/db/rows.ts'
import type { Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { systemActor } from '#server/people/actors.ts'
import type { Notice } from './store.ts'

/** Writes into the log that the product itself brought these notices to the state in which they are. */
export async function recordStates(
  tx: Tx,
  districtCode: string,
  notices: readonly Notice[],
  now: Instant,
): Promise<void> {
  const { accountId } = systemActor(districtCode)
  const rows = notices.map((notice) => ({
    id: newId(now),
    commandId: newId(now),
    subjectKind: 'notice',
    subject: notice.id,
    type: `notice.${notice.state}`,
    data: { hazardId: notice.hazardId },
    occurred: now,
    received: now,
    late: false,
    accountId,
    postId: null,
    via: null,
    unitPath: `/${districtCode}/`,
    scopePath: notice.scopePath,
    department: notice.department,
  }))
  await insertRows(tx, 'event', rows)
  await insertRows(
    tx,
    'unnumbered',
    rows.map((row) => ({ eventId: row.id })),
  )
}
