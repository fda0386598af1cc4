import { isUscc, maskName, maskPhone } from '#domain/identifiers.ts'
import { covers, may, type UnitKind } from '#domain/people.ts'
import type { Place, PlaceKind, Position } from '#domain/places.ts'
import { problem } from '#domain/problems.ts'
import { change, keep, putLoaded, shelf, toSave } from '#server/commands/shelf.ts'
import type { Handler, Shelf, Signed, Work } from '#server/commands/work.ts'
import { blindIndex, seal } from '#server/crypto/seal.ts'
import {
  deleteContacts,
  findPlaces,
  findUnitsByPath,
  insertPlaces,
  lockPlaces,
  placeIdsOfHazards,
  putContacts,
  type SealedContact,
  updatePlaces,
} from './store.ts'

type Contact = { name: string; phone: string }
type Registration = {
  kind: PlaceKind
  name: string
  uscc: string | null
  parentId: string | null
  unitPath: string
  address: string
  position: Position | null
  contact: Contact | null
}
type Amendment = { name?: string; address?: string; contact?: Contact | null; reason: string }

/** Units in which a place can stand. A village without grids keeps its places itself. */
const homes: readonly UnitKind[] = ['village', 'grid', 'microGrid']

const comingKey = (placeId: string) => `coming ${placeId}`
const contactKey = (placeId: string) => `contact ${placeId}`

export const placeShelf = (work: Work): Shelf<Place> => shelf<Place>(work, 'place')

/** The place as this batch has left it so far, or null where it is unknown or out of scope. */
export function placeOf(work: Work, id: string): Place | null {
  return placeShelf(work).current.get(id) ?? null
}

/** The same, or what this batch is about to register: a phone without a signal registers a place and walks it at once. */
export function placeToCome(work: Work, id: string): Pick<Place, 'kind' | 'scopePath'> | null {
  return placeOf(work, id) ?? (placeShelf(work).extra.get(comingKey(id)) as Place | undefined) ?? null
}

/** Registering and amending places. Other nouns find the places that their commands name on the shelf. */
export const placeHandler: Handler = {
  takes: (type) => type === 'place.register' || type === 'place.amend',

  async prepare(work, commands) {
    const named = commands.flatMap(({ command }) => (command.data['placeId'] as string | undefined) ?? [])
    const own = commands.filter(({ command }) => command.type.startsWith('place.'))
    const parents = own.flatMap(({ command }) => (command.data['parentId'] as string | null | undefined) ?? [])
    const amended = subjectsOf(own, 'place.amend')
    const shutDown = await placeIdsOfHazards(work.tx, subjectsOf(commands, 'hazard.shut_down'))
    await loadPlaces(work, [...amended, ...shutDown], 'to change')
    await loadPlaces(work, [...named, ...parents, ...subjectsOf(own, 'place.register')])
    const paths = own.flatMap(({ command }) => (command.data['unitPath'] as string | undefined) ?? [])
    for (const unit of await findUnitsByPath(work.tx, paths)) placeShelf(work).extra.set(unit.path, unit.kind)
    for (const { command } of own)
      if (command.type === 'place.register') {
        const { kind, unitPath } = command.data as unknown as Registration
        placeShelf(work).extra.set(comingKey(command.subject), { kind, scopePath: unitPath })
      }
  },

  decide(work, signed) {
    const place = signed.command.type === 'place.register' ? register(work, signed) : amend(work, signed)
    change(placeShelf(work), place)
    return { version: place.version }
  },

  async save(work) {
    const { inserts, updates } = toSave(placeShelf(work))
    await insertPlaces(work.tx, inserts)
    await updatePlaces(work.tx, updates)
    const contacts = [...placeShelf(work).extra].filter(([key]) => key.startsWith(contactKey('')))
    await putContacts(
      work.tx,
      contacts.flatMap(([, sealed]) => (sealed as SealedContact | null) ?? []),
    )
    await deleteContacts(
      work.tx,
      contacts.filter(([, sealed]) => sealed === null).map(([key]) => key.slice(contactKey('').length)),
    )
  },
}

/** Puts places on the shelf that are not there yet. What this batch may change is locked before it is looked at. */
export async function loadPlaces(work: Work, ids: readonly string[], why: 'to read' | 'to change' = 'to read') {
  const missing = ids.filter((id) => !placeShelf(work).current.has(id))
  const load = why === 'to change' ? lockPlaces : findPlaces
  putLoaded(placeShelf(work), await load(work.tx, missing))
}

