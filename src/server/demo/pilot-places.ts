import { minute } from '#domain/calendar.ts'
import { endOf, startOf, workingHours } from './pilot-days.ts'
import { classOf, type PlaceClass, type TownFigures } from './pilot-figures.ts'
import { seededId } from './pilot-ids.ts'
import { type DemoPlace, places } from './places.ts'
import { type Random, seededRandom } from './random.ts'
import { unitsBelow } from './town.ts'

export type PlannedPlace = DemoPlace & {
  id: string
  parentId: string | null
  class: PlaceClass
  registeredAt: number
  /** Rooms of a rented house, as numbers of places. */
  rooms: number[]
  /** A second entry of the same place: into which it is merged, and when. */
  merged: { into: number; at: number } | null
}

/** Where somebody goes for the first time, in which of the town's periods, and which rooms are walked then. */
export type FirstVisit = { place: number; period: number; rooms: number[] }

/** Every place of the town, and who is visited for the first time when. Numbers in it are positions in `places`. */
export function planPlaces(
  town: TownFigures,
  seed: string,
  elsewhere: { period: number; class: PlaceClass }[],
): { places: PlannedPlace[]; visits: FirstVisit[] } {
  const random = seededRandom(`${seed}/${town.code}/registry`)
  const all = registered(town, seed, random)
  const byClass = Map.groupBy(all.keys(), (n) => (all[n] as PlannedPlace).class)
  const visits: FirstVisit[] = []
  for (const kind of ['enterprise', 'shop'] as const) {
    const waiting = shuffled([...(byClass.get(kind) ?? [])], random)
    town.firstVisits.forEach((figures, period) => {
      const already = elsewhere.filter((one) => one.period === period && one.class === kind).length
      const now = waiting.splice(0, figures[kind] - already)
      visits.push(...now.map((place) => ({ place, period, rooms: [] })))
      for (const place of now.slice(0, figures.duplicates[kind])) {
        visits.push({ place: all.length, period, rooms: [] })
        all.push(duplicateOf(all[place] as PlannedPlace, place, town, seed, random))
      }
    })
  }
  visits.push(...houseVisits(all, town, random))
  town.firstVisits.forEach((figures, period) => {
    if (figures.other) visits.push(...(byClass.get('other') ?? []).map((place) => ({ place, period, rooms: [] })))
  })
  return { places: all, visits }
}

function registered(town: TownFigures, seed: string, random: Random): PlannedPlace[] {
  const [start, end] = [startOf(town.registering.from), endOf(town.registering.to)]
  const positions = new Map<string, number>()
  const all: PlannedPlace[] = []
  const options = { seed, counts: town.places, housesWithRooms: town.housesWithRooms, firstSerial: town.firstSerial }
  for (const place of places({ name: town.name, district: town.district }, unitsBelow(town.code), options)) {
    const parent = place.parentKey === null ? undefined : all[positions.get(place.parentKey) ?? -1]
    const drawn = workingHours(start + random.next() * (end - start))
    const isRoom = place.kind === 'room' && parent !== undefined
    // Parks are known from the first day; a room is entered right after its house.
    const registeredAt = isRoom ? parent.registeredAt + (parent.rooms.length + 1) * 1000 : drawn
    if (isRoom) parent.rooms.push(all.length)
    positions.set(place.key, all.length)
    all.push({
      ...place,
      id: seededId(seed, registeredAt, `place ${place.key}`),
      parentId: parent?.id ?? null,
      class: classOf(place.kind),
      registeredAt: place.kind === 'microPark' ? workingHours(start) - minute : registeredAt,
      rooms: [],
      merged: null,
    })
  }
  return all
}

/** Entered once more by somebody else under a shorter name and without its code: found in August, and merged. */
function duplicateOf(place: PlannedPlace, into: number, town: TownFigures, seed: string, random: Random): PlannedPlace {
  const key = `${place.key}-twice`
  const { from, to } = town.merging as { from: string; to: string }
  const [start, end] = [startOf(from), endOf(to)]
  const registeredAt = place.registeredAt + 3 * minute
  const short = place.name.replace(/^杭州(萧山)?(瓜沥)?/, '').replace('有限公司', '厂')
  return {
    ...place,
    key,
    id: seededId(seed, registeredAt, `place ${key}`),
    name:
      short === place.name
        ? `${place.name}(${place.address.match(/[\u4e00-\u9fff]{2}[路街]\d+号/)?.[0] ?? '门面'})`
        : short,
    uscc: null,
    registeredAt,
    rooms: [],
    merged: { into, at: workingHours(start + random.next() * (end - start)) },
  }
}

/**
 * A house is visited when its rooms are walked. What a later period adds is taken from the end of the list, the last
 * house in two parts: not everybody is at home the first time.
 */
function houseVisits(all: readonly PlannedPlace[], town: TownFigures, random: Random): FirstVisit[] {
  const houses = [...all.keys()].filter((n) => (all[n] as PlannedPlace).rooms.length > 0)
  const waiting = shuffled(houses, random).map((place) => ({ place, rooms: [...(all[place] as PlannedPlace).rooms] }))
  return town.firstVisits.flatMap((figures, period) => {
    const visits: FirstVisit[] = []
    let missing = figures.room
    while (missing > 0 && waiting.length > 0) {
      const house = waiting[0] as (typeof waiting)[number]
      const walked = house.rooms.splice(0, missing)
      visits.push({ place: house.place, period, rooms: walked })
      missing -= walked.length
      if (house.rooms.length === 0) waiting.shift()
    }
    return visits
  })
}

export function shuffled<T>(list: T[], random: Random): T[] {
  for (let n = list.length - 1; n > 0; n--) {
    const other = random.between(0, n)
    ;[list[n], list[other]] = [list[other] as T, list[n] as T]
  }
  return list
}
