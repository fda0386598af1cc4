import type { Place } from '#domain/places.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export async function findPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[])`.execute(tx)
  return rows
}

/** The same, locked in order of id until the end of the transaction: nobody else changes them meanwhile. */
export async function lockPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(
      tx,
    )
  return rows
}

/** Where these hazards are. A hazard never moves to another place. */
export async function placeIdsOfHazards(tx: Tx, hazardIds: readonly string[]): Promise<string[]> {
  if (hazardIds.length === 0) return []
  const { rows } = await sql<{
    placeId: string
  }>`select distinct place_id from hazard where id = any(${hazardIds as string[]}::uuid[])`.execute(tx)
  return rows.map((row) => row.placeId)
}

export async function insertPlaces(tx: Tx, places: readonly Place[]): Promise<void> {
  await insertRows(tx, 'place', places)
}

/** What was closed down or merged stays so, whatever else changes about it. */
export async function updatePlaces(tx: Tx, places: readonly Place[]): Promise<void> {
  await updateRows(tx, 'place', ['version', 'name', 'address', 'scopePath'], places)
  const ended = places.filter((place) => place.status !== 'active')
  await updateRows(tx, 'place', ['status'], ended)
}

export type SealedContact = {
  placeId: string
  nameSealed: Buffer
  phoneSealed: Buffer
  phoneIndex: Buffer
  nameMasked: string
  phoneMasked: string
  scopePath: string
}

export async function putContacts(tx: Tx, contacts: readonly SealedContact[]): Promise<void> {
  await insertRows(
    tx,
    'contact',
    contacts,
    `on conflict (place_id) do update set name_sealed = excluded.name_sealed, phone_sealed = excluded.phone_sealed,
      phone_index = excluded.phone_index, name_masked = excluded.name_masked, phone_masked = excluded.phone_masked`,
  )
}

export async function deleteContacts(tx: Tx, placeIds: readonly string[]): Promise<void> {
  if (placeIds.length === 0) return
  await sql`delete from contact where place_id = any(${placeIds as string[]}::uuid[])`.execute(tx)
}

export async function findContact(tx: Tx, placeId: string): Promise<SealedContact | undefined> {
  const { rows } = await sql<SealedContact>`select * from contact where place_id = ${placeId}`.execute(tx)
  return rows[0]
}

export type UnitOfPath = { id: string; path: string; kind: string }

export async function findUnitsByPath(tx: Tx, paths: readonly string[]): Promise<UnitOfPath[]> {
  if (paths.length === 0) return []
  const { rows } =
    await sql<UnitOfPath>`select id, path, kind from unit where path = any(${[...new Set(paths)]}) and valid_to is null`.execute(
      tx,
    )
  return rows
}
