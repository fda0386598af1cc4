import type { Instant } from './calendar.ts'
import type { Evidence } from './hazards.ts'
import type { PinnedItem } from './standards.ts'

/**
 * Two acts that the law keeps apart (国办发〔2024〕54号): a safety visit informs and recommends,
 * an administrative inspection by certificate holders may order. One never becomes the other.
 */
export const acts = ['safetyVisit', 'administrativeInspection'] as const
export type Act = (typeof acts)[number]

export const entryResults = ['pass', 'fail', 'notApplicable'] as const
export type EntryResult = (typeof entryResults)[number]

/** One line of the sheet, filled in. A failed one carries the hazard that it is. */
export type Entry = {
  itemCode: string
  result: EntryResult
  hazardId: string | null
  /** Proof that it was put right before leaving. */
  fixed: readonly Evidence[]
}

export type Acknowledgement =
  | { kind: 'signed'; textHash: string; commitment: string; at: Instant }
  | { kind: 'refused'; textHash: string; witnesses: number; video: string | null; at: Instant }

type Walk = {
  id: string
  version: number
  status: 'open' | 'acknowledged' | 'finished'
  placeId: string
  /** Of a rental house: its rooms that were walked. Null where that was not said. */
  rooms: readonly string[] | null
  originPath: string
  scopePath: string
  sheet: readonly PinnedItem[]
  entries: readonly Entry[]
  startedAt: Instant
  /** When something last happened to it. */
  changedAt: Instant
  acknowledgement: Acknowledgement | null
  finishedAt: Instant | null
}

/** 安全走访: by one or more people, without power to order. */
export type SafetyVisit = Walk & { act: 'safetyVisit'; by: readonly string[] }

/** 行政检查: by at least two certificate holders, with an approval, a notice and an act code. */
export type AdministrativeInspection = Walk & {
  act: 'administrativeInspection'
  by: readonly string[]
  /** The posts under which they hold their enforcement certificates, in the order of `by`. */
  certificatePosts: readonly string[]
  approvalNo: string
  noticeNo: string
  department: string
}

export type Visit = SafetyVisit | AdministrativeInspection

/** Which paper a finding may lead to. 责令限期改正 comes only from an administrative inspection. */
export type NoticeTemplate = 'advice' | 'order'

export function noticeTemplate(act: Act | 'report'): NoticeTemplate {
  return act === 'administrativeInspection' ? 'order' : 'advice'
}

/** Fewest officers of an administrative inspection (行政处罚法 42). */
export const fewestOfficers = 2

/** Witnesses that stand in for a refused signature, unless a video does. */
export const fewestWitnesses = 2
