import { day, hour } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { endOf, workingHours } from './pilot-days.ts'
import { lastDay } from './pilot-figures.ts'
import type { Occasion } from './pilot-findings.ts'
import { seededId } from './pilot-ids.ts'
import { type Life, naturalDays } from './pilot-lives.ts'
import type { PlannedPlace } from './pilot-places.ts'
import type { StepTable } from './pilot-steps-table.ts'
import type { PlannedVisit } from './pilot-visits.ts'
import type { DemoPost } from './posts.ts'
import type { Random } from './random.ts'

export type PilotOptions = {
  /** 1 is the whole pilot. */
  share: number
  seed?: string
  /** Codes of the towns; both unless given. */
  towns?: readonly string[]
}

export type Pilot = {
  seed: string
  posts: readonly DemoPost[]
  places: PlannedPlace[]
  visits: PlannedVisit[]
  lives: Life[]
  steps: StepTable
  sheets: ReadonlyMap<PlaceKind, readonly CheckItem[]>
}

/** The last moment of the replay on the even axis. */
export const planEnd = endOf(lastDay) - hour

/** A hazard as it is found; how it goes on is planned later. */
export function newLife(pilot: Pilot, occasion: Occasion, item: CheckItem, onSite: boolean, random: Random): Life {
  const foundAt = workingHours(occasion.moment)
  const { key } = pilot.places[occasion.place] as PlannedPlace
  return {
    id: seededId(pilot.seed, foundAt, `hazard ${key} ${item.code}`),
    place: occasion.place,
    visit: occasion.visit,
    item,
    found: occasion.moment,
    foundAt,
    onSite,
    natural: occasion.moment + naturalDays(item, random) * day,
    closed: null,
    closedAt: null,
    voidedAt: null,
    filedDeadline: null,
    deadlines: [],
    away: [],
    extension: null,
    objectionUpheld: false,
    samplePassed: null,
    told: false,
  }
}
