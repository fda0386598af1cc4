import { sql } from 'kysely'
import type { Visit } from '#domain/inspections.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import { type PlaceKind, sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { keep, putLoaded, shelf } from '#server/commands/shelf.ts'
import type { Shelf, Signed, Work } from '#server/commands/work.ts'
import { hazardShelf, type KnownInspection, loadHazards } from '#server/hazards/facts.ts'
import { loadPlaces, placeToCome } from '#server/places/places.ts'
import { findAllItemsFor, findItems } from '#server/standards/store.ts'
import { findInspectionsOf, findVisits } from './store.ts'

export const visitShelf = (work: Work): Shelf<Visit> => shelf<Visit>(work, 'visit')

/** The check items in hand: those of the sheets about to be opened and those of the visits loaded. */
export function sheetItemsOf(work: Work): CheckItem[] {
  return (visitShelf(work).extra.get('items') as CheckItem[] | undefined) ?? []
}

const isVisitType = (type: string) => type.startsWith('safetyVisit.') || type.startsWith('administrativeInspection.')

/** Loads visits for their own commands, and for hazards the visit of each and the inspections of its place. */
export async function loadVisits(work: Work, commands: readonly Signed[]): Promise<void> {
  const on = visitShelf(work)
  const own = commands.filter(({ command }) => isVisitType(command.type))
  const hazards = [...hazardShelf(work).current.values()]
  const named = own.map(({ command }) => command.subject)
  const foundIn = hazards.flatMap((hazard) => hazard.foundIn ?? []).filter((id) => !named.includes(id))
  putLoaded(on, await findVisits(work.tx, named, true))
  putLoaded(on, await findVisits(work.tx, foundIn, false))
  for (const inspection of await findInspectionsOf(
    work.tx,
    hazards.map((hazard) => hazard.placeId),
  )) {
    const key = `inspections ${inspection.placeId}`
    keep(on, key, [...((on.extra.get(key) as KnownInspection[] | undefined) ?? []), inspection])
  }
  if (own.length > 0) await loadWalks(work, own)
}

async function loadWalks(work: Work, own: readonly Signed[]): Promise<void> {
  const on = visitShelf(work)
  const starts = own.filter(({ command }) => command.type.endsWith('.start'))
  await loadPlaces(
    work,
    [...on.current.values()].map((visit) => visit.placeId),
  )
  const kinds = new Set<PlaceKind>(
    starts.flatMap(({ command }) => placeToCome(work, command.data['placeId'] as string)?.kind ?? []).map(sheetKind),
  )
  const codes = [...on.current.values()].flatMap((visit) => visit.sheet.map((item) => item.code))
  const items = [...(await findAllItemsFor(work.tx, [...kinds])), ...(await findItems(work.tx, [...new Set(codes)]))]
  on.extra.set('items', [...new Map(items.map((item) => [`${item.code} ${item.version}`, item])).values()])
  on.extra.set('certificates', await findCertificates(work, starts))

  const placeOfVisit = new Map(starts.map(({ command }) => [command.subject, command.data['placeId'] as string]))
  for (const visit of on.current.values()) placeOfVisit.set(visit.id, visit.placeId)
  const failed = own.flatMap(({ command }) =>
    ((command.data['entries'] as RecordedEntry[] | undefined) ?? [])
      .filter((entry) => entry.result === 'fail')
      .map((entry) => ({ ...entry, placeId: placeOfVisit.get(command.subject) ?? '' })),
  )
  const findings = failed.filter((entry) => entry.placeId !== '')
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
