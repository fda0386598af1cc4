import type { Instant } from '#domain/calendar.ts'
import { type Hazard, type HazardFacts, nothingBeside, type Parties } from '#domain/hazards.ts'
import { availableHazardActions } from '#domain/hazards-decide.ts'
import { noticeTemplate } from '#domain/inspections.ts'
import { linkActions, publicEvents } from '#domain/notices.ts'
import { problem } from '#domain/problems.ts'
import type { CheckItem } from '#domain/standards.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { findHazard } from '#server/hazards/store.ts'
import type { House } from '#server/http/house.ts'
import { findPlaces } from '#server/places/store.ts'
import { findItems } from '#server/standards/store.ts'
import type { Guest } from './links.ts'

/** What the party reads: the hazard, its history and what may be done about it. Nobody is named, no phone shown. */
export function viewFor(house: House, guest: Guest) {
  return house.database.read(guest.district, guest.actor, async (tx) => {
    const now = house.time.now()
    const hazard = await findHazard(tx, guest.link.hazardId)
    if (hazard === undefined) throw problem('link.not_found')
    const [place] = await findPlaces(tx, [hazard.placeId])
    const item = (await findItems(tx, [hazard.itemCode])).find((one) => one.version === hazard.itemVersion)
    if (place === undefined || item === undefined) throw problem('link.not_found')
    return {
      ...factsAbout(hazard),
      itemText: item.text,
      category: item.category,
      evidence: item.evidence,
      evidenceKinds: item.evidenceKinds,
      legalBasis: item.legalBasis,
      placeName: place.name,
      where: place.address,
      history: await publicHistory(tx, hazard.id),
      actions: possible(hazard, guest, now, { item, place, parties: nobody }),
      needsCode: true,
      expiresAt: guest.link.expiresAt,
      serverTime: now,
      demo: house.demo,
    }
  })
}

function factsAbout(hazard: Hazard) {
  const { version, status, severity, mode, act, foundAt, deadline, originalDeadline, overdueSince, before, after } =
    hazard
  return {
    hazardId: hazard.id,
    version,
    status,
    severity,
    mode,
    act,
    foundAt,
    deadline,
    originalDeadline,
    overdueSince,
    before,
    after,
    template: noticeTemplate(act),
    extension: hazard.extension && { until: hazard.extension.until },
    objection: hazard.objection !== null,
  }
}

async function publicHistory(tx: Tx, hazardId: string): Promise<{ id: string; type: string; at: Instant }[]> {
  const { rows } = await sql<{ id: string; type: string; at: Instant }>`select id, type, occurred as at from event
    where subject = ${hazardId} and type = any(${publicEvents as string[]}) order by received, id`.execute(tx)
  return rows
}

const nobody: Parties = { department: null, town: null, village: null, gridWorker: null }

function possible(
  hazard: Hazard,
  { actor }: Guest,
  now: Instant,
  near: Pick<HazardFacts, 'place' | 'parties'> & { item: CheckItem },
) {
  const facts: HazardFacts = {
    ...nothingBeside,
    ...near,
  }
  return availableHazardActions(hazard, actor, now, facts)
    .filter(({ action }) => (linkActions as readonly string[]).includes(action))
    .map(({ action, problem: no }) => ({ action, problem: no && { code: no.code, facts: no.facts } }))
}
