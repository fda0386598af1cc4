import type { Instant } from '#domain/calendar.ts'
import { type Evidence, missingEvidence } from '#domain/hazards.ts'
import type { Act, EntryResult } from '#domain/inspections.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem, Mode } from '#domain/standards.ts'
import { allKept, keep, kept } from './keep.ts'

/** One line of the sheet as filled in so far. */
export type Line = {
  result: EntryResult
  /** Minted with the first tap on 不合格: photos, hazard and notices all carry it. */
  hazardId: string | null
  photos: readonly Evidence[]
  note: string
  /** Stricter than the item's, or null for the item's own. */
  mode: Mode | null
  /** Proof that it was put right on the spot; empty when it was not. */
  fixed: readonly Evidence[]
  /** The open hazard that this line already is; it is not found a second time. */
  known: string | null
}

/** 拒签: why, and who saw it or what was filmed. */
export type Refusal = { reason: string; witnesses: readonly [string, string]; video: readonly Evidence[] }

export const emptyRefusal: Refusal = { reason: '', witnesses: ['', ''], video: [] }

/** An open walk: from the first step into the door to the signature. */
export type Draft = {
  kind: 'walk'
  id: string
  accountId: string
  postId: string
  act: Act
  with: readonly string[]
  approvalNo: string
  noticeNo: string
  place: { id: string; name: string; kind: PlaceKind; address: string }
  items: readonly CheckItem[]
  /** Open hazards of the place when the walk began, by item. */
  open: Record<string, { id: string; deadline: Instant | null }>
  startId: string
  startedAt: Instant
  changedAt: Instant
  lines: Record<string, Line>
  refusal: Refusal
}

export const emptyLine: Line = {
  result: 'pass',
  hazardId: null,
  photos: [],
  note: '',
  mode: null,
  fixed: [],
  known: null,
}

/** A report that is not sent yet. One at a time. */
export type ReportDraft = {
  kind: 'report'
  id: string
  accountId: string
  photos: readonly Evidence[]
  place: { id: string; name: string; kind: PlaceKind; address: string } | null
  item: CheckItem | null
  mode: Mode | null
  note: string
}

export function findDraft(id: string): Promise<Draft | undefined> {
  return kept<Draft>('drafts', id)
}

/** The open walks of one person, oldest first. */
export async function walksOf(accountId: string): Promise<Draft[]> {
  const all = await allKept<Draft | ReportDraft>('drafts')
  return all.filter((draft) => draft.kind === 'walk').filter((draft) => draft.accountId === accountId)
}

export function saveDraft(draft: Draft): Promise<void> {
  return keep('drafts', draft.id, draft)
}

/** A failed line is complete with a photo, and with all the proof of its repair if it was repaired. */
export function lineIsComplete(item: Pick<CheckItem, 'evidenceKinds'>, line: Line): boolean {
  if (line.result !== 'fail') return true
  const proven = line.fixed.length === 0 || missingEvidence(item, line.fixed).length === 0
  return line.photos.length > 0 && proven
}

export function openItems(draft: Draft): CheckItem[] {
  return draft.items.filter((item) => {
    const line = draft.lines[item.code]
    return line === undefined || !lineIsComplete(item, line)
  })
}

/** The findings in the order of the sheet, which is the order of the text that is signed. */
export function failedItems(draft: Draft): { item: CheckItem; line: Line }[] {
  return draft.items.flatMap((item) => {
    const line = draft.lines[item.code]
    return line?.result === 'fail' ? [{ item, line }] : []
  })
}
