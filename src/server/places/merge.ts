import type { Hazard } from '#domain/hazards.ts'
import type { Place } from '#domain/places.ts'
import { decideMerge, decideUnmerge, evolveMerge, type PlaceMergeEvent } from '#domain/places-merge.ts'
import { problem } from '#domain/problems.ts'
import { notBefore } from '#server/commands/moment.ts'
import { shelf } from '#server/commands/shelf.ts'
import type { Signed, Work } from '#server/commands/work.ts'
import { placeOf, placeShelf, record, remark, subjectsOf } from './shelf.ts'
import { findInside, type Inside } from './store.ts'

const intoOf = ({ command }: Signed) => command.data['into'] as string
const merges = (own: readonly Signed[]) => own.filter(({ command }) => command.type === 'place.merge')

/** Both sides of a merge: neither may end, or take in something new, while it is decided. */
export function mergedBy(own: readonly Signed[]): string[] {
  return [...merges(own).flatMap((one) => [one.command.subject, intoOf(one)]), ...subjectsOf(own, 'place.unmerge')]
}

/** What the places lie in that are to stand by themselves again. */
export function parentsOfMerged(work: Work, own: readonly Signed[]): string[] {
  return subjectsOf(own, 'place.unmerge').flatMap((id) => placeOf(work, id)?.parentId ?? [])
}

/** After the places were locked: from then on nothing can be begun at them. */
export async function loadInside(work: Work, own: readonly Signed[]): Promise<void> {
  for (const inside of await findInside(work.tx, subjectsOf(own, 'place.merge')))
    placeShelf(work).extra.set(`inside ${inside.placeId}`, inside)
}

export function mergePlace(work: Work, given: Signed): Place {
  const was = known(work, given)
  const into = placeOf(work, intoOf(given))
  const begun = into !== null && into.registeredAt > was.registeredAt ? into.registeredAt : was.registeredAt
  const signed = notBefore(work, given, begun)
  return write(work, signed, was, decideMerge(was, signed.actor, { into, ...insideOf(work, was.id) }))
}

export function unmergePlace(work: Work, given: Signed): Place {
  const was = known(work, given)
  const signed = notBefore(work, given, was.mergedAt ?? was.registeredAt)
  const parent = was.parentId === null ? null : placeOf(work, was.parentId)
  return write(work, signed, was, decideUnmerge(was, signed.actor, parent))
}

function known(work: Work, { command }: Signed): Place {
  const place = placeOf(work, command.subject)
  if (place === null) throw problem('place.not_found', {}, '/subject')
  if (command.seen !== undefined && command.seen !== place.version)
    throw problem('command.stale', { version: place.version }, '/seen')
  return place
}

/** As loaded, and as the commands before this one in the batch have left it. */
function insideOf(work: Work, placeId: string): { hazards: number; inside: number } {
  const found = placeShelf(work).extra.get(`inside ${placeId}`) as Inside | undefined
  const hazards = shelf<Hazard>(work, 'hazard').current
  const places = placeShelf(work).current
  const isOpen = (hazard: Hazard) => hazard.closedAt === null || hazard.sample === 'due'
  const open = new Set(found?.hazards)
  for (const hazard of hazards.values()) {
    if (hazard.placeId !== placeId) continue
    if (isOpen(hazard)) open.add(hazard.id)
    else open.delete(hazard.id)
  }
  const inside = new Set(found?.places)
  for (const place of places.values()) {
    if (place.parentId !== placeId) continue
    if (place.status === 'active') inside.add(place.id)
    else inside.delete(place.id)
  }
  return { hazards: open.size, inside: inside.size }
}

function write(work: Work, signed: Signed, was: Place, event: PlaceMergeEvent): Place {
  const place = evolveMerge(was, event, signed.at)
  record(work, signed, place, event.type, event.data)
  remark(work, signed, place, signed.command.data['reason'] as string)
  return place
}
