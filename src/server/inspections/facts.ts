import { hazardNeeds } from '#domain/hazards-needs.ts'
import type { Visit } from '#domain/inspections.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import { keep, putLoaded, shelf } from '#server/commands/shelf.ts'
import type { Shelf, Signed, Work } from '#server/commands/work.ts'
import { sql } from '#server/db/sql.ts'
import { hazardShelf, type KnownInspection, loadHazards } from '#server/hazards/facts.ts'
import { loadPlaces } from '#server/places/shelf.ts'
import { findInspectionsOf, findVisits } from './store.ts'

export const visitShelf = (work: Work): Shelf<Visit> => shelf<Visit>(work, 'visit')

const isVisitType = (type: string) => type.startsWith('safetyVisit.') || type.startsWith('administrativeInspection.')

/** Loads visits for their own commands, and for hazards the visit of each and the inspections of its place. */
export async function loadVisits(work: Work, commands: readonly Signed[]): Promise<void> {
  const on = visitShelf(work)
  const own = commands.filter(({ command }) => isVisitType(command.type))
  const asking = (need: 'visit' | 'inspections') =>
    commands.flatMap(({ command }) =>
      hazardNeeds(command.type)[need] ? (hazardShelf(work).current.get(command.subject) ?? []) : [],
    )
  const named = own.map(({ command }) => command.subject)
  const foundIn = asking('visit')
    .flatMap((hazard) => hazard.foundIn ?? [])
    .filter((id) => !named.includes(id))
  const [visits, earlier, inspections] = await Promise.all([
    findVisits(work.tx, named, true),
    findVisits(work.tx, foundIn, false),
    findInspectionsOf(
      work.tx,
      asking('inspections').map((hazard) => hazard.placeId),
    ),
  ])
  putLoaded(on, [...visits, ...earlier])
  for (const inspection of inspections) {
    const key = `inspections ${inspection.placeId}`
    keep(on, key, [...((on.extra.get(key) as KnownInspection[] | undefined) ?? []), inspection])
  }
  if (own.length > 0) await loadWalks(work, own)
}

async function loadWalks(work: Work, own: readonly Signed[]): Promise<void> {
  const on = visitShelf(work)
  const starts = own.filter(({ command }) => command.type.endsWith('.start'))
  on.extra.set('certificates', await findCertificates(work, starts))

  const placeOfVisit = new Map(starts.map(({ command }) => [command.subject, command.data['placeId'] as string]))
  for (const visit of on.current.values()) placeOfVisit.set(visit.id, visit.placeId)
  const failed = own.flatMap(({ command }) =>
    ((command.data['entries'] as RecordedEntry[] | undefined) ?? [])
      .filter((entry) => entry.result === 'fail')
      .map((entry) => ({ ...entry, placeId: placeOfVisit.get(command.subject) ?? '' })),
  )
  const findings = failed.filter((entry) => entry.placeId !== '')
  // Held before anything is saved: a new hazard asks for the same lock, and whoever saves must not wait for a row.
  const found = findings.map(({ placeId }) => placeId)
  await loadPlaces(work, found, 'to build on')
  await loadPlaces(
    work,
    [...on.current.values()].map((visit) => visit.placeId),
  )
  const known = [...on.current.values()].flatMap((visit) => visit.entries.flatMap((entry) => entry.hazardId ?? []))
  const proofs = failed.flatMap((entry) => [...(entry.photos ?? []), ...(entry.fixed ?? [])]).map((proof) => proof.hash)
  const videos = own.flatMap(({ command }) => (command.data['video'] as string | undefined) ?? [])
  const ids = [...known, ...failed.flatMap((entry) => entry.hazardId ?? [])]
  await loadHazards(work, ids, findings, [...proofs, ...videos])
}

/** Who of the accounts named holds a post now, and under which of them an enforcement certificate. */
async function findCertificates(work: Work, starts: readonly Signed[]): Promise<Map<string, string | null>> {
  const accounts = [...new Set(starts.flatMap(({ command }) => (command.data['with'] as string[] | undefined) ?? []))]
  if (accounts.length === 0) return new Map()
  const { rows } = await sql<{ accountId: string; postId: string | null }>`
    select account_id, (array_agg(id order by valid_from) filter (where certificate_no is not null))[1] as post_id from post
    where account_id = any(${accounts}::uuid[]) and valid_from <= ${work.now} and (valid_to is null or valid_to > ${work.now})
    group by account_id`.execute(work.tx)
  return new Map(rows.map((row) => [row.accountId, row.postId]))
}
