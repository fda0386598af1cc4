import type { Instant } from '#domain/calendar.ts'
import type { Evidence } from '#domain/hazards.ts'
import type { PlaceKind, Position } from '#domain/places.ts'
import { allKept } from './keep.ts'
import type { UnitRow } from './shapes.ts'

type Form = { id: string; accountId: string; changedAt: Instant }

export type UnitStep = Pick<UnitRow, 'id' | 'kind' | 'name' | 'path'>

/** 新增场所: a place that nobody has registered yet. */
export type PlaceDraft = Form & {
  kind: 'place'
  placeKind: PlaceKind | ''
  name: string
  uscc: string
  address: string
  /** From the topmost unit of my reach down to where it stands. */
  units: readonly UnitStep[]
  position: Position | null
  contactName: string
  phone: string
}

/** What is wrong in the file of a place. A contact left blank stays as it is. */
export type AmendDraft = Form & {
  kind: 'amend'
  place: { id: string; name: string; address: string }
  name: string
  address: string
  contactName: string
  phone: string
  reason: string
}

export type FormDraft = PlaceDraft | AmendDraft

/** A second look before its verdict. */
export type ReinspectDraft = { kind: 'reinspect'; changedAt: Instant; photos: readonly Evidence[]; reason: string }

export const reinspectKey = (accountId: string, hazardId: string) => `reinspect ${accountId} ${hazardId}`

/** Forms in which one person has entered something and that were not handed in, oldest first. */
export async function formsOf(accountId: string): Promise<FormDraft[]> {
  const all = await allKept<FormDraft | { kind: 'another' }>('drafts')
  return all
    .filter((draft) => draft.kind === 'place' || draft.kind === 'amend')
    .filter((draft) => draft.accountId === accountId && hasWords(draft))
}

/** A form in which only the grid was chosen, perhaps by itself, is worth nobody's second look. */
function hasWords(draft: FormDraft): boolean {
  return [draft.name, draft.address, draft.contactName, draft.phone].some((text) => text.trim() !== '')
}
