import type { Severity } from './standards.ts'

/** 五种类别, the plate of a place. */
export const plateClasses = ['critical', 'serious', 'general', 'rectified', 'closedDown'] as const
export type PlateClass = (typeof plateClasses)[number]

/** 三种情形 plus 逾期, a badge on the plate. */
export const situations = ['relapsed', 'overdue', 'inWork', 'untouched'] as const
export type Situation = (typeof situations)[number]

/** Counts over the open hazards of one place. */
export type OpenCounts = {
  critical: number
  serious: number
  general: number
  relapsed: number
  overdue: number
  inWork: number
}

export type Plate = { class: PlateClass; situation: Situation | null }

/** Decision table of domain rules §8 (product rule): closed → worst open severity → rectified; a badge only while something is open. */
export function plateOf(placeStatus: string, open: OpenCounts): Plate {
  if (placeStatus === 'closedDown') return { class: 'closedDown', situation: null }
  const worst = (['critical', 'serious', 'general'] as const satisfies readonly Severity[]).find((s) => open[s] > 0)
  if (worst === undefined) return { class: 'rectified', situation: null }
  return { class: worst, situation: situationOf(open) }
}

function situationOf(open: OpenCounts): Situation {
  if (open.relapsed > 0) return 'relapsed'
  if (open.overdue > 0) return 'overdue'
  return open.inWork > 0 ? 'inWork' : 'untouched'
}

/** A closed place or one without open hazards has no situation: the other combinations do not exist. */
export function plateIsValid(plate: Plate): boolean {
  const quiet = plate.class === 'closedDown' || plate.class === 'rectified'
  return quiet === (plate.situation === null)
}
