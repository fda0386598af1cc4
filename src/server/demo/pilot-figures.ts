import type { Day } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Mode } from '#domain/standards.ts'
import type { PlaceCounts } from './places.ts'

// What was published of the pilot of 2022, to the digit, and beside it what had to be invented to make a town of it.
// Every figure here is a wish of the plan; reports count records and never read this file.

/** Street shops, firms and rented houses were reported apart; all other kinds of place together. */
export const classes = ['enterprise', 'shop', 'rental', 'other'] as const
export type PlaceClass = (typeof classes)[number]

export function classOf(kind: PlaceKind): PlaceClass {
  if (kind === 'enterprise' || kind === 'shop') return kind
  return kind === 'rental' || kind === 'room' ? 'rental' : 'other'
}

/** Findings of one class between two days, both included. */
export type Cohort = {
  class: PlaceClass
  from: Day
  to: Day
  found: number
  /** Exact numbers of each mode: the mode is drawn first and the item after it. */
  modes: Record<Mode, number>
}

/** How many hazards are closed out by the end of a day, in all or of one class or mode. */
export type Closing = { by: Day; of: { class?: PlaceClass; mode?: Mode }; closed: number }

export type TownFigures = {
  code: string
  name: string
  district: string
  /** On the books, duplicate entries left out. */
  places: PlaceCounts
  housesWithRooms: number
  /** Checked for the first time between two days: real places, duplicate entries that are merged later, rooms. */
  firstVisits: readonly {
    from: Day
    to: Day
    enterprise: number
    shop: number
    room: number
    other: boolean
    duplicates: { enterprise: number; shop: number }
  }[]
  /** When the duplicate entries are merged. */
  merging: { from: Day; to: Day } | null
  registering: { from: Day; to: Day }
  cohorts: readonly Cohort[]
  closings: readonly Closing[]
  /** Reported twice or not there, and voided after a second look: counted nowhere. */
  voided: { from: Day; to: Day; count: number } | null
  /** Revisits that are administrative inspections by two officers. */
  inspections: number
  /** First credit code of the town's places. */
  firstSerial: number
}

export const firstDay: Day = '2022-06-15'
export const lastDay: Day = '2022-10-10'

const none = { enterprise: 0, shop: 0 }
const otherPlaces = { site: 42, school: 58, hospital: 21, religious: 37, lpg: 3, logistics: 46, residential: 64 }

/** 瓜沥镇: 2,928 − 30 + 8 = 2,906 firms and 5,351 − 75 + 19 = 5,295 shops; 42,242 + 6,864 = 49,106 hazards. */
const guali: TownFigures = {
  code: '330109113',
  name: '瓜沥镇',
  district: '萧山区',
  places: { microPark: 18, enterprise: 4200, shop: 8300, rental: 12_200, room: 17_232, ...otherPlaces },
  housesWithRooms: 3450,
  firstVisits: [
    {
      from: '2022-06-15',
      to: '2022-07-25',
      enterprise: 2898,
      shop: 5276,
      room: 17_120,
      other: false,
      duplicates: { enterprise: 30, shop: 75 },
    },
    { from: '2022-07-26', to: '2022-08-31', enterprise: 8, shop: 19, room: 112, other: true, duplicates: none },
  ],
  merging: { from: '2022-07-28', to: '2022-08-30' },
  registering: { from: '2022-06-01', to: '2022-06-13' },
  cohorts: [
    cohort('enterprise', '2022-06-15', '2022-07-25', 16_241, [0.2, 0.73, 0.07]),
    cohort('shop', '2022-06-15', '2022-07-25', 16_180, [0.25, 0.75, 0]),
    cohort('rental', '2022-06-15', '2022-07-25', 9821, [0.28, 0.58, 0.14]),
    cohort('enterprise', '2022-07-26', '2022-08-31', 2100, [0.34, 0.6, 0.06]),
    cohort('shop', '2022-07-26', '2022-08-31', 2050, [0.38, 0.62, 0]),
    cohort('rental', '2022-07-26', '2022-08-31', 2000, [0.32, 0.56, 0.12]),
    cohort('other', '2022-07-26', '2022-08-31', 714, [0.5, 0.35, 0.15]),
    cohort('enterprise', '2022-09-01', lastDay, 90, [0.3, 0.64, 0.06]),
    cohort('shop', '2022-09-01', lastDay, 90, [0.4, 0.6, 0]),
    cohort('rental', '2022-09-01', lastDay, 60, [0.3, 0.6, 0.1]),
  ],
  closings: [
    { by: '2022-07-25', of: { class: 'enterprise' }, closed: 5521 },
    { by: '2022-07-25', of: { class: 'shop' }, closed: 5075 },
    { by: '2022-07-25', of: { class: 'rental' }, closed: 5700 },
    { by: '2022-08-31', of: {}, closed: 35_660 },
    { by: lastDay, of: {}, closed: 43_900 },
  ],
  voided: { from: '2022-07-28', to: '2022-08-20', count: 24 },
  inspections: 60,
  firstSerial: 1,
}

