import type { Place } from '#domain/places.ts'
import { putLoaded, shelf } from '#server/commands/shelf.ts'
import type { Shelf, Signed, Work } from '#server/commands/work.ts'
import { closeOffPlaces, findPlaces, holdPlaces, lockPlaces } from './store.ts'

export const placeShelf = (work: Work): Shelf<Place> => shelf<Place>(work, 'place')

/** The place as this batch has left it so far, or null where it is unknown or out of scope. */
export function placeOf(work: Work, id: string): Place | null {
  return placeShelf(work).current.get(id) ?? null
}

const loaders = {
  'to read': findPlaces,
  'to build on': holdPlaces,
  'to change': lockPlaces,
  'to end': closeOffPlaces,
}

/** Puts places on the shelf that are not there yet. What this batch may change is locked before it is looked at. */
export async function loadPlaces(work: Work, ids: readonly string[], why: keyof typeof loaders = 'to read') {
  const missing = ids.filter((id) => !placeShelf(work).current.has(id))
  putLoaded(placeShelf(work), await loaders[why](work.tx, missing))
}

export function subjectsOf(commands: readonly Signed[], type: string): string[] {
  return commands.filter(({ command }) => command.type === type).map(({ command }) => command.subject)
}

export function remark(work: Work, signed: Signed, place: Place, words: string): void {
  work.remarks.push({ signed, subject: place.id, words, standing: { scopePath: place.scopePath, department: '' } })
}

export function record(work: Work, signed: Signed, place: Place, type: string, data: unknown): void {
  work.events.push({
    signed,
    subjectKind: 'place',
    subject: place.id,
    type,
    data,
    standing: { scopePath: place.scopePath, department: '' },
  })
}
