import { day, type Instant, plus } from './calendar.ts'
import type { Plate } from './colours.ts'
import type { Hazard } from './hazards.ts'
import type { Role, Unit } from './people.ts'
import type { Place } from './places.ts'
import type { CheckItem } from './standards.ts'

/** So many places, rooms among them, a small phone still opens at once; more is refused. */
export const mostPlaces = 10_000
/** From here on somebody should know before it is refused. */
export const manyPlaces = 8_000
/** What was not renewed for so long is believed by nobody, and a lost phone should not know it. */
export const packDays = 7

/** A place as a list shows it and a visit begins with it. Whom to call there is asked for at the door, and not carried. */
export type PackPlace = Place & {
  unitName: string
  lastVisit: Instant | null
  plate: Plate
  open: number
  overdue: number
  /** How its name is spoken, in small letters and without tones: "lan wen zhen zhi". */
  syllables: string
}
export type PackUnit = Pick<Unit, 'id' | 'kind' | 'name' | 'path' | 'parentId'>
export type PackColleague = { accountId: string; name: string; role: Role; unitName: string; certificateNo: string }

export type PackHead = {
  /** Number of the newest event that it knows: from here the next one is asked for. */
  seq: number
  /** Of what reach, org tree and catalogue it is: another one is another pack. */
  key: string
  /** Everything, or only what changed since. */
  full: boolean
  asOf: Instant
  /** Places within reach, rooms among them. */
  places: number
}

/** One line of the answer, which comes as lines of JSON. The head comes first, the end last. */
export type PackLine =
  | { head: PackHead }
  | { place: PackPlace }
  | { hazard: Hazard }
  | { item: CheckItem }
  | { unit: PackUnit }
  | { colleague: PackColleague }
  /** Places that left the reach or were merged, hazards that ended or were moved. */
  | { gone: readonly string[] }
  /** Lines before this one: whatever was cut off on the way has no end. */
  | { end: number }

/** What a phone holds of its own grids. */
export type Pack = Pick<PackHead, 'seq' | 'key' | 'asOf'> & {
  places: ReadonlyMap<string, PackPlace>
  /** Those that are open, at these places. */
  hazards: ReadonlyMap<string, Hazard>
  /** In force, and older versions that an open hazard names. */
  items: readonly CheckItem[]
  units: readonly PackUnit[]
  colleagues: readonly PackColleague[]
}

const nothing = (head: PackHead): Pack => ({
  ...head,
  places: new Map(),
  hazards: new Map(),
  items: [],
  units: [],
  colleagues: [],
})

/** Did all lines arrive, from the head to the end? */
export function isWhole(lines: readonly PackLine[]): boolean {
  const [first, last] = [lines[0], lines.at(-1)]
  return first !== undefined && 'head' in first && last !== undefined && 'end' in last && last.end === lines.length - 1
}

/** What is held after these lines arrived. Throws, and changes nothing, where they are not whole or belong to another pack. */
export function mergePack(was: Pack | null, lines: readonly PackLine[]): Pack {
  const [first] = lines
  if (!isWhole(lines) || first === undefined || !('head' in first)) throw new Error('the pack was cut off')
  const { head } = first
  if (!head.full && was?.key !== head.key) throw new Error('these changes belong to another pack')
  const before = head.full || was === null ? nothing(head) : was
  const places = new Map(before.places)
  const hazards = new Map(before.hazards)
  const items = new Map(before.items.map((item) => [versionOf(item), item]))
  const units = [...before.units]
  const colleagues = [...before.colleagues]
  for (const line of lines) {
    if ('place' in line) places.set(line.place.id, line.place)
    else if ('hazard' in line) hazards.set(line.hazard.id, line.hazard)
    else if ('item' in line) items.set(versionOf(line.item), line.item)
    else if ('unit' in line) units.push(line.unit)
    else if ('colleague' in line) colleagues.push(line.colleague)
    else if ('gone' in line) for (const id of line.gone) if (!places.delete(id)) hazards.delete(id)
  }
  for (const { id, placeId } of hazards.values()) if (!places.has(placeId)) hazards.delete(id)
  const { seq, key, asOf } = head
  return { seq, key, asOf, places, hazards, items: [...items.values()], units, colleagues }
}

const versionOf = ({ code, version }: CheckItem) => `${code} ${version}`

/** Is it too old to be shown? `now` is the latest time that the phone ever saw, so that setting its clock back does not help. */
export function packExpired({ asOf }: Pick<Pack, 'asOf'>, now: Instant): boolean {
  return now >= plus(asOf, packDays * day)
}
