import type { Instant } from './calendar.ts'
import { day, plus } from './calendar.ts'
import type { Hazard } from './hazards.ts'
import type { Pack, PackPlace, PackUnit } from './pack.ts'
import { areaOf } from './people.ts'
import { sheetKind } from './places.ts'
import { type CheckItem, sheetFor } from './standards.ts'

/** A hazard as lists show it, with the words of its place and of the version of the item that it names. */
export function hazardInPack(pack: Pack, hazard: Hazard) {
  const { id, status, severity, mode, act, foundAt, deadline, overdueSince, closedAt, placeId, itemCode } = hazard
  const placeName = pack.places.get(placeId)?.name ?? ''
  const itemText = itemOfHazard(pack, hazard)?.text ?? ''
  const said = { status, severity, mode, act, foundAt, deadline, overdueSince, closedAt }
  return { id, ...said, placeId, placeName, itemCode, itemText }
}

export function itemOfHazard(pack: Pack, { itemCode, itemVersion }: Hazard): CheckItem | null {
  return pack.items.find(({ code, version }) => code === itemCode && version === itemVersion) ?? null
}

/** What is open at a place, the newest first. */
export function openAt(pack: Pack, placeId: string) {
  return [...pack.hazards.values()]
    .filter((hazard) => hazard.placeId === placeId)
    .sort((a, b) => (a.foundAt === b.foundAt ? (a.id < b.id ? 1 : -1) : a.foundAt < b.foundAt ? 1 : -1))
    .map((hazard) => hazardInPack(pack, hazard))
}

/** The sheet to walk at a place as the server would give it then; null where the pack has no such place. */
export function sheetInPack(pack: Pack, placeId: string, now: Instant) {
  const place = pack.places.get(placeId)
  if (place === undefined) return null
  return {
    place,
    items: sheetFor(pack.items, sheetKind(place.kind), now),
    open: openAt(pack, placeId),
    rooms: roomsOf(pack, placeId),
  }
}

/** The rooms of a house that count, 101 before 1001. */
function roomsOf(pack: Pack, houseId: string): { id: string; name: string }[] {
  return [...pack.places.values()]
    .filter(({ parentId, kind, status }) => parentId === houseId && kind === 'room' && status === 'active')
    .sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .map(({ id, name }) => ({ id, name }))
}

/** Names of the units above a place, from the district down. */
export function unitNamesInPack(pack: Pack, { scopePath }: Pick<PackPlace, 'scopePath'>): string[] {
  return pack.units
    .filter(({ path }) => scopePath.startsWith(path))
    .sort((a, b) => a.path.length - b.path.length)
    .map(({ name }) => name)
}

/** The units below one, or the topmost of the area of a post. */
export function unitsInPack(
  pack: Pack,
  parentId: string | null,
  postPath: string,
): (PackUnit & { children: number })[] {
  const top = areaOf(postPath)
  const found = pack.units.filter((unit) => (parentId === null ? unit.path === top : unit.parentId === parentId))
  return found.map((unit) => ({ ...unit, children: pack.units.filter((one) => one.parentId === unit.id).length }))
}

/** Why a place is on today's list, the most urgent first. */
export type Why = 'overdue' | 'reinspect' | 'open' | 'never' | 'round'

const most = 60
const roundDays = 30

/**
 * Where to go today, as the server puts it together: what is overdue, what awaits re-inspection, what is open, in each what has
 * waited longest; then the round, first what nobody has visited. What falls due while there is no signal counts as overdue.
 */
export function todayInPack(pack: Pack, now: Instant): { place: PackPlace; why: Why }[] {
  const hazards = [...pack.hazards.values()].sort((a, b) =>
    a.foundAt === b.foundAt ? 0 : a.foundAt < b.foundAt ? -1 : 1,
  )
  const why = new Map<string, Why>()
  const because = (reason: Why, places: readonly string[]) => {
    for (const id of places) if (why.size < most && !why.has(id)) why.set(id, reason)
  }
  const placesOf = (which: (hazard: Hazard) => boolean) => hazards.filter(which).map(({ placeId }) => placeId)
  const isLate = ({ overdueSince, deadline, status }: Hazard) =>
    overdueSince !== null || (deadline !== null && deadline < now && status !== 'submitted' && status !== 'reinspected')
  because('overdue', placesOf(isLate))
  because(
    'reinspect',
    placesOf(({ status }) => status === 'submitted'),
  )
  because(
    'open',
    placesOf(() => true),
  )
  const standing = [...pack.places.values()].filter(({ status, parentId }) => status === 'active' && parentId === null)
  const ids = (places: readonly PackPlace[]) => places.map(({ id }) => id)
  because('never', ids(standing.filter(({ lastVisit }) => lastVisit === null).sort(byId)))
  const since = plus(now, -roundDays * day)
  const due = standing.flatMap((place) =>
    place.lastVisit !== null && place.lastVisit < since ? { place, at: place.lastVisit } : [],
  )
  because(
    'round',
    ids(due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : byId(a.place, b.place))).map(({ place }) => place)),
  )
  return [...why].flatMap(([id, reason]) => {
    const place = pack.places.get(id)
    return place === undefined ? [] : [{ place, why: reason }]
  })
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
