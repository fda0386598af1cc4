import type { Instant } from '#domain/calendar.ts'
import { nothingBeside } from '#domain/hazards.ts'
import { availableHazardActions } from '#domain/hazards-decide.ts'
import type { Pack } from '#domain/pack.ts'
import { itemOfHazard } from '#domain/pack-read.ts'
import { type Actor, reachOf } from '#domain/people.ts'
import type { Worker } from '#web/field/session.tsx'
import type { HazardDetail } from '#web/field/shapes.ts'

/** A hazard to be looked at again, and by the same rules as on the server whether this person may. Nothing else is decided here. */
export function hazardFrom(pack: Pack, id: string, worker: Worker, now: Instant): HazardDetail | undefined {
  const hazard = pack.hazards.get(id)
  const place = hazard && pack.places.get(hazard.placeId)
  const item = hazard && itemOfHazard(pack, hazard)
  if (!(hazard && place && item)) return undefined
  const facts = { ...nothingBeside, item, place, parties: hazard.parties }
  const actions = availableHazardActions(hazard, actorOf(worker), now, facts)
    .filter(({ action }) => action === 'hazard.reinspect')
    .map(({ action, problem: no }) => ({ action, problem: no === null ? null : { code: no.code, facts: no.facts } }))
  return { hazard, place, item, actions, asOf: pack.asOf }
}

function actorOf({ account, post }: Worker): Actor {
  const { id, role, certificateNo, unit, line = null } = post
  const reach = reachOf({ ...unit, line }, role)
  return { accountId: account.id, postId: id, role, ...reach, certificateNo, grants: [], via: null }
}
