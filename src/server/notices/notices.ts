import { withoutToken } from '#domain/notices.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { change, putLoaded, shelf, toSave } from '#server/commands/shelf.ts'
import type { Handler } from '#server/commands/work.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { unseal } from '#server/crypto/seal.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { type ListedLink, listLinksOf, lockLinks, revokeLinks, type StandingLink } from './link-store.ts'
import { type ListedNotice, listNoticesOf } from './list.ts'
import { lockNotices, type Notice, requeue } from './store.ts'

/** Sending once more what did not arrive. The message itself goes out when the event is read. Notices have no versions. */
export const noticeHandler: Handler = {
  takes: (type) => type === 'notice.retry',

  async prepare(work, commands) {
    const own = commands.filter(({ command }) => command.type === 'notice.retry')
    putLoaded(
      shelf<Notice>(work, 'notice'),
      await lockNotices(
        work.tx,
        own.map(({ command }) => command.subject),
      ),
    )
  },

  decide(work, signed) {
    const on = shelf<Notice>(work, 'notice')
    const notice = on.current.get(signed.command.subject)
    if (!may(signed.actor, 'notice.retry')) throw problem('actor.not_allowed', { action: 'notice.retry' })
    if (notice === undefined) throw problem('notice.not_found', {}, '/subject')
    if (notice.state !== 'failed' && notice.state !== 'dead')
      throw problem('notice.not_failed', { state: notice.state })
    change(on, { ...notice, state: 'queued' as const })
    const standing = { scopePath: notice.scopePath, department: notice.department }
    work.events.push({
      signed,
      subjectKind: 'notice',
      subject: notice.id,
      type: 'notice.retried',
      data: { hazardId: notice.hazardId },
      standing,
    })
    return { version: 1 }
  },

  async save(work) {
    const { updates } = toSave(shelf<Notice>(work, 'notice'))
    await requeue(
      work.tx,
      updates.map((notice) => notice.id),
      work.now,
    )
  },
}

/** Ending an owner's link at once. Links have no versions. */
export const linkHandler: Handler = {
  takes: (type) => type === 'link.revoke',

  async prepare(work, commands) {
    const own = commands.filter(({ command }) => command.type === 'link.revoke')
    putLoaded(
      shelf<StandingLink>(work, 'link'),
      await lockLinks(
        work.tx,
        own.map(({ command }) => command.subject),
      ),
    )
  },

  decide(work, signed) {
    const on = shelf<StandingLink>(work, 'link')
    const link = on.current.get(signed.command.subject)
    if (!may(signed.actor, 'link.revoke')) throw problem('actor.not_allowed', { action: 'link.revoke' })
    if (link === undefined) throw problem('link.not_found', {}, '/subject')
    if (link.revokedAt !== null) throw problem('link.expired', {}, '/subject')
    change(on, { ...link, revokedAt: work.now })
    const standing = { scopePath: link.scopePath, department: link.department }
    work.events.push({
      signed,
      subjectKind: 'link',
      subject: link.id,
      type: 'link.revoked',
      data: { hazardId: link.hazardId },
      standing,
    })
    work.remarks.push({ signed, subject: link.id, words: signed.command.data['reason'] as string, standing })
    return { version: 1 }
  },

  async save(work) {
    const { updates } = toSave(shelf<StandingLink>(work, 'link'))
    await revokeLinks(
      work.tx,
      updates.map((link) => link.id),
      work.now,
    )
  },
}

export type ShownNotice = Omit<ListedNotice, 'bodySealed' | 'placeName' | 'hazardId'> & {
  /** Without the token of its link; null when the key to it is gone. */
  text: string | null
}

/** The messages about a hazard, as its page shows them. */
export async function noticesOf(tx: Tx, house: Pick<House, 'keys'>, hazardId: string): Promise<ShownNotice[]> {
  const rows = await listNoticesOf(tx, hazardId)
  return rows.map(({ bodySealed, hazardId: _, ...notice }) => ({
    ...notice,
    text: readable(house.keys, bodySealed),
  }))
}

/** The owner links of a hazard, and how often each was opened. */
export function linksOf(tx: Tx, hazardId: string): Promise<ListedLink[]> {
  return listLinksOf(tx, hazardId)
}

export function readable(keys: Keys, bodySealed: Buffer): string | null {
  try {
    return withoutToken(unseal(keys, bodySealed).toString())
  } catch {
    return null
  }
}
