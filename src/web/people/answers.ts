import type { Instant } from '#domain/calendar.ts'
import type { AccountKind, Role, Unit, UnitKind } from '#domain/people.ts'

export type UnitRow = {
  id: string
  code: string
  kind: UnitKind
  name: string
  path: string
  line: string | null
  parentId: string | null
  children: number
  open: number
  overdue: number
}
export type UnitList = { units: UnitRow[]; asOf: Instant }

export type PostRow = {
  id: string
  accountId: string
  name: string
  role: Role
  certificateNo: string | null
  validFrom: Instant
  validTo: Instant | null
}

export type UnitFile = {
  unit: Unit
  ancestors: { id: string; name: string; kind: UnitKind }[]
  posts: PostRow[]
  counts: { open: number; overdue: number; places: number }
  asOf: Instant
}

export type AccountList = { rows: AccountRow[]; next: string | null }

export type AccountRow = {
  id: string
  login: string
  displayName: string
  kind: AccountKind
  disabledAt: Instant | null
  lockedUntil: Instant | null
  posts: { id: string; role: Role; unitName: string; certificateNo: string | null; validTo: Instant | null }[]
}
