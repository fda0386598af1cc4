import type { Act, Visit } from '#domain/inspections.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

const tables: Record<Act, string> = {
  safetyVisit: 'safety_visit',
  administrativeInspection: 'administrative_inspection',
}
const mutable = ['version', 'status', 'entries', 'acknowledgement', 'changedAt', 'finishedAt'] as const

/** Visits and inspections of these ids within the transaction's scope; locked when they may change. */
export async function findVisits(tx: Tx, ids: readonly string[], lock: boolean): Promise<Visit[]> {
  if (ids.length === 0) return []
  const read = async (act: Act) => {
    const { rows } = await sql<Visit>`select *, ${act}::text as act from ${sql.id(tables[act])}
      where id = any(${ids as string[]}::uuid[]) order by id ${sql.raw(lock ? 'for no key update' : '')}`.execute(tx)
    return rows
  }
  return (await Promise.all([read('safetyVisit'), read('administrativeInspection')])).flat()
}

export async function insertVisits(tx: Tx, act: Act, visits: readonly Visit[]): Promise<void> {
  await insertRows(tx, tables[act], visits)
}

export async function updateVisits(tx: Tx, act: Act, visits: readonly Visit[]): Promise<void> {
  await updateRows(tx, tables[act], mutable, visits)
}

/** Administrative inspections of these places, newest first. */
export async function findInspectionsOf(
  tx: Tx,
  placeIds: readonly string[],
): Promise<{ id: string; placeId: string; startedAt: string }[]> {
  if (placeIds.length === 0) return []
  const { rows } = await sql<{
    id: string
    placeId: string
    startedAt: string
  }>`select id, place_id, started_at from administrative_inspection
    where place_id = any(${[...new Set(placeIds)]}::uuid[]) and status <> 'open' order by started_at desc`.execute(tx)
  return rows
}

export type SealedSignature = {
  visitId: string
  strokesSealed: Buffer
  imageSealed: Buffer
  textSealed: Buffer
  salt: Buffer
  scopePath: string
}

export async function insertSignatures(tx: Tx, signatures: readonly SealedSignature[]): Promise<void> {
  await insertRows(tx, 'signature', signatures)
}

export async function findSignature(tx: Tx, visitId: string): Promise<SealedSignature | undefined> {
  const { rows } = await sql<SealedSignature>`select * from signature where visit_id = ${visitId}`.execute(tx)
  return rows[0]
}
