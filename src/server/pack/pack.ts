import type { Instant } from '#domain/calendar.ts'
import { mostPlaces, type PackLine, type PackPlace } from '#domain/pack.ts'
import { problem } from '#domain/problems.ts'
import { sha256 } from '#server/crypto/seal.ts'
import { type Revision, readRevision } from '#server/db/revisions.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { findColleagues } from '#server/people/account-list.ts'
import { placeRows } from '#server/places/list.ts'
import { findPlaces } from '#server/places/store.ts'
import { syllablesOf } from './pinyin.ts'
import {
  itemsFor,
  newestNumber,
  onceSeen,
  openHazardsAt,
  placesInReach,
  placesOf,
  type Touched,
  touchedSince,
  unitsAround,
} from './store.ts'

/** What a phone says that it has; nothing at the first time. */
export type Held = { since: number; key: string } | null

/** More subjects than this are not told one by one: everything anew is no longer. */
const mostTouched = 4000

/**
 * What this visitor's phone needs without a network: everything, or what changed since, when that is of the same reach, org
 * tree and catalogue. Throws `pack.too_large` where the reach has more places than a phone can hold.
 *
 * The newest number is read before the rows. What happens in between is in the rows already and comes once more with the next
 * changes; the other way round it would be missed.
 */
export async function packFor(house: House, visitor: Visitor, held: Held): Promise<PackLine[]> {
  const { database, time } = house
  const { district, actor } = visitor
  const { seq, touched } = await database.look(district, async (tx) => {
    const newest = await newestNumber(tx)
    const known = held !== null && held.since <= newest
    return { seq: newest, touched: known ? await touchedSince(tx, held.since, mostTouched) : null }
  })
  const asOf = time.now()
  return database.read(district, actor, async (tx) => {
    const ids = await placesInReach(tx, mostPlaces + 1)
    if (ids.length > mostPlaces) throw problem('pack.too_large', { most: mostPlaces })
    const key = keyOf(visitor, await readRevision(tx))
    const changes = held?.key === key ? touched : null
    const head = { seq, key, full: changes === null, asOf, places: ids.length }
    const body = changes === null ? await wholePack(tx, visitor, ids, asOf) : await changedSince(tx, changes)
    return [{ head }, ...body, { end: body.length + 1 }]
  })
}

async function wholePack(tx: Tx, { actor }: Visitor, ids: readonly string[], at: Instant): Promise<PackLine[]> {
  const places = await packPlaces(tx, ids)
  const hazards = await openHazardsAt(tx, ids)
  const items = await itemsFor(tx, hazards, at)
  const units = await unitsAround(tx, at)
  const colleagues = await findColleagues(tx, actor.accountId, at)
  return [
    ...units.map((unit) => ({ unit })),
    ...items.map((item) => ({ item })),
    ...colleagues.map((colleague) => ({ colleague })),
    ...places.map((place) => ({ place })),
    ...hazards.map((hazard) => ({ hazard })),
  ]
}

/** What happened to a hazard or in a visit changes what its place shows, so places come with all that is open there. */
async function changedSince(tx: Tx, touched: Touched): Promise<PackLine[]> {
  const asked = [...new Set([...touched.places, ...(await placesOf(tx, touched))])]
  const places = (await packPlaces(tx, asked)).filter(({ status }) => status !== 'merged')
  const hazards = await openHazardsAt(
    tx,
    places.map(({ id }) => id),
  )
  const sent = new Set([...places, ...hazards].map(({ id }) => id))
  const gone = await onceSeen(
    tx,
    [...asked, ...touched.hazards].filter((id) => !sent.has(id)),
  )
  const items = await itemsFor(tx, hazards, null)
  return [
    ...items.map((item) => ({ item })),
    ...places.map((place) => ({ place })),
    ...hazards.map((hazard) => ({ hazard })),
    ...(gone.length > 0 ? [{ gone }] : []),
  ]
}

/** Rows come in the order of the ids asked for, which costs their square; and others want their turn in between. */
const placesAtOnce = 500

async function packPlaces(tx: Tx, ids: readonly string[]): Promise<PackPlace[]> {
  const places: PackPlace[] = []
  for (let n = 0; n < ids.length; n += placesAtOnce)
    places.push(...(await somePlaces(tx, ids.slice(n, n + placesAtOnce))))
  return places
}

async function somePlaces(tx: Tx, ids: readonly string[]): Promise<PackPlace[]> {
  const rows = new Map((await placeRows(tx, ids)).map((row) => [row.id, row]))
  return (await findPlaces(tx, ids)).flatMap((place) => {
    const row = rows.get(place.id)
    if (row === undefined) return []
    const { unitName, lastVisit, plate, open, overdue } = row
    return [{ ...place, unitName, lastVisit, plate, open, overdue, syllables: syllablesOf(place.name) }]
  })
}

function keyOf({ district, actor }: Visitor, revision: Revision): string {
  const { accountId, postId, role, ranges, line, grants } = actor
  const of = [
    district.code,
    accountId,
    postId,
    role,
    ranges,
    line,
    [...grants].sort(),
    revision.org,
    revision.standards,
  ]
  return sha256(JSON.stringify(of)).toString('base64url')
}
