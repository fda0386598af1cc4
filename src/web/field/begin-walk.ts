import { instant } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import { newId, serverNow } from '#web/api.ts'
import { type Draft, emptyRefusal, knownOf, saveDraft } from './drafts.ts'
import { takeInHand } from './in-hand.ts'
import { askToStay } from './keep.ts'
import type { Worker } from './session.tsx'
import type { Sheet } from './shapes.ts'

export type Together = { with: readonly string[]; approvalNo: string; noticeNo: string }

export const alone: Together = { with: [], approvalNo: '', noticeNo: '' }

/** Opens the walk on this phone; the server hears of it with everything else, in one go. */
export async function beginWalk(worker: Worker, act: Act, sheet: Sheet, together: Together): Promise<Draft> {
  const { id, name, kind, address } = sheet.place
  const now = instant(serverNow())
  const draft: Draft = {
    kind: 'walk',
    id: newId(),
    accountId: worker.account.id,
    postId: worker.post.id,
    act,
    ...together,
    place: { id, name, kind, address },
    items: sheet.items,
    open: knownOf(sheet.open, {}),
    startId: newId(),
    startedAt: now,
    changedAt: now,
    lines: {},
    refusal: emptyRefusal,
  }
  await saveDraft(draft)
  takeInHand(draft.id, draft)
  void askToStay()
  return draft
}
