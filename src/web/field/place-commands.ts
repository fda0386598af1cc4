import { isPhone, isUscc } from '#domain/identifiers.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { AmendDraft, PlaceDraft } from './form-drafts.ts'
import type { FieldWord } from './text.ts'

/** Kinds that trade under a 统一社会信用代码 of their own. A house or an estate has none. */
const traders: readonly PlaceKind[] = [
  'enterprise',
  'shop',
  'microPark',
  'school',
  'hospital',
  'religious',
  'lpg',
  'logistics',
]

export function mayHaveUscc(kind: PlaceKind | ''): boolean {
  return kind !== '' && traders.includes(kind)
}

/** As typed on a phone: full-width, small letters and blanks are no mistakes. */
export function tidyCode(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

type Contact = { contactName: string; phone: string }

/** `null`: nothing entered. */
function contactOf({ contactName, phone }: Contact): { name: string; phone: string } | null {
  const name = contactName.trim()
  return name === '' && phone.trim() === '' ? null : { name, phone: tidyCode(phone) }
}

function contactFault(draft: Contact): FieldWord | null {
  const contact = contactOf(draft)
  if (contact === null) return null
  if (contact.name === '') return 'newPlace.needContactName'
  return isPhone(contact.phone) ? null : 'newPlace.needPhone'
}

/** Grids and micro-grids are where places stand; what lies above is only the way there. */
export function standsIn(draft: Pick<PlaceDraft, 'units'>): string | null {
  const last = draft.units.at(-1)
  return last?.kind === 'grid' || last?.kind === 'microGrid' ? last.path : null
}

export function usccFault(draft: Pick<PlaceDraft, 'placeKind' | 'uscc'>): boolean {
  return mayHaveUscc(draft.placeKind) && draft.uscc.trim() !== '' && !isUscc(tidyCode(draft.uscc))
}

/** The first thing that is missing for `place.register`, in the order of the form; null when it can go. */
export function whyNotRegister(draft: PlaceDraft): FieldWord | null {
  if (draft.placeKind === '') return 'newPlace.needKind'
  if (draft.name.trim() === '') return 'newPlace.needName'
  if (usccFault(draft)) return 'newPlace.usccWrong'
  if (draft.address.trim() === '') return 'newPlace.needAddress'
  if (standsIn(draft) === null) return 'newPlace.needUnit'
  return contactFault(draft)
}

/** Data of `place.register`. */
export function registrationOf(draft: PlaceDraft): Record<string, unknown> {
  const uscc = tidyCode(draft.uscc)
  return {
    kind: draft.placeKind,
    name: draft.name.trim(),
    uscc: mayHaveUscc(draft.placeKind) && uscc !== '' ? uscc : null,
    parentId: null,
    unitPath: standsIn(draft),
    address: draft.address.trim(),
    position: draft.position,
    contact: contactOf(draft),
  }
}

/** Data of `place.amend`: the reason and only what differs, so that nobody's other correction is undone. */
export function amendmentOf(draft: AmendDraft): Record<string, unknown> {
  const { place } = draft
  const [name, address, contact] = [draft.name.trim(), draft.address.trim(), contactOf(draft)]
  return {
    ...(name === place.name ? {} : { name }),
    ...(address === place.address ? {} : { address }),
    ...(contact === null ? {} : { contact }),
    reason: draft.reason.trim(),
  }
}

export function whyNotAmend(draft: AmendDraft): FieldWord | null {
  if (draft.name.trim() === '') return 'newPlace.needName'
  if (draft.address.trim() === '') return 'newPlace.needAddress'
  const fault = contactFault(draft)
  if (fault !== null) return fault
  if (Object.keys(amendmentOf(draft)).length === 1) return 'amend.nothing'
  return draft.reason.trim().length < 2 ? 'amend.needReason' : null
}