const ningweiPlaces = { site: 12, school: 14, hospital: 6, religious: 4, lpg: 1, logistics: 9, residential: 31 }

/** 宁围街道: 2,912 + 4,258 + 37 = 7,207 found; 2,912 + 3,726 + 33 = 6,671 closed out. Its end of reporting is our date. */
const ningwei: TownFigures = {
  code: '330109013',
  name: '宁围街道',
  district: '萧山区',
  places: { microPark: 4, enterprise: 1640, shop: 6400, rental: 0, room: 0, ...ningweiPlaces },
  housesWithRooms: 0,
  firstVisits: [
    { from: '2022-07-04', to: lastDay, enterprise: 1296, shop: 5246, room: 0, other: false, duplicates: none },
  ],
  merging: null,
  registering: { from: '2022-06-20', to: '2022-06-30' },
  cohorts: [
    {
      class: 'enterprise',
      from: '2022-07-04',
      to: lastDay,
      found: 2737,
      modes: { immediate: 900, concentrated: 1800, deadline: 37 },
    },
    {
      class: 'shop',
      from: '2022-07-04',
      to: lastDay,
      found: 4470,
      modes: { immediate: 2012, concentrated: 2458, deadline: 0 },
    },
  ],
  closings: [
    { by: lastDay, of: { mode: 'immediate' }, closed: 2912 },
    { by: lastDay, of: { mode: 'concentrated' }, closed: 3726 },
    { by: lastDay, of: { mode: 'deadline' }, closed: 33 },
  ],
  voided: null,
  inspections: 20,
  firstSerial: 200_001,
}

export const pilotTowns: readonly TownFigures[] = [guali, ningwei]

function cohort(
  of: PlaceClass,
  from: Day,
  to: Day,
  found: number,
  [immediate, , deadline]: [number, number, number],
): Cohort {
  const [first, last] = [Math.round(found * immediate), Math.round(found * deadline)]
  return { class: of, from, to, found, modes: { immediate: first, concentrated: found - first - last, deadline: last } }
}

/** The same town, smaller: what was something stays at least one. */
export function scaledTown(town: TownFigures, share: number): TownFigures {
  if (share === 1) return town
  const scale = (n: number) => (n === 0 ? 0 : Math.max(1, Math.round(n * share)))
  const each = <T extends Record<string, number>>(all: T) =>
    Object.fromEntries(Object.entries(all).map(([key, n]) => [key, scale(n)])) as T
  return {
    ...town,
    places: each(town.places),
    housesWithRooms: scale(town.housesWithRooms),
    firstVisits: town.firstVisits.map((visits) => ({
      ...visits,
      enterprise: scale(visits.enterprise),
      shop: scale(visits.shop),
      room: scale(visits.room),
      duplicates: each(visits.duplicates),
    })),
    cohorts: town.cohorts.map((one) => {
      const modes = each(one.modes)
      return { ...one, modes, found: modes.immediate + modes.concentrated + modes.deadline }
    }),
    closings: town.closings.map((one) => ({ ...one, closed: scale(one.closed) })),
    voided: town.voided && { ...town.voided, count: scale(town.voided.count) },
    inspections: scale(town.inspections),
  }
}
