import { isUscc, maskName, maskPhone } from '#domain/identifiers.ts'
import { covers, may, type UnitKind } from '#domain/people.ts'
import { type Place, type PlaceKind, type Position, whyEnded } from '#domain/places.ts'
import { problem } from '#domain/problems.ts'
import { change, keep, toSave } from '#server/commands/shelf.ts'
import type { Handler, Signed, Work } from '#server/commands/work.ts'
import { blindIndex, seal } from '#server/crypto/seal.ts'
import { loadInside, mergedBy, mergePlace, parentsOfMerged, unmergePlace } from './merge.ts'
import { loadPlaces, placeOf, placeShelf, record, remark, subjectsOf } from './shelf.ts'
import {
  deleteContacts,
  insertPlaces,
  leanOnUnits,
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

const contactKey = (placeId: string) => `contact ${placeId}`

const verbs: Record<string, (work: Work, signed: Signed) => Place> = {
  'place.register': register,
  'place.amend': amend,
  'place.merge': mergePlace,
  'place.unmerge': unmergePlace,
}

/** Registering, amending and merging places. Other nouns find the places that their commands name on the shelf. */
export const placeHandler: Handler = {
  takes: (type) => Object.hasOwn(verbs, type),

  async prepare(work, commands) {
    const named = commands.flatMap(({ command: { data } }) => [
      ...((data['placeId'] as string | undefined) ? [data['placeId'] as string] : []),
      ...((data['rooms'] as string[] | undefined) ?? []),
    ])
    const own = commands.filter(({ command }) => command.type.startsWith('place.'))
    const paths = own.flatMap(({ command }) => (command.data['unitPath'] as string | undefined) ?? [])
    for (const unit of await leanOnUnits(work.tx, paths)) placeShelf(work).extra.set(unit.path, unit.kind)
    const parents = own.flatMap(({ command }) => (command.data['parentId'] as string | null | undefined) ?? [])
    const amended = subjectsOf(own, 'place.amend')
    const shutDown = await placeIdsOfHazards(work.tx, subjectsOf(commands, 'hazard.shut_down'))
    await loadPlaces(work, mergedBy(own), 'to end')
    await loadPlaces(work, [...amended, ...shutDown], 'to change')
    await loadPlaces(work, [...named, ...parents, ...parentsOfMerged(work, own)], 'to build on')
    await loadPlaces(work, subjectsOf(own, 'place.register'))
    await loadInside(work, own)
  },

  decide(work, signed) {
    const place = (verbs[signed.command.type] as (typeof verbs)[string])(work, signed)
    change(placeShelf(work), place)
    return { version: place.version }
  },

  async save(work) {
    const { inserts, updates } = toSave(placeShelf(work))
    const contacts = [...placeShelf(work).extra].filter(([key]) => key.startsWith(contactKey('')))
    await Promise.all([
      insertPlaces(work.tx, inserts),
      updatePlaces(work.tx, updates),
      putContacts(
        work.tx,
        contacts.flatMap(([, sealed]) => (sealed as SealedContact | null) ?? []),
      ),
      deleteContacts(
        work.tx,
        contacts.filter(([, sealed]) => sealed === null).map(([key]) => key.slice(contactKey('').length)),
      ),
    ])
  },
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
  const parent = data.parentId === null ? null : placeOf(work, data.parentId)
  if (data.parentId !== null && parent === null) throw problem('place.not_found', {}, '/data/parentId')
  const ended = parent && whyEnded(parent, '/data/parentId')
  if (ended !== null) throw ended
  const place: Place = {
    id: command.subject,
    kind: data.kind,
    name: data.name,
    uscc: data.uscc,
    parentId: data.parentId,
    address: data.address,
    position: data.position,
    status: 'active',
    mergedInto: null,
    mergedAt: null,
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
  if (was.status === 'merged') throw problem('place.merged', { into: was.mergedInto })
  const place = { ...was, name: data.name ?? was.name, address: data.address ?? was.address, version: was.version + 1 }
  if (data.contact) keepContact(work, place, data.contact)
  if (data.contact === null) keep(placeShelf(work), contactKey(place.id), null)
  const fields = (['name', 'address', 'contact'] as const).filter((field) => data[field] !== undefined)
  record(work, signed, place, 'place.amended', { fields })
  remark(work, signed, place, data.reason)
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
