import type { Instant } from '#domain/calendar.ts'
import { type Evidence, missingEvidence } from '#domain/hazards.ts'
import type { Act, EntryResult } from '#domain/inspections.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem, Mode } from '#domain/standards.ts'
import { allKept, keep } from './keep.ts'
import type { HazardRow } from './shapes.ts'

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
}

/** A hazard of the place that was open before this walk, as the server last told it. */
export type Known = Pick<HazardRow, 'id' | 'status' | 'severity' | 'mode' | 'foundAt' | 'deadline' | 'overdueSince'>

/** 拒签: why, and who saw it or what was filmed. */
export type Refusal = { reason: string; witnesses: readonly [string, string]; video: readonly Evidence[] }

export const emptyRefusal: Refusal = { reason: '', witnesses: ['', ''], video: [] }

/** A room of the house in hand. Walked unless said otherwise. */
export type RoomWalked = { id: string; name: string; walked: boolean }

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
  /** Of a rental house with rooms. */
  rooms?: readonly RoomWalked[]
  items: readonly CheckItem[]
  /** By item: what is open already is looked at again, and is not found a second time. */
  open: Record<string, Known>
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

/** The open walks of one person, oldest first. */
export async function walksOf(accountId: string): Promise<Draft[]> {
  const all = await allKept<Draft | { kind: 'another' }>('drafts')
  return all.filter((draft) => draft.kind === 'walk').filter((draft) => draft.accountId === accountId)
}

export function saveDraft(draft: Draft): Promise<void> {
  return keep('drafts', draft.id, draft)
}

/** Answered, and a failed line with a photo and with all the proof of its repair if it was repaired. */
export function isComplete(draft: Draft, item: CheckItem): boolean {
  const line = draft.lines[item.code]
  if (line === undefined) return false
  const known = draft.open[item.code] !== undefined
  if (line.result !== 'fail') return !(known && line.result === 'notApplicable')
  const missing = line.fixed.length === 0 ? [] : missingEvidence(item, line.fixed)
  return line.photos.length > 0 && (known || (missing.length === 0 && !showsTheSame(line)))
}

/** A picture of the fault is no picture of its repair. */
export function showsTheSame({ photos, fixed }: Pick<Line, 'photos' | 'fixed'>): boolean {
  return fixed.some((proof) => photos.some((photo) => photo.hash === proof.hash))
}

export function openItems(draft: Draft): CheckItem[] {
  return draft.items.filter((item) => !isComplete(draft, item))
}

/** A failed line: a fresh hazard, or one that was open before and is named again by its own id. */
export type Finding = { item: CheckItem; line: Line; hazardId: string; known: Known | null }

/** The findings in the order of the sheet, which is the order of the text that is signed. */
export function findingsOf(draft: Draft): Finding[] {
  return draft.items.flatMap((item): Finding[] => {
    const line = draft.lines[item.code]
    if (line?.result !== 'fail') return []
    const known = draft.open[item.code] ?? null
    return [{ item, line, hazardId: known?.id ?? line.hazardId ?? '', known }]
  })
}

/** What the sheet says is open, without what this walk itself has found. */
export function knownOf(open: readonly HazardRow[], lines: Draft['lines']): Draft['open'] {
  const own = new Set(Object.values(lines).map((line) => line.hazardId))
  return Object.fromEntries(
    open
      .filter((row) => !own.has(row.id))
      .map(({ itemCode, id, status, severity, mode, foundAt, deadline, overdueSince }) => [
        itemCode,
        { id, status, severity, mode, foundAt, deadline, overdueSince },
      ]),
  )
}