function subjectsOf(commands: readonly Signed[], type: string): string[] {
  return commands.filter(({ command }) => command.type === type).map(({ command }) => command.subject)
}

function register(work: Work, signed: Signed): Place {
  const { actor, command, at } = signed
  const data = command.data as unknown as Registration
  if (!may(actor, 'place.register')) throw problem('actor.not_allowed', { action: 'place.register' })
  if (placeOf(work, command.subject) !== null) throw problem('command.subject_exists', {}, '/subject')
  if (!covers({ ...actor, line: '*' }, { scopePath: data.unitPath, department: null }))
    throw problem('actor.out_of_scope', {}, '/data/unitPath')
  const unitKind = placeShelf(work).extra.get(data.unitPath) as UnitKind | undefined
  if (unitKind === undefined || !homes.includes(unitKind)) throw problem('place.unit_unknown', {}, '/data/unitPath')
  if (data.uscc !== null && !isUscc(data.uscc)) throw problem('place.uscc_invalid', {}, '/data/uscc')
  if (data.parentId !== null && placeOf(work, data.parentId) === null)
    throw problem('place.not_found', {}, '/data/parentId')
  const place: Place = {
    id: command.subject,
    kind: data.kind,
    name: data.name,
    uscc: data.uscc,
    parentId: data.parentId,
    address: data.address,
    position: data.position,
    status: 'active',
    originPath: data.unitPath,
    scopePath: data.unitPath,
    registeredAt: at,
    version: 1,
  }
  if (data.contact !== null) keepContact(work, place, data.contact)
  const event = { kind: place.kind, parentId: place.parentId, unitPath: data.unitPath, contact: data.contact !== null }
  record(work, signed, place, 'place.registered', event)
  return place
}

function amend(work: Work, signed: Signed): Place {
  const { actor, command } = signed
  const data = command.data as unknown as Amendment
  const was = placeOf(work, command.subject)
  if (was === null) throw problem('place.not_found', {}, '/subject')
  if (!may(actor, 'place.amend')) throw problem('actor.not_allowed', { action: 'place.amend' })
  if (!covers({ ...actor, line: '*' }, { ...was, department: null })) throw problem('actor.out_of_scope')
  if (command.seen !== undefined && command.seen !== was.version)
    throw problem('command.stale', { version: was.version }, '/seen')
  const place = { ...was, name: data.name ?? was.name, address: data.address ?? was.address, version: was.version + 1 }
  if (data.contact) keepContact(work, place, data.contact)
  if (data.contact === null) keep(placeShelf(work), contactKey(place.id), null)
  const fields = (['name', 'address', 'contact'] as const).filter((field) => data[field] !== undefined)
  record(work, signed, place, 'place.amended', { fields })
  work.remarks.push({
    signed,
    subject: place.id,
    words: data.reason,
    standing: { scopePath: place.scopePath, department: '' },
  })
  return place
}

/** 关停: a hazard was ended by closing its place for good. What else is open there stays open until it is ended too. */
export function closePlaceDown(work: Work, signed: Signed, hazard: { id: string; placeId: string }): void {
  const was = placeOf(work, hazard.placeId)
  if (was === null || was.status !== 'active') return
  const place: Place = { ...was, status: 'closedDown', version: was.version + 1 }
  record(work, signed, place, 'place.closed_down', { hazardId: hazard.id })
  change(placeShelf(work), place)
}

function keepContact(work: Work, place: Place, contact: Contact): void {
  const sealed: SealedContact = {
    placeId: place.id,
    nameSealed: seal(work.keys, contact.name),
    phoneSealed: seal(work.keys, contact.phone),
    phoneIndex: blindIndex(work.keys, contact.phone),
    nameMasked: maskName(contact.name),
    phoneMasked: maskPhone(contact.phone),
    scopePath: place.scopePath,
  }
  keep(placeShelf(work), contactKey(place.id), sealed)
}

function record(work: Work, signed: Signed, place: Place, type: string, data: unknown): void {
  work.events.push({
    signed,
    subjectKind: 'place',
    subject: place.id,
    type,
    data,
    standing: { scopePath: place.scopePath, department: '' },
  })
}
