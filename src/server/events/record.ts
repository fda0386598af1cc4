import type { Work } from '#server/commands/work.ts'
import { seal } from '#server/crypto/seal.ts'
import { insertRows } from '#server/db/rows.ts'
import { appendEvents } from './append.ts'
import { newId } from './ids.ts'

/** Writes the decided events, the words beside them and the links to their files. Part of the batch's transaction. */
export async function recordEvents(work: Work): Promise<void> {
  const rows = work.events.map(({ signed, subjectKind, subject, type, data, standing }) => ({
    id: newId(work.now),
    commandId: signed.command.id,
    subjectKind,
    subject,
    type,
    data,
    occurred: signed.at,
    received: work.now,
    late: signed.late,
    accountId: signed.actor.accountId,
    postId: signed.actor.postId,
    via: signed.actor.via,
    unitPath: signed.actor.ranges[0] ?? '',
    ...standing,
  }))
  const remarks = work.remarks.map(({ signed, subject, words, standing }) => ({
    accountId: signed.actor.accountId,
    commandId: signed.command.id,
    subject,
    wordsSealed: seal(work.keys, words),
    ...standing,
  }))
  const links = work.fileLinks.map(({ hash, subject, standing }) => ({ hash, subject, ...standing }))
  const awaited = work.fileLinks.flatMap(({ hash, subject, standing, awaited }) =>
    awaited ? [{ hash, kind: awaited.kind, subject, accountId: awaited.by, since: work.now, ...standing }] : [],
  )
  await Promise.all([
    appendEvents(work.tx, rows),
    insertRows(work.tx, 'remark', remarks),
    insertRows(work.tx, 'file_link', links, 'on conflict do nothing'),
    insertRows(work.tx, 'file_awaited', awaited, 'on conflict do nothing'),
  ])
}
