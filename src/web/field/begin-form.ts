import { instant } from '#domain/calendar.ts'
import type { UnitKind } from '#domain/people.ts'
import { newId, serverNow } from '#web/api.ts'
import { type AmendDraft, formsOf, type PlaceDraft } from './form-drafts.ts'
import { takeInHand } from './in-hand.ts'
import { askToStay } from './keep.ts'
import type { Worker } from './session.tsx'

/** Whoever works for an area begins there; whoever works in an office chooses. */
const areas: readonly UnitKind[] = ['town', 'village', 'grid', 'microGrid']

/** An empty form for a place nobody has registered; kept with the first thing entered. Returns its id. */
export function beginPlace({ account, post }: Worker, name: string): string {
  const { id, kind, name: unitName, path } = post.unit
  const draft: PlaceDraft = {
    kind: 'place',
    id: newId(),
    accountId: account.id,
    changedAt: instant(serverNow()),
    placeKind: '',
    name,
    uscc: '',
    address: '',
    units: areas.includes(kind) ? [{ id, kind, name: unitName, path }] : [],
    position: null,
    contactName: '',
    phone: '',
  }
  takeInHand(draft.id, draft)
  void askToStay()
  return draft.id
}

/** The correction of a place's file that is under way on this phone, or a new one. Returns its id. */
export async function beginAmend({ account }: Worker, place: AmendDraft['place']): Promise<string> {
  const begun = (await formsOf(account.id)).find((form) => form.kind === 'amend' && form.place.id === place.id)
  if (begun !== undefined) return begun.id
  const { id, name, address } = place
  const draft: AmendDraft = {
    kind: 'amend',
    id: newId(),
    accountId: account.id,
    changedAt: instant(serverNow()),
    place: { id, name, address },
    name,
    address,
    contactName: '',
    phone: '',
    reason: '',
  }
  takeInHand(draft.id, draft)
  return draft.id
}
