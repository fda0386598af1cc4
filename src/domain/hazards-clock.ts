import { hour, type Instant, plus } from './calendar.ts'
import { type Hazard, owesProof, waitIsOverAt } from './hazards.ts'

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

export type ClockKind = 'deadline' | 'escalation' | 'waiting'
export type DueClock = { kind: ClockKind; dueAt: Instant }

/** The one moment at which time itself will next act on this hazard, or null. A hazard has at most one clock. */
export function nextClock(hazard: Hazard, ladder: readonly Rung[]): DueClock | null {
  const clocks = [deadlineClock(hazard, ladder), waitingClock(hazard)].filter((clock) => clock !== null)
  return clocks.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))[0] ?? null
}

/** The party's own clock: the deadline, and after it the rungs of the ladder. */
function deadlineClock(hazard: Hazard, ladder: readonly Rung[]): DueClock | null {
  if (hazard.deadline === null || !owesProof(hazard.status)) return null
  if (hazard.overdueSince === null) return { kind: 'deadline', dueAt: hazard.deadline }
  const next = ladder.find((step) => step.rung > hazard.rung)
  return next ? { kind: 'escalation', dueAt: plus(hazard.deadline, next.afterHours * hour) } : null
}

/** A report that nobody files, a proof that nobody looks at: the town's own delay is called out, once per wait. */
function waitingClock(hazard: Hazard): DueClock | null {
  const due = waitIsOverAt(hazard)
  return due === null || hazard.stalledSince !== null ? null : { kind: 'waiting', dueAt: due }
}
