import { organisationCheckDigit, usccCheckDigit } from '#domain/identifiers.ts'
import { type PlaceKind, type Position, placeKinds } from '#domain/places.ts'
import { personName, phoneNumber } from './names.ts'
import { describePlace, type PlaceDescription } from './place-descriptions.ts'
import { apportion, type Random, seededRandom } from './random.ts'
import type { DemoUnit } from './town.ts'

/** Parks come before the firms in them, houses before their rooms. */
const order = ['microPark', ...placeKinds.filter((kind) => kind !== 'microPark' && kind !== 'room')] as const

export type PlaceCounts = Record<PlaceKind, number>

export type DemoPlace = {
  /** stable in the town: village code, kind, running number; a room's continues its house's */
  key: string
  kind: PlaceKind
  name: string
  /** what is read on the spot inside its parent, 201室; else the name */
  label: string
  /** as in the column `place_type` of the check catalogue; a form with brackets takes the items of the plain one too */
  placeType: string
  industry: string | null
  uscc: string | null
  address: string
  /** the micro-grid's terminated path */
  path: string
  position: Position
  /** owner, landlord or head: invented; a room carries its landlord, never a tenant */
  responsible: { name: string; phone: string }
  /** the house of a room, the park of a factory in it */
  parentKey: string | null
}

/** The pilot's published totals where there are some (enterprise, shop, room, microPark); the others are plausible for a town of this size. */
export const pilotCounts: PlaceCounts = {
  microPark: 18,
  enterprise: 2906,
  shop: 5295,
  rental: 3450,
  room: 17232,
  site: 42,
  school: 58,
  hospital: 21,
  religious: 37,
  lpg: 3,
  logistics: 46,
  residential: 64,
}

export type PlaceOptions = {
  seed?: string
  /** how many of each kind in the whole town; a kind left out is not generated. Rooms need rentals. */
  counts: Partial<PlaceCounts>
  /** how many of the rental houses are let by the room; all of them unless given */
  housesWithRooms?: number
  /** serial of the first credit code; towns that share a database take ranges apart */
  firstSerial?: number
}

/**
 * The places of one town, village by village, parents before children.
 * `units` are its villages and micro-grids as from `unitsBelow`; larger villages get more.
 */
export function* places(
  town: { name: string; district: string },
  units: readonly DemoUnit[],
  options: PlaceOptions,
): Generator<DemoPlace> {
  const seed = options.seed ?? 'bihuan'
  const inTown = units.filter(({ kind }) => kind === 'village')
  const weights = inTown.map(({ weight }) => weight)
  const shares = new Map(placeKinds.map((kind) => [kind, apportion(options.counts[kind] ?? 0, weights)]))
  const houses = options.counts.rental ?? 0
  const rooms = roomsPerHouse(options.counts.room ?? 0, houses, options.housesWithRooms ?? houses, seed)
  const microGridsOf = Map.groupBy(
    units.filter(({ kind }) => kind === 'microGrid'),
    ({ path }) => path.split('/').slice(0, 4).join('/') + '/',
  )
  let serial = options.firstSerial ?? 1
  let house = 0

  for (const [at, village] of inTown.entries()) {
    const random = seededRandom(`${seed}/places/${village.code}`)
    const taken = new Set<string>()
    const parks: string[] = []
    for (const kind of order) {
      for (let n = 1; n <= (shares.get(kind)?.[at] ?? 0); n++) {
        const key = `${village.code}-${kind}-${String(n).padStart(4, '0')}`
        const draft = unique(taken, () => describePlace(kind, village.name, n, random))
        const prefix = usccPrefixes[kind]
        const microGrid = random.pick(microGridsOf.get(village.path) ?? [])
        const place: DemoPlace = {
          key,
          kind,
          label: draft.name,
          ...draft,
          uscc: prefix ? creditCode(prefix, serial++) : null,
          address: `浙江省杭州市${town.district}${town.name}${draft.address}`,
          path: microGrid.path,
          position: positionIn(microGrid, random),
          responsible: { name: personName(random), phone: phoneNumber(random) },
          parentKey: kind === 'enterprise' && parks.length > 0 && random.chance(0.25) ? random.pick(parks) : null,
        }
        if (kind === 'microPark') parks.push(key)
        yield place
        if (kind === 'rental') yield* roomsOf(place, rooms[house++] ?? 0)
      }
    }
  }
}

function* roomsOf(house: DemoPlace, count: number): Generator<DemoPlace> {
  const perFloor = count > 16 ? 6 : 4
  for (let i = 0; i < count; i++) {
    const label = `${1 + Math.floor(i / perFloor)}0${1 + (i % perFloor)}室`
    yield {
      ...house,
      key: `${house.key}-${label.slice(0, 3)}`,
      kind: 'room',
      name: house.name.replace(/出租房$/, label),
      label,
      address: house.address + label,
      parentKey: house.key,
    }
  }
}

function roomsPerHouse(rooms: number, houses: number, withRooms: number, seed: string): number[] {
  if (houses === 0) return []
  const random = seededRandom(`${seed}/rooms`)
  const weights = Array.from({ length: houses }, () => 0.5 + random.next() ** 2 * 2)
  if (withRooms >= houses) return apportion(rooms, weights, rooms >= houses ? 1 : 0)
  // Spread evenly over the list, which goes village by village.
  const byRoom = weights.map(
    (_, n) => Math.floor(((n + 1) * withRooms) / houses) > Math.floor((n * withRooms) / houses),
  )
  const shares = apportion(
    rooms,
    weights.filter((_, n) => byRoom[n]),
    1,
  ).values()
  return weights.map((_, n) => (byRoom[n] ? (shares.next().value ?? 0) : 0))
}

/** 登记管理部门 + 机构类别: firms, sole traders, public institutions, religious sites. Houses and estates have no code. */
const usccPrefixes: Partial<Record<PlaceKind, string>> = {
  microPark: '91',
  enterprise: '91',
  shop: '92',
  site: '91',
  school: '12',
  hospital: '12',
  religious: '71',
  lpg: '91',
  logistics: '91',
}

/** Valid by both checks and plainly invented: region 000000 and an organisation code that begins with XX. */
export function creditCode(prefix: string, serial: number): string {
  const body = `XX${String(serial).padStart(6, '0')}`
  if (body.length !== 8) throw new RangeError(`creditCode: the serial ${serial} has more than 6 digits`)
  const first17 = `${prefix}000000${body}${organisationCheckDigit(body)}`
  return first17 + usccCheckDigit(first17)
}

function unique(taken: Set<string>, draw: () => PlaceDescription): PlaceDescription {
  for (let attempt = 0; attempt < 400; attempt++) {
    const draft = draw()
    if (taken.has(draft.name)) continue
    taken.add(draft.name)
    return draft
  }
  throw new RangeError('the village needs more different names than the demo has')
}

function positionIn({ box }: DemoUnit, random: Random): Position {
  if (!box) throw new RangeError('a micro-grid of the demo has an outline')
  const within = (low: number, high: number) =>
    Math.round((low + (high - low) * (0.08 + 0.84 * random.next())) * 1e6) / 1e6
  return {
    lng: within(box.west, box.east),
    lat: within(box.south, box.north),
    datum: 'wgs84',
    accuracy: null,
  }
}
