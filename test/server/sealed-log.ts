import type pg from 'pg'
import { merkleRoot } from '#domain/merkle.ts'
import { leafOfEvent } from '#domain/receipts.ts'
import { headerBytes, type Seal } from '#domain/seals.ts'
import { readPublished } from '#server/crypto/signing-files.ts'
import { hashOf, sealEvents } from '#server/events/seal.ts'
import { readSealHeads } from '#server/events/seal-heads.ts'
import { sealedForm } from '#server/events/seal-rows.ts'
import { findSeal, findWaiting } from '#server/events/seal-store.ts'
import { type DistrictVerdict, verifyDistrict } from '#server/events/verify.ts'
import { usualPage } from '#server/events/verify-store.ts'
import type { TestKey } from '#test/domain/sealing-kit.ts'
import type { World } from '#test/world.ts'

export const sha256 = hashOf('sha256')
const tables = ['event', 'event_number', 'seal', 'unnumbered'] as const

/** Seals everything that waits, in seals of at most so many events. */
export async function sealAll(world: World): Promise<void> {
  while ((await sealEvents(world.house, world.town.district)) > 0);
  world.house.heads.close()
}

/** As `bihuan verify` does for the town's district. */
export function verify(world: World, published = keysOf(world), page = usualPage): Promise<DistrictVerdict> {
  const { district } = world.town
  const head = readSealHeads(world.house.config.sealHeadsFile)[district.code] ?? null
  return world.house.database.look(district, (tx) =>
    verifyDistrict({ tx, district: district.code, keys: published, head, page }),
  )
}

export const keysOf = (world: World) => ({
  version: 1 as const,
  keys: readPublished(world.house.config.publishedKeysFile) ?? [],
})

/** Lets nothing stand in the way of whoever owns the database: no keys, no checks, no policies. */
export async function breakIn(client: pg.Client): Promise<void> {
  await client.query("set session_replication_role = replica; set search_path = d330109, shared; set timezone = 'UTC'")
  for (const table of tables) await client.query(`create table public.kept_${table} as table ${table}`)
  const { rows } = await client.query(
    `select conrelid::regclass::text as of, quote_ident(conname) as name from pg_constraint
    where conrelid = any($1::regclass[]) and contype in ('p', 'u', 'c')`,
    [tables],
  )
  for (const { of, name } of rows) await client.query(`alter table ${of} drop constraint ${name} cascade`)
}

export async function putBack(client: pg.Client): Promise<void> {
  for (const table of tables)
    await client.query(`delete from ${table}; insert into ${table} select * from public.kept_${table}`)
}

/** The leaf of the event that now has this number, as a forger would make it who knows everything but the key. */
export async function forgeLeaf(world: World, client: pg.Client, seq: number): Promise<void> {
  const { rows } = await client.query('select event_id, salts from event_number where seq = $1', [seq])
  const [row] = rows as [{ event_id: string; salts: Buffer }]
  const leaf = await world.house.database.worker(world.town.district, async (tx) => {
    await client.query('insert into unnumbered values ($1)', [row.event_id])
    const waiting = (await findWaiting(tx, 100_000)).find(({ id }) => id === row.event_id)
    if (waiting === undefined) throw new Error(`no event ${row.event_id}`)
    return leafOfEvent(sha256, sealedForm(seq, waiting), row.salts)
  })
  await client.query('delete from unnumbered where event_id = $1', [row.event_id])
  await client.query('update event_number set leaf = $2 where seq = $1', [seq, leaf])
}

/** Makes a seal's root that of the leaves as they stand now. */
export async function forgeRoot(client: pg.Client, no: number): Promise<void> {
  const { rows } = await client.query(
    'select leaf from event_number n, seal s where s.no = $1 and seq between first_seq and last_seq order by seq',
    [no],
  )
  const root = merkleRoot(
    sha256,
    rows.map((row) => row.leaf),
  )
  await client.query('update seal set root = $2 where no = $1', [no, root])
}

/** Signs a seal as it stands now by another key, under its own name or under the name that is there. */
export async function forgeSignature(
  world: World,
  client: pg.Client,
  no: number,
  key: TestKey,
  name?: string,
): Promise<void> {
  await client.query('update seal set key_id = $2 where no = $1', [no, name ?? key.id])
  const seal = await sealNow(world, no)
  await client.query('update seal set signature = $2 where no = $1', [no, key.sign(headerBytes('330109', seal))])
}

/** Makes a seal follow from the one before it as that stands now. */
export async function forgeChain(world: World, client: pg.Client, no: number): Promise<void> {
  const before = await sealNow(world, no - 1)
  await client.query('update seal set previous = $2 where no = $1', [no, sha256(headerBytes('330109', before))])
}

export async function sealNow(world: World, no: number): Promise<Seal> {
  const seal = await world.house.database.worker(world.town.district, (tx) => findSeal(tx, no))
  if (seal === null) throw new Error(`no seal ${no}`)
  return seal
}
