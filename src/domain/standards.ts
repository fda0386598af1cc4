import type { Instant } from './calendar.ts'
import { inForce } from './people.ts'
import type { PlaceKind } from './places.ts'

/** 极严重 / 较严重 / 一般. 极严重 is a candidate for 重大, which only a competent authority confirms. */
export const severities = ['critical', 'serious', 'general'] as const
export type Severity = (typeof severities)[number]

/** 立即 / 集中 / 限期, strictest first. */
export const modes = ['immediate', 'concentrated', 'deadline'] as const
export type Mode = (typeof modes)[number]

export const evidenceKinds = ['photo', 'video', 'document'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** One version of one check item. A new text is a new version; old sheets keep the old one. */
export type CheckItem = {
  code: string
  version: number
  placeKind: PlaceKind
  category: string
  text: string
  severity: Severity
  mode: Mode
  /** Calendar days to rectify; 0 with mode `immediate`. */
  days: number
  legalBasis: string
  /** How sure the catalogue is of the legal basis: 高 / 中 / 低, shown to the user as it is. */
  legalConfidence: string
  /** What proof the item asks for, in words, shown with the task. */
  evidence: string
  /** What of that the machine can insist on after rectification. */
  evidenceKinds: readonly EvidenceKind[]
  /** Line of the responsible department. */
  line: string
  validFrom: Instant
  validTo: Instant | null
}

export type PinnedItem = { code: string; version: number }

/** The sheet for a kind of place on a day: its items in force, in order of code, each pinned to a version. */
export function sheetFor(items: readonly CheckItem[], kind: PlaceKind, at: Instant): CheckItem[] {
  return items.filter((item) => item.placeKind === kind && inForce(item, at)).sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** May an item's mode be changed so? Stricter always; looser only for what is not critical, and by a desk. */
export function modeMayChange(item: Pick<CheckItem, 'severity' | 'mode'>, to: Mode, byDesk: boolean): boolean {
  const stricter = modes.indexOf(to) <= modes.indexOf(item.mode)
  return stricter || (byDesk && item.severity !== 'critical')
}
