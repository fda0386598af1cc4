import type { Instant } from './calendar.ts'
import { type Actor, covers, may } from './people.ts'
import { type Place, whyEnded } from './places.ts'
import { problem } from './problems.ts'

/** 合并重复: one place was registered twice. The duplicate keeps its history and points to the entry that counts. */
export type PlaceMergeEvent =
  | { type: 'place.merged'; data: { into: string } }
  | { type: 'place.unmerged'; data: { from: string } }

export type MergeFacts = {
  into: Place | null
  /** Hazards of the duplicate that are not ended, or still to be looked at again. */
  hazards: number
  /** Active places inside it: the rooms of a house, the firms of a park. */
  inside: number
}

/**
 * Whatever is open is ended first, and what lies inside is merged one by one: moved along in silence,
 * room 101 would stand twice in one house. Who sees one department line only cannot tell what is open, and does not merge.
 */
export function decideMerge(place: Place, actor: Actor, facts: MergeFacts): PlaceMergeEvent {
  const { into } = facts
  if (!may(actor, 'place.merge')) throw problem('actor.not_allowed', { action: 'place.merge', role: actor.role })
  if (!covers(actor, { ...place, department: null })) throw problem('actor.out_of_scope')
  const ended = whyEnded(place)
  if (ended !== null) throw ended
  if (into === null) throw problem('place.not_found', {}, '/data/into')
  if (into.id === place.id) throw problem('place.merge_itself', {}, '/data/into')
  if (!covers(actor, { ...into, department: null })) throw problem('actor.out_of_scope', {}, '/data/into')
  const gone = whyEnded(into, '/data/into')
  if (gone !== null) throw gone
  if (into.kind !== place.kind) throw problem('place.merge_kind', { kind: place.kind, into: into.kind }, '/data/into')
  if (facts.hazards > 0) throw problem('place.merge_hazards', { n: facts.hazards })
  if (facts.inside > 0) throw problem('place.merge_rooms', { n: facts.inside })
  return { type: 'place.merged', data: { into: into.id } }
}

/** A wrong merge is taken back by another event; both stay in the history. `parent`: what it lies in. */
export function decideUnmerge(place: Place, actor: Actor, parent: Place | null): PlaceMergeEvent {
  if (!may(actor, 'place.unmerge')) throw problem('actor.not_allowed', { action: 'place.unmerge', role: actor.role })
  if (!covers(actor, { ...place, department: null })) throw problem('actor.out_of_scope')
  if (place.mergedInto === null) throw problem('place.not_merged')
  if (place.parentId !== null && parent?.status !== 'active') throw problem('place.parent_ended')
  return { type: 'place.unmerged', data: { from: place.mergedInto } }
}

export function evolveMerge(was: Place, event: PlaceMergeEvent, at: Instant): Place {
  const version = was.version + 1
  return event.type === 'place.merged'
    ? { ...was, version, status: 'merged', mergedInto: event.data.into, mergedAt: at }
    : { ...was, version, status: 'active', mergedInto: null, mergedAt: null }
}
