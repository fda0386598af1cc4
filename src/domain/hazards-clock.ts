import { hour, type Instant, plus } from './calendar.ts'
import { type Hazard, owesProof } from './hazards.ts'

/** One step of the escalation ladder: how long after the deadline, and whom it reaches. */
export type Rung = { rung: number; afterHours: number; role: 'villageCadre' | 'townDesk' | 'leader' | 'supervisor' }

/**
 * The ladder as shipped (product rule; towns keep their own in `escalation_rung`).
 * Rung 3 reaches the one who commands the campaign (指挥长).
 */
export const defaultLadder: readonly Rung[] = [
  { rung: 1, afterHours: 0, role: 'villageCadre' },
  { rung: 2, afterHours: 24, role: 'townDesk' },
  { rung: 3, afterHours: 72, role: 'leader' },
]

export type ClockKind = 'deadline' | 'escalation'
export type DueClock = { kind: ClockKind; dueAt: Instant }

/** The one moment at which time itself will next act on this hazard, or null. A hazard has at most one clock. */
export function nextClock(hazard: Hazard, ladder: readonly Rung[]): DueClock | null {
  if (hazard.deadline === null || !owesProof(hazard.status)) return null
  if (hazard.overdueSince === null) return { kind: 'deadline', dueAt: hazard.deadline }
  const next = ladder.find((step) => step.rung > hazard.rung)
  return next ? { kind: 'escalation', dueAt: plus(hazard.deadline, next.afterHours * hour) } : null
}
