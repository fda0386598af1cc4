import { day, hour, minute } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import { workingHours } from './pilot-days.ts'
import { seededId } from './pilot-ids.ts'
import type { Life } from './pilot-lives.ts'
import type { PlannedPlace } from './pilot-places.ts'
import type { StepTable } from './pilot-steps-table.ts'
import { somebodyElse, type Team } from './pilot-team.ts'
import type { Random } from './random.ts'

/** One visit of the plan; numbers are positions in the plan's lists. */
export type PlannedVisit = {
  id: string
  act: Act
  place: number
  moment: number
  at: number
  by: number
  colleagues: number[]
  rooms: number[]
  /** Hazards found here, and those from earlier visits that are still owed and are named again. */
  found: number[]
  again: number[]
  refused: boolean
}

export const recordAfter = 8 * minute
export const acknowledgeAfter = 12 * minute
export const fixAfter = 13 * minute
const finishAfter = 14 * minute

export function newVisit(
  seed: string,
  place: PlannedPlace,
  index: number,
  moment: number,
  rooms: number[],
  team: Team,
  random: Random,
): PlannedVisit {
  const at = workingHours(moment)
  const [own, other] = team.workers
  const byGrid = other !== undefined && random.chance(0.35)
  const by = (byGrid ? other : own) ?? somebodyElse([team.cadres, team.inspectors], [], random)
  const colleague = byGrid ? own : other
  return {
    id: seededId(seed, at, `visit ${place.key}`),
    act: 'safetyVisit',
    place: index,
    moment,
    at,
    by,
    colleagues: colleague !== undefined && random.chance(0.1) ? [colleague] : [],
    rooms,
    found: [],
    again: [],
    refused: random.chance(0.015),
  }
}

/** Makes an administrative inspection of it, where the town has two officers with certificates. */
export function asInspection(visit: PlannedVisit, team: Team, random: Random): void {
  const [first, second] = [...team.inspectors].sort(() => random.next() - 0.5)
  if (first === undefined || second === undefined) return
  Object.assign(visit, { act: 'administrativeInspection', by: first, colleagues: [second] })
}

/** Adds the commands of a visit, once it is known what else is still owed at the place. */
export function addVisitSteps(
  steps: StepTable,
  visit: PlannedVisit,
  index: number,
  lives: readonly Life[],
  ofPlace: readonly number[],
): void {
  const recorded = visit.at + recordAfter
  visit.again = ofPlace.filter((n) => {
    const life = lives[n] as Life
    return life.visit !== index && life.foundAt < visit.at && isOwed(life, recorded)
  })
  steps.add('start', index, visit.at, visit.by)
  steps.add('record', index, recorded, visit.by)
  if (visit.found.length + visit.again.length > 0)
    steps.add('acknowledge', index, visit.at + acknowledgeAfter, visit.by)
  for (const n of visit.found) if (lives[n]?.onSite) steps.add('fixOnSite', n, visit.at + fixAfter, visit.by)
  steps.add('finish', index, visit.at + finishAfter, visit.by)
}

/** Is the fault itself still there? Not while proof of its repair waits for somebody to look. */
function isOwed(life: Life, at: number): boolean {
  if (life.closedAt !== null && life.closedAt <= at) return false
  if (life.voidedAt !== null && life.voidedAt <= at) return false
  return !life.away.some(({ from, to }) => from <= at && at < to)
}

/** Two visits of one place on one day would be one visit. */
export const apart = day + hour
