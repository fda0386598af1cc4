import { hour, instant } from '#domain/calendar.ts'
import { isUscc, maskName, maskPhone } from '#domain/identifiers.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { blindIndex, seal } from '#server/crypto/seal.ts'
import { personName, phoneNumber } from '#server/demo/names.ts'
import { describePlace } from '#server/demo/place-descriptions.ts'
import { creditCode } from '#server/demo/places.ts'
import type { Random } from '#server/demo/random.ts'
import { bytesOf, type Copy } from './copy.ts'
import { quickId } from './ids.ts'
import type { Places } from './land.ts'
import type { Log } from './log.ts'

const prefixes: Partial<Record<PlaceKind, string>> = { enterprise: '91', shop: '92', school: '12', hospital: '12' }
const mostSerials = 999_999

export const placeColumns = [
  'id',
  'kind',
  'name',
  'uscc',
  'parent_id',
  'address',
  'position',
  'status',
  'origin_path',
  'scope_path',
  'registered_at',
  'version',
] as const
export const contactColumns = [
  'place_id',
  'name_sealed',
  'phone_sealed',
  'phone_index',
  'name_masked',
  'phone_masked',
  'scope_path',
] as const

type Into = { place: Copy; contact: Copy; log: Log }

/** Registers every place within the hours before `untilMs`, in order. Returns their ids. Rooms stand in the house before them. */
export async function fillPlaces(
  into: Into,
  places: Places,
  keys: Keys,
  untilMs: number,
  random: Random,
): Promise<string[]> {
  const people = Array.from({ length: 1000 }, () => contactOf(keys, random))
  const serials = new Map<string, number>()
  const ids: string[] = []
  let house: { id: string; path: string } | null = null
  const step = (1000 * hour) / Math.max(places.count, 1)
  for (let n = 0; n < places.count; n++) {
    const ms = Math.floor(untilMs - (places.count - n) * step)
    const [kind, spot] = [places.kindOf(n), places.spotOf(n)]
    const id = quickId(ms, 0, random)
    ids.push(id)
    const drawn = describePlace(kind, spot.villageName, 2 + (n % 500), random)
    const parent = kind === 'room' && house?.path === spot.path ? house.id : null
    if (kind === 'rental') house = { id, path: spot.path }
    const address = `浙江省杭州市萧山区瓜沥镇${drawn.address}`
    const position = {
      lng: 120.4 + random.next() / 10,
      lat: 30.13 + random.next() / 10,
      datum: 'wgs84',
      accuracy: null,
    }
    into.place.add([
      id,
      kind,
      drawn.name,
      codeFor(kind, serials),
      parent,
      address,
      position,
      'active',
      spot.path,
      spot.path,
      instant(ms),
      1,
    ])
    const contact = people[random.between(0, people.length - 1)] as string[]
    into.contact.add([id, ...contact, spot.path])
    const data = { kind, parentId: parent, unitPath: spot.path, contact: true }
    const { worker } = spot.team
    into.log.write('place', id, spot.path, {
      ms,
      at: instant(ms),
      by: worker,
      commandId: quickId(ms, 1, random),
      events: [{ id: quickId(ms, 2, random), type: 'place.registered', data, department: '' }],
      version: 1,
      words: false,
      photos: [],
    })
    into.log.flush(ms)
    if (n % 200 === 0) await Promise.all([into.place.flow(), into.contact.flow(), into.log.flow()])
  }
  return ids
}

function codeFor(kind: PlaceKind, serials: Map<string, number>): string | null {
  const prefix = prefixes[kind]
  if (prefix === undefined) return null
  const serial = (serials.get(prefix) ?? 0) + 1
  serials.set(prefix, serial)
  const code = serial > mostSerials ? null : creditCode(prefix, serial)
  return code !== null && isUscc(code) ? code : null
}

function contactOf(keys: Keys, random: Random): string[] {
  const [name, phone] = [personName(random), phoneNumber(random)]
  return [
    bytesOf(seal(keys, name)),
    bytesOf(seal(keys, phone)),
    bytesOf(blindIndex(keys, phone)),
    maskName(name),
    maskPhone(phone),
  ]
}
