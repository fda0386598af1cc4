import type { Instant } from '#domain/calendar.ts'

export const areas = ['survey', 'rectify', 'manage', 'pilot'] as const
export type Area = (typeof areas)[number]

export type Figure = {
  key: string
  value: number | null
  unit: string
  numerator?: number | null
  denominator?: number | null
  scope: string
  period: string
  formula: string
}
/** The last seal of the period. */
export type DailySeal = { no: number; root: string; at: Instant; key: string }
export type Report = { figures: Figure[]; asOf: Instant; seal: DailySeal | null; sample?: true }

/** What stands big on top of each area, most telling first. */
export const headlines: Record<Exclude<Area, 'pilot'>, readonly string[]> = {
  survey: [
    'survey.coverage',
    'survey.hazards',
    'survey.visits.safetyVisit',
    'survey.visits.administrativeInspection',
    'survey.people',
  ],
  rectify: [
    'rectify.rate',
    'rectify.open',
    'rectify.overdue',
    'rectify.rectified',
    'rectify.found',
    'rectify.median_days',
  ],
  manage: [
    'manage.relapse_rate',
    'manage.false_closure_rate',
    'manage.closed',
    'manage.relapses',
    'manage.false_closures',
    'manage.extensions',
  ],
}

/** Sets of figures that belong side by side: every key that begins so. */
export const groups: Record<Exclude<Area, 'pilot'>, readonly string[]> = {
  survey: ['survey.hazards', 'survey.visited'],
  rectify: ['rectify.rate', 'rectify.status'],
  manage: ['manage.samples', 'manage.escalations', 'manage.notices'],
}

export function inGroup(figures: readonly Figure[], group: string): Figure[] {
  return figures.filter((figure) => figure.key.startsWith(`${group}.`))
}
