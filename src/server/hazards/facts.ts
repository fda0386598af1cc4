import type { Evidence, Hazard, HazardFacts, Parties } from '#domain/hazards.ts'
import type { Visit } from '#domain/inspections.ts'
import { inForce } from '#domain/people.ts'
import { putLoaded, shelf } from '#server/commands/shelf.ts'
import type { Shelf, Signed, Standing, Work } from '#server/commands/work.ts'
import { isSampled } from '#server/crypto/draw.ts'
import { awaitedOf, presentFiles } from '#server/files/store.ts'
import { loadPlaces, placeOf } from '#server/places/shelf.ts'
import { findNeighbours, lockHazards, type Neighbours } from './store.ts'

export type Finding = { placeId: string; itemCode: string }

const noParties: Parties = { department: null, town: null, village: null, gridWorker: null }

export const hazardShelf = (work: Work): Shelf<Hazard> => shelf<Hazard>(work, 'hazard')

/** Loads hazards and everything that their rules look at, in a handful of statements however many. */
export async function loadHazards(
  work: Work,
  ids: readonly string[],
  findings: readonly Finding[],
  hashes: readonly string[],
): Promise<void> {
  const on = hazardShelf(work)
  const wanted = ids.filter((id) => !on.current.has(id))
  const [hazards, files] = await Promise.all([
    lockHazards(work.tx, wanted),
    presentFiles(work.tx, hashes),
    loadPlaces(
      work,
      findings.map((one) => one.placeId),
    ),
  ])
  putLoaded(on, hazards)
  on.extra.set('files', new Map([...filesOf(work), ...files]))
  const sampled = hazards.filter((hazard) => hazard.sample === 'due')
  for (const found of await findNeighbours(work.tx, [...findings, ...sampled]))
    on.extra.set(`near ${found.placeId} ${found.itemCode}`, found)
}

/** The files named by this batch that have arrived, with what they really are. */
export function filesOf(work: Work): HazardFacts['files'] {
  return (hazardShelf(work).extra.get('files') as HazardFacts['files'] | undefined) ?? new Map()
}

/** Loads which evidence of these hazards is still on its way. */
export async function loadAwaited(work: Work, ids: readonly string[]): Promise<void> {
  const on = hazardShelf(work)
  for (const [id, hashes] of await awaitedOf(work.tx, ids)) on.extra.set(`awaited ${id}`, hashes)
}

/** A named file belongs to the subject from now on, whether it is here or still on its way. */
export function linkProof(work: Work, signed: Signed, subject: string, standing: Standing, proof: Evidence): void {
  const awaited = filesOf(work).has(proof.hash) ? undefined : { kind: proof.kind, by: signed.actor.accountId }
  work.fileLinks.push({ hash: proof.hash, subject, standing, ...(awaited && { awaited }) })
}

function awaitedNow(work: Work, id: string): string[] {
  const before = (hazardShelf(work).extra.get(`awaited ${id}`) as string[] | undefined) ?? []
  const inBatch = work.fileLinks.filter((link) => link.subject === id && link.awaited).map((link) => link.hash)
  return [...before, ...inBatch]
}

/** The facts about a hazard that exists; `line` is a department that the command names. */
export function factsOf(work: Work, hazard: Hazard, line?: string): HazardFacts {
  const on = hazardShelf(work)
  const items = work.settings.items.get(hazard.itemCode) ?? []
  const visits = shelf<Visit>(work, 'visit')
  const visit = hazard.foundIn === null ? undefined : visits.current.get(hazard.foundIn)
  const near = on.extra.get(`near ${hazard.placeId} ${hazard.itemCode}`) as Neighbours | undefined
  const partiesOf = (department: string) =>
    work.settings.partiesOf({ scopePath: hazard.scopePath, department }, work.now)
  return {
    ...surroundings(work, hazard.placeId, hazard.id),
    item: items.find((item) => item.version === hazard.itemVersion) ?? null,
    parties: partiesOf(hazard.department),
    departments: line === undefined ? {} : { [line]: partiesOf(line).department },
    openTwin: near?.openTwin === hazard.id ? null : (near?.openTwin ?? null),
    visit: visit === undefined ? null : visitFacts(visit, hazard.id),
    inspections: carrying(visits.extra.get(`inspections ${hazard.placeId}`) as KnownInspection[] | undefined, hazard),
  }
}

export type KnownInspection = { id: string; placeId: string; startedAt: string }

/** An inspection carries an order about a hazard that it found itself, or that was known before it began. */
function carrying(inspections: readonly KnownInspection[] | undefined, hazard: Hazard): string[] {
  return (inspections ?? [])
    .filter(({ id, startedAt }) => id === hazard.foundIn || startedAt >= hazard.foundAt)
    .map(({ id }) => id)
}

function visitFacts(visit: Visit, hazardId: string): HazardFacts['visit'] {
  const entry = visit.entries.find((one) => one.hazardId === hazardId)
  return { by: visit.by, signed: visit.acknowledgement !== null, fixed: entry?.fixed ?? [] }
}

/** The facts about a finding that is about to become a hazard; the item is the newest version in force. */
export function factsOfFinding(work: Work, finding: Finding, hazardId: string, at: string): HazardFacts {
  const on = hazardShelf(work)
  const items = (work.settings.items.get(finding.itemCode) ?? []).filter((item) => inForce(item, at))
  const near = on.extra.get(`near ${finding.placeId} ${finding.itemCode}`) as Neighbours | undefined
  const inBatch = [...on.current.values()].find(
    (hazard) => hazard.placeId === finding.placeId && hazard.itemCode === finding.itemCode && hazard.closedAt === null,
  )
  const closed = closedLast(on, finding, near)
  const stillOpen = near?.openTwin && on.current.get(near.openTwin)?.closedAt == null ? near.openTwin : null
  return {
    ...surroundings(work, finding.placeId, hazardId),
    item: items.sort((a, b) => b.version - a.version)[0] ?? null,
    openTwin: inBatch?.id ?? stillOpen,
    lastClosed: closed,
  }
}

function closedLast(on: Shelf<Hazard>, finding: Finding, near: Neighbours | undefined): HazardFacts['lastClosed'] {
  const here = [...on.current.values()]
    .filter(
      (hazard) =>
        hazard.placeId === finding.placeId && hazard.itemCode === finding.itemCode && hazard.status === 'closed',
    )
    .flatMap((hazard) => (hazard.closedAt === null ? [] : [{ id: hazard.id, closedAt: hazard.closedAt }]))
  const stored = near?.closedId && near.closedAt ? [{ id: near.closedId, closedAt: near.closedAt }] : []
  return [...here, ...stored].sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1))[0] ?? null
}

function surroundings(work: Work, placeId: string, hazardId: string): HazardFacts {
  return {
    item: null,
    place: placeOf(work, placeId),
    parties: noParties,
    openTwin: null,
    lastClosed: null,
    visit: null,
    inspections: [],
    departments: {},
    sampled: isSampled(hazardId, work.settings.sampleSeed),
    files: filesOf(work),
    awaited: awaitedNow(work, hazardId),
  }
}
