import type { Place } from '#domain/places.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { leanOnTree } from '#server/people/unit-changes.ts'

export async function findPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[])`.execute(tx)
  return rows
}

/** The same, locked in order of id until the end of the transaction: nobody else changes them meanwhile. */
export async function lockPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[]) order by id for no key update`.execute(
      tx,
    )
  return rows
}

/**
 * The same, and nobody begins anything at them meanwhile, nor has begun it unseen: a row that points to one of them waits,
 * and is waited for. For those that may end.
 */
export async function closeOffPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(
      tx,
    )
  return rows
}

/**
 * As they stand, held in order of id: others may hold them too, nobody may end them until the end of the transaction. What is
 * begun at a place is begun at one that counts. The foreign key of the new row asks for the same lock.
 */
export async function holdPlaces(tx: Tx, ids: readonly string[]): Promise<Place[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Place>`select * from place where id = any(${[...new Set(ids)]}::uuid[]) order by id for key share`.execute(
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

export type Inside = { placeId: string; hazards: string[]; places: string[] }

/** What keeps each of these places from being a mere duplicate: hazards not ended or still to be sampled, active places in it. */
export async function findInside(tx: Tx, ids: readonly string[]): Promise<Inside[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Inside>`select p.id as place_id,
      array(select h.id from hazard h where h.place_id = p.id and (h.closed_at is null or h.sample = 'due')) as hazards,
      array(select c.id from place c where c.parent_id = p.id and c.status = 'active') as places
    from place p where p.id = any(${ids as string[]}::uuid[])`.execute(tx)
  return rows
}

export type RoomOfHouse = { id: string; name: string }

/** The rooms of a house that count, 101 before 1001. */
export async function findRooms(tx: Tx, houseId: string): Promise<RoomOfHouse[]> {
  const { rows } = await sql<RoomOfHouse>`select id, name from place
    where parent_id = ${houseId} and kind = 'room' and status = 'active' order by length(name), name, id`.execute(tx)
  return rows
}

export async function insertPlaces(tx: Tx, places: readonly Place[]): Promise<void> {
  await insertRows(tx, 'place', places)
}

const mutable = ['version', 'name', 'address', 'scopePath', 'status', 'mergedInto', 'mergedAt'] as const

/** Only places that were locked before they were looked at. */
export async function updatePlaces(tx: Tx, places: readonly Place[]): Promise<void> {
  await updateRows(tx, 'place', mutable, places)
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

/** Units in force, which do not end before the transaction does. To be asked before any row is locked. */
export async function leanOnUnits(tx: Tx, paths: readonly string[]): Promise<UnitOfPath[]> {
  if (paths.length === 0) return []
  const [, { rows }] = await Promise.all([
    leanOnTree(tx),
    sql<UnitOfPath>`select id, path, kind from unit where path = any(${[...new Set(paths)]}) and valid_to is null`.execute(
      tx,
    ),
  ])
  return rows
}
