import type { Instant } from '#domain/calendar.ts'
import type { Plate } from '#domain/colours.ts'
import type { Evidence, FindingAct, Hazard, HazardStatus } from '#domain/hazards.ts'
import type { Act, Visit } from '#domain/inspections.ts'
import type { Role, UnitKind } from '#domain/people.ts'
import type { Place, PlaceKind, PlaceStatus, Position } from '#domain/places.ts'
import type { CheckItem, Mode, Severity } from '#domain/standards.ts'

/** What the server answers, as far as the phone looks at it. */
export type HazardRow = {
  id: string
  status: HazardStatus
  severity: Severity
  mode: Mode
  act: FindingAct
  foundAt: Instant
  deadline: Instant | null
  overdueSince: Instant | null
  closedAt: Instant | null
  placeId: string
  placeName: string
  itemCode: string
  itemText: string
  /** How many of its photos are still on their way; what was kept by an older app does not say. */
  awaiting?: number
}

export type PlaceRow = {
  id: string
  kind: PlaceKind
  name: string
  address: string
  status: PlaceStatus
  plate: Plate
  open: number
  overdue: number
  unitName: string
  position: Position | null
  lastVisit: Instant | null
}

export type Why = 'overdue' | 'open' | 'reinspect' | 'never' | 'round'
export type TodayRow = PlaceRow & { why: Why; hazards: HazardRow[] }
export type Today = { rows: TodayRow[]; asOf: Instant }
export type Places = { rows: PlaceRow[]; next: string | null; asOf: Instant }
export type Hazards = { rows: HazardRow[]; next: string | null; asOf: Instant }

export type PlaceDetail = {
  place: Place
  plate: Plate
  /** Absent where the phone itself answers: it does not carry whom to call. */
  contact?: { nameMasked: string; phoneMasked: string } | null
  unitNames: string[]
  hazards: HazardRow[]
  /** Told instead of `visits` where the phone itself answers. */
  lastVisit?: Instant | null
  visits?: {
    id: string
    act: Act
    status: Visit['status']
    startedAt: Instant
    failed: number
    by: string[]
  }[]
  asOf: Instant
}

export type Sheet = {
  place: Place
  items: CheckItem[]
  open: HazardRow[]
  /** Absent in what an older app kept on the phone. */
  rooms?: { id: string; name: string }[]
  asOf: Instant
}

export type HazardDetail = {
  hazard: Hazard
  place: { id: string; name: string; address: string }
  item: CheckItem
  actions: { action: string; problem: { code: string; facts: Record<string, unknown> } | null }[]
  asOf: Instant
}

export type VisitDetail = {
  visit: Visit
  text: string
  textHash: string
  receipt: { event: string } | null
  awaiting?: number
}
export type Colleagues = {
  rows: { accountId: string; name: string; role: Role; unitName: string; certificateNo: string }[]
}

export type UnitRow = { id: string; kind: UnitKind; name: string; path: string; children: number }
export type Units = { units: UnitRow[]; asOf: Instant }

export type Session = {
  account: { id: string; displayName: string; login: string }
  post: {
    id: string
    role: Role
    unit: { id: string; name: string; kind: UnitKind; path: string }
    certificateNo: string | null
    /** The line of the department to which the post belongs. */
    line?: string | null
  } | null
  posts: { id: string; role: Role; unitName: string }[]
  may: string[]
  demo: boolean
  district: { code: string; name: string }
  serverTime: Instant
}

export type Proofs = readonly Evidence[]
