import type { Instant } from '#domain/calendar.ts'
import type { Evidence, FindingAct, HazardStatus } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import type { HazardEventType } from '#domain/hazards-evolve.ts'
import type { ProblemCode } from '#domain/problems.ts'
import type { EvidenceKind, Mode, Severity } from '#domain/standards.ts'

/** What the server tells whoever holds the link: the hazard and its history, and nothing about persons. */
export type PublicNotice = {
  hazardId: string
  version: number
  status: HazardStatus
  severity: Severity
  mode: Mode
  act: FindingAct
  itemText: string
  category: string
  /** What proof the item asks for, in the catalogue's own words, parts divided by semicolons. */
  evidence: string
  evidenceKinds: readonly EvidenceKind[]
  legalBasis: string
  placeName: string
  where: string
  foundAt: Instant
  deadline: Instant | null
  originalDeadline: Instant | null
  overdueSince: Instant | null
  before: readonly Evidence[]
  after: readonly Evidence[]
  /** Only an administrative inspection can lead to an order. */
  template: 'advice' | 'order'
  extension: { until: Instant } | null
  objection: boolean
  history: readonly { id: string; type: string; at: Instant }[]
  actions: readonly { action: HazardAction; problem: Refusal | null }[]
  expiresAt: Instant
  serverTime: Instant
  /** Invented data: said on the page and on its print. */
  demo: boolean
}

export type Refusal = { code: ProblemCode | 'network.unreachable'; facts?: Record<string, unknown> }

/** The four steps an owner sees; the statuses between them are the town's own business. */
export const stages = ['told', 'fixing', 'waiting', 'closed'] as const
export type Stage = (typeof stages)[number]

const stageOf: Record<HazardStatus, Stage> = {
  reported: 'told',
  verified: 'told',
  filed: 'told',
  dispatched: 'told',
  accepted: 'told',
  rectifying: 'fixing',
  transferred: 'fixing',
  suspended: 'fixing',
  submitted: 'waiting',
  reinspected: 'waiting',
  closed: 'closed',
  closedDown: 'closed',
  void: 'closed',
}

export function stage(notice: Pick<PublicNotice, 'status'>): Stage {
  return stageOf[notice.status]
}

/** When the given thing last happened, or null. */
export function lastTime(notice: Pick<PublicNotice, 'history'>, type: HazardEventType): Instant | null {
  return notice.history.filter((event) => event.type === type).at(-1)?.at ?? null
}

/** True while the proof handed in last was sent back. */
export function wasReworked(notice: Pick<PublicNotice, 'status' | 'history'>): boolean {
  if (notice.status !== 'rectifying') return false
  return (lastTime(notice, 'hazard.reworked') ?? '') > (lastTime(notice, 'hazard.submitted') ?? '')
}

/** The catalogue writes several demands in one line. */
export function demands(evidence: string): string[] {
  return evidence
    .split(/[;\uff1b]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
