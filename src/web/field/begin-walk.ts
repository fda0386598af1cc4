import { instant } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import { newId, serverNow } from '#web/api.ts'
import { type Draft, emptyRefusal, knownOf, saveDraft } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
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
    ...roomsOf(sheet),
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

/** All rooms are walked until somebody says which were not. A sheet kept by an older app knows no rooms. */
function roomsOf({ place, rooms = [] }: Sheet): Pick<Draft, 'rooms'> {
  if (place.kind !== 'rental' || rooms.length === 0) return {}
  return { rooms: rooms.map((room) => ({ ...room, walked: true })) }
}

/** Where a walk that was just begun goes on: at a house with its rooms, else along the sheet. */
export function firstPage(draft: Draft): string {
  return draft.rooms === undefined ? fieldPages.walk(draft.id) : fieldPages.rooms(draft.id)
}
