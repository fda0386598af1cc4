import type { Instant } from '#domain/calendar.ts'
import type { Unit } from '#domain/people.ts'
import type { Phase, Snapshot, SnapshotFault } from '#domain/phases.ts'
import type { Figure } from '#web/insight/figures.ts'

export type PhaseLine = Phase & { successorName: string | null; areaName: string }
export type PhaseList = { phases: PhaseLine[]; areas: Pick<Unit, 'path' | 'name'>[]; asOf: Instant }
export type Ahead = { open: number; overdue: number; successors: Pick<Unit, 'id' | 'kind' | 'name' | 'path'>[] }
export type Frozen = {
  text: string
  hash: string
  contents: Omit<Snapshot, 'figures'> & { figures: Figure[] }
  check: { ok: boolean; faults: SnapshotFault[]; sealNo: number | null }
  eventId: string
}
export type HandOver = { total: number; handedOver: number; waiting: number; endedBefore: number }
export type PhaseFile = {
  phase: PhaseLine
  ahead: Ahead | null
  snapshot: Frozen | null
  handOver: HandOver | null
  asOf: Instant
}
