import type { Instant } from '#domain/calendar.ts'
import type { Act } from '#domain/inspections.ts'
import { problem } from '#domain/problems.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { awaitedOf } from '#server/files/store.ts'
import { findNames, unitNamesOf } from '#server/people/names.ts'
import { findPlaces } from '#server/places/store.ts'
import { findItems } from '#server/standards/store.ts'
import { hashOfText, textOf } from './acknowledge.ts'
import { findSignature, findVisits } from './store.ts'

export type VisitRow = {
  id: string
  act: Act
  status: string
  startedAt: Instant
  finishedAt: Instant | null
  failed: number
  by: string[]
}

/** Visits and inspections of one place, newest first. */
export async function visitsOf(tx: Tx, placeId: string): Promise<VisitRow[]> {
  const { rows } = await sql<VisitRow>`
    select id, act, status, started_at, finished_at, by,
      (select count(*)::int from jsonb_array_elements(entries) e where e ->> 'result' = 'fail') as failed
    from (select id, 'safetyVisit' as act, status, started_at, finished_at, by, entries from safety_visit where place_id = ${placeId}
      union all select id, 'administrativeInspection', status, started_at, finished_at, by, entries from administrative_inspection where place_id = ${placeId}) v
    order by started_at desc limit 50`.execute(tx)
  const names = await findNames(
    tx,
    rows.flatMap((row) => row.by),
  )
  return rows.map((row) => ({ ...row, by: row.by.map((id) => names.get(id) ?? '') }))
}

/**
 * One visit with the text that will be signed, or, once the party has signed or refused, the text as it was shown:
 * what the desk changes later is not in it.
 */
export async function visitPage(tx: Tx, keys: Keys, id: string) {
  const [visit] = await findVisits(tx, [id], false)
  if (visit === undefined) throw problem('visit.not_found')
  const [place] = await findPlaces(tx, [visit.placeId])
  if (place === undefined) throw problem('visit.not_found')
  const versions = await findItems(
    tx,
    visit.sheet.map((line) => line.code),
  )
  const items = visit.sheet.flatMap(
    (line) => versions.find((item) => item.code === line.code && item.version === line.version) ?? [],
  )
  const hazardIds = visit.entries.flatMap((entry) => entry.hazardId ?? [])
  const { rows: hazards } = await sql<{
    id: string
    mode: 'immediate'
    severity: 'general'
    deadline: string | null
    foundIn: string | null
  }>`
    select id, mode, severity, deadline, found_in from hazard where id = any(${hazardIds}::uuid[])`.execute(tx)
  const shown = await findSignature(tx, id)
  const text =
    shown === undefined
      ? textOf(visit, place, items, new Map(hazards.map((hazard) => [hazard.id, hazard])))
      : unseal(keys, shown.textSealed).toString('utf8')
  const people = Object.fromEntries(await findNames(tx, visit.by))
  const awaited = await awaitedOf(tx, [id, ...hazardIds])
  const receipt = await findAcknowledging(tx, visit.act, id)
  return {
    visit,
    certificates: visit.act === 'safetyVisit' ? [] : await certificatesOf(tx, visit.certificatePosts),
    place,
    items,
    text,
    textHash: hashOfText(text),
    people,
    receipt,
    awaiting: new Set([...awaited.values()].flat()).size,
    unitNames: await unitNamesOf(tx, visit.scopePath),
  }
}

/** The event by which the party signed or refused: its receipt proves the signature. */
async function findAcknowledging(tx: Tx, act: Act, id: string): Promise<{ event: string; type: string } | null> {
  const types = [`${act}.signed`, `${act}.signature_refused`]
  const { rows } = await sql<{ event: string; type: string }>`select id as event, type from event
    where subject = ${id} and type = any(${types}) order by received desc, id desc limit 1`.execute(tx)
  return rows[0] ?? null
}

/** The numbers of the certificates, in the order of the posts. */
async function certificatesOf(tx: Tx, postIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ certificateNo: string }>`select certificate_no from post
    where id = any(${postIds as string[]}::uuid[]) order by array_position(${postIds as string[]}::uuid[], id)`.execute(
    tx,
  )
  return rows.map((row) => row.certificateNo)
}
