import { day, dayOf, plus } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { maySwitch, type Phase, type Snapshot, type Successor } from '#domain/phases.ts'
import { Problem } from '#domain/problems.ts'
import type { Work } from '#server/commands/work.ts'
import { findLastSeal } from '#server/events/seal-store.ts'
import type { Figure } from '#server/insight/figures.ts'
import { pilot } from '#server/insight/pilot.ts'
import { standingOf } from '#server/insight/window.ts'
import { holdTree } from '#server/people/unit-changes.ts'
import { findOpenIds, findUnit, holdCounted } from './store.ts'

/** What a switch freezes. Without figures it would be refused, and nothing was counted. */
export type Frozen = {
  successor: Successor | null
  figures?: readonly Figure[]
  ids: readonly string[]
  seal: Snapshot['seal']
}

/**
 * Counts what a switch freezes. From here to the end of the transaction nobody changes a unit, a place, a hazard or a
 * visit: so the figures, the list and the switch itself are of one instant, and no hazard is found between the counting and
 * the hand-over. Whoever writes meanwhile waits for as long as the pilot's figures take.
 */
export async function freeze(work: Work, actor: Actor, phase: Phase, into: string): Promise<Frozen> {
  const { tx, now } = work
  // Whoever adds or ends a unit holds the tree as well: the successor is in force for as long as this takes.
  await holdTree(tx)
  const successor = await findUnit(tx, into)
  const nothing = { successor, ids: [], seal: null }
  try {
    maySwitch(phase, successor, actor, now)
  } catch (error) {
    if (error instanceof Problem) return nothing
    throw error
  }
  await holdCounted(tx)
  const today = dayOf(now)
  const { standing, frame } = standingOf({ date: today, unit: phase.scopePath }, actor, today)
  // Nothing is dated later than the clock of this process: what is recorded is counted, whenever this one had to wait.
  const figures = await pilot(tx, { ...standing, before: plus(now, day) }, frame)
  const ids = await findOpenIds(tx, phase.scopePath)
  const seal = await findLastSeal(tx, null)
  return { successor, figures, ids, seal: seal && { no: seal.no, root: seal.root, at: seal.at, key: seal.key } }
}
