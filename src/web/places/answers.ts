import type { Instant } from '#domain/calendar.ts'
import type { Plate } from '#domain/colours.ts'
import type { Act, Visit } from '#domain/inspections.ts'
import type { Place, PlaceKind, PlaceStatus } from '#domain/places.ts'
import type { HazardRow } from '#web/hazards/answers.ts'

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
  scopePath: string
  lastVisit: Instant | null
}

export type PlaceList = { rows: PlaceRow[]; next: string | null; asOf: Instant }

export type VisitLine = {
  id: string
  act: Act
  status: Visit['status']
  startedAt: Instant
  finishedAt: Instant | null
  failed: number
  by: string[]
}

type Named = { id: string; name: string }

export type PlaceFile = {
  place: Place
  plate: Plate
  contact: { nameMasked: string; phoneMasked: string } | null
  unitNames: string[]
  hazards: HazardRow[]
  visits: VisitLine[]
  parent: Named | null
  /** Null also where that place is out of reach. */
  mergedInto: Named | null
  /** Entries that were merged into this one. */
  duplicates: Named[]
  rooms: Named[]
  asOf: Instant
}
