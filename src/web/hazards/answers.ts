import type { Instant } from '#domain/calendar.ts'
import type { FindingAct, Hazard, HazardStatus, PartyRole } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import type { NoticeKind, NoticeState } from '#domain/notices.ts'
import type { ActorRole } from '#domain/people.ts'
import type { PlaceKind, PlaceStatus, Position } from '#domain/places.ts'
import type { ProblemCode } from '#domain/problems.ts'
import type { CheckItem, Mode, Severity } from '#domain/standards.ts'

export type HazardRow = {
  id: string
  version: number
  status: HazardStatus
  severity: Severity
  mode: Mode
  act: FindingAct
  foundAt: Instant
  deadline: Instant | null
  overdueSince: Instant | null
  stalledSince: Instant | null
  closedAt: Instant | null
  relapseOf: string | null
  sample: Hazard['sample']
  rung: number
  placeId: string
  placeName: string
  placeKind: PlaceKind
  address: string
  itemCode: string
  itemText: string
  department: string
  scopePath: string
  unitName: string
  noticeState: NoticeState | null
  /** How many of its named photos and videos are still on their way. */
  awaiting: number
}

export type HazardCounts = {
  total: number
  open: number
  overdue: number
  stalled: number
  byStatus: Partial<Record<HazardStatus, number>>
  bySeverity: Partial<Record<Severity, number>>
}

export type HazardList = { rows: HazardRow[]; next: string | null; counts: HazardCounts; asOf: Instant; seq: number }

export type TimelineEntry = {
  id: string
  type: string
  occurred: Instant
  received: Instant
  /** Done on a device and sent later. */
  late: boolean
  by: string
  role: ActorRole | null
  unitName: string | null
  data: Record<string, unknown>
  remark: string | null
}

export type HazardNotice = {
  id: string
  /** The event whose receipt proves it: of its newest state, or what it tells of. */
  receiptEvent: string
  template: NoticeKind
  channel: string
  state: NoticeState
  attempts: number
  recipient: string
  lastError: string | null
  createdAt: Instant
  changedAt: Instant
  text: string | null
}

export type OwnerLink = { id: string; expiresAt: Instant; revokedAt: Instant | null; opens: number }

export type ActionAnswer = {
  action: HazardAction
  problem: { code: ProblemCode; facts?: Record<string, unknown> } | null
}

export type HazardFile = {
  hazard: Hazard
  place: { id: string; name: string; kind: PlaceKind; address: string; position: Position | null; status: PlaceStatus }
  unitNames: string[]
  item: CheckItem
  parties: Record<PartyRole, { id: string; name: string } | null>
  /** To whom the end of a phase handed it over. */
  team: { id: string; name: string } | null
  awaiting: number
  missingParties: PartyRole[]
  timeline: TimelineEntry[]
  people: Record<string, string>
  notices: HazardNotice[]
  links: OwnerLink[]
  relapse: { previous: string | null; later: string[] }
  inspections: { id: string; noticeNo: string; startedAt: Instant }[]
  actions: ActionAnswer[]
  asOf: Instant
}
