import { missingParties } from '#domain/hazards.ts'
import { availableHazardActions } from '#domain/hazards-decide.ts'
import type { Actor } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import type { CheckItem } from '#domain/standards.ts'
import { unseal } from '#server/crypto/seal.ts'
import type { Tx } from '#server/db/transaction.ts'
import { awaitedOf } from '#server/files/store.ts'
import type { House } from '#server/http/house.ts'
import { systemActor } from '#server/people/actors.ts'
import { findNames, findUnitNames, unitNamesOf } from '#server/people/names.ts'
import { loadOrg, partiesIn } from '#server/people/org.ts'
import { findPlaces } from '#server/places/store.ts'
import { findItems } from '#server/standards/store.ts'
import { findInspectionsOfPlace, findRelapses, findTimeline, findVisitFacts } from './page-store.ts'
import { findHazard } from './store.ts'

/** One hazard with everything that its page shows, and the actions that the rules allow this actor now. */
export async function hazardPage(tx: Tx, house: House, actor: Actor, id: string) {
  const now = house.time.now()
  const hazard = await findHazard(tx, id)
  if (hazard === undefined) throw problem('hazard.not_found')
  const [place] = await findPlaces(tx, [hazard.placeId])
  const item = (await findItems(tx, [hazard.itemCode])).find((one) => one.version === hazard.itemVersion) as CheckItem
  const fromTree = partiesIn(await loadOrg(tx, hazard), hazard, now)
  const timeline = await findTimeline(tx, id)
  const inspections = await findInspectionsOfPlace(tx, hazard.placeId)
  const awaited = (await awaitedOf(tx, [id])).get(id) ?? []
  const facts = {
    item,
    place: place ?? null,
    parties: fromTree,
    departments: {},
    openTwin: null,
    lastClosed: null,
    visit: await findVisitFacts(tx, hazard.foundIn, id),
    inspections: inspections
      .filter((one) => one.id === hazard.foundIn || one.startedAt >= hazard.foundAt)
      .map((one) => one.id),
    sampled: false,
    files: new Map(),
    awaited,
  }
  const shown = hazard.parties.town === null ? fromTree : hazard.parties
  const accounts = [
    hazard.foundBy,
    hazard.rectifier,
    hazard.reinspectedBy,
    ...hazard.approvals,
    shown.gridWorker,
    ...timeline.map((event) => event.accountId),
  ]
  const people = await findNames(tx, accounts)
  const units = await findUnitNames(tx, [shown.department, shown.town, shown.village, hazard.team?.unitId ?? null])
  return {
    hazard,
    place,
    unitNames: await unitNamesOf(tx, hazard.scopePath),
    item,
    parties: {
      department: named(shown.department, units),
      town: named(shown.town, units),
      village: named(shown.village, units),
      gridWorker: named(shown.gridWorker, people),
    },
    team: named(hazard.team?.unitId ?? null, units),
    awaiting: awaited.length,
    missingParties: missingParties(hazard, fromTree),
    timeline: timeline.map(({ accountId, wordsSealed, ...event }) => ({
      ...event,
      by: people.get(accountId) ?? '',
      role: event.role ?? roleWithoutPost(accountId, hazard.scopePath),
      remark: wordsSealed === null ? null : unseal(house.keys, wordsSealed).toString(),
    })),
    people: Object.fromEntries(people),
    receipts: timeline
      .filter(({ type }) => endings.includes(type))
      .map(({ id, type, occurred }) => ({ event: id, type, at: occurred })),
    relapse: await findRelapses(tx, hazard),
    inspections,
    actions: availableHazardActions(hazard, actor, now, facts).map(({ action, problem: no }) => ({
      action,
      problem: no === null ? null : { code: no.code, facts: no.facts },
    })),
    asOf: now,
  }
}

/** How a hazard ends: of these a receipt is asked for. A hazard that came back has ended more than once. */
const endings: readonly string[] = ['hazard.closed', 'hazard.shut_down']

/** Nobody acts without a post but the party, through a link, and the product itself, when a clock runs out. */
function roleWithoutPost(accountId: string, scopePath: string): 'party' | 'system' {
  const districtCode = scopePath.split('/')[1] ?? ''
  return accountId === systemActor(districtCode).accountId ? 'system' : 'party'
}

function named(id: string | null, names: ReadonlyMap<string, string>): { id: string; name: string } | null {
  return id === null ? null : { id, name: names.get(id) ?? '' }
}
