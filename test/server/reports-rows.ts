import type { Instant } from '#domain/calendar.ts'
import { plus } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import type { Place } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { insertRows } from '#server/db/rows.ts'
import { newId } from '#server/events/ids.ts'
import { insertHazards } from '#server/hazards/store.ts'
import { insertPlaces } from '#server/places/store.ts'
import { insertItems } from '#server/standards/store.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { start, type Town } from './people-town.ts'

// Rows as the write path leaves them, put in by hand: a count is checked against what was put.

const item: CheckItem = {
  code: 'T-1',
  version: 1,
  placeKind: 'enterprise',
  category: '用电',
  text: '线路裸露',
  severity: 'general',
  mode: 'deadline',
  days: 15,
  legalBasis: '',
  legalConfidence: '高',
  evidence: '',
  evidenceKinds: ['photo'],
  line: 'fire',
  validFrom: start,
  validTo: null,
}

/** Returns the ids, in order. */
export async function putPlaces(
  town: Town,
  places: readonly (Partial<Place> & { scopePath: string })[],
): Promise<string[]> {
  const rows = places.map(
    (place): Place => ({
      id: newId(start),
      kind: 'enterprise',
      name: '某某纺织厂',
      uscc: null,
      parentId: null,
      address: '瓜沥镇某路1号',
      position: null,
      status: 'active',
      mergedInto: null,
      mergedAt: null,
      originPath: place.scopePath,
      registeredAt: start,
      version: 1,
      ...place,
    }),
  )
  await town.database.transactions.as(town.district, await town.actor('district'), (tx) => insertPlaces(tx, rows))
  return rows.map(({ id }) => id)
}

type Given = Partial<Hazard> & Pick<Hazard, 'placeId' | 'scopePath' | 'itemCode'>

/** Returns the ids, in order. Makes the items that it needs. No event says so: the roll-ups are counted anew. */
export async function putHazards(town: Town, hazards: readonly Given[]): Promise<string[]> {
  const ids = await putHazardRows(town, hazards)
  await rebuildTallies(town.database.transactions, town.district)
  return ids
}

/** The rows alone. */
export async function putHazardRows(town: Town, hazards: readonly Given[]): Promise<string[]> {
  const codes = [...new Set(hazards.map(({ itemCode }) => itemCode))]
  const rows = hazards.map(
    (hazard): Hazard => ({
      id: newId(start),
      version: 1,
      status: 'filed',
      itemVersion: 1,
      severity: 'general',
      mode: 'deadline',
      department: 'fire',
      originPath: hazard.scopePath,
      act: 'safetyVisit',
      foundIn: null,
      foundBy: town.account('worker'),
      foundAt: plus(start, 1000),
      relapseOf: null,
      before: [],
      after: [],
      parties: { department: null, town: null, village: null, gridWorker: null },
      waived: [],
      deadline: null,
      originalDeadline: null,
      extensions: 0,
      extension: null,
      objection: null,
      voiding: null,
      rectifier: null,
      submittedAt: null,
      reinspectedBy: null,
      reworks: 0,
      approvals: [],
      closedAt: null,
      closedOnSite: false,
      sample: null,
      overdueSince: null,
      changedAt: '2022-06-20T00:00:00.000Z',
      closingDown: null,
      team: null,
      statusSince: '2022-06-20T00:00:00.000Z',
      stalledSince: null,
      rung: 0,
      rungAt: null,
      supervision: null,
      referredTo: null,
      inspectionId: null,
      ...hazard,
    }),
  )
  await town.database.transactions.worker(town.district, async (tx) => {
    await insertItems(
      tx,
      codes.map((code) => ({ ...item, code })),
    )
    await insertHazards(tx, rows)
  })
  return rows.map(({ id }) => id)
}

export async function putEvents(
  town: Town,
  events: readonly { subject: string; type: string; data?: unknown; at?: Instant }[],
): Promise<void> {
  const rows = events.map(({ subject, type, data, at }) => ({
    id: newId(start),
    commandId: newId(start),
    subjectKind: 'hazard',
    subject,
    type,
    data: data ?? {},
    occurred: at ?? start,
    received: at ?? start,
    late: false,
    accountId: town.account('worker'),
    unitPath: '/330109/113/',
    scopePath: '/330109/113/245/001/',
    department: 'fire',
  }))
  await town.database.transactions.worker(town.district, (tx) => insertRows(tx, 'event', rows))
}
