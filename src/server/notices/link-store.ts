import type { Instant } from '#domain/calendar.ts'
import { insertRows, updateRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { District, Tx } from '#server/db/transaction.ts'

export type Link = {
  id: string
  /** SHA-256 of the whole token; the token itself stands in the message only, sealed. */
  tokenHash: Buffer
  hazardId: string
  placeId: string
  createdAt: Instant
  expiresAt: Instant
  revokedAt: Instant | null
  wrongCodes: number
  lockedUntil: Instant | null
}

export async function findDistricts(tx: Tx, code: string | null = null): Promise<District[]> {
  const { rows } = await sql<District>`select code, schema_name as schema, name from shared.district
    where ${code}::text is null or code = ${code} order by code`.execute(tx)
  return rows
}

export async function findLinkByHash(tx: Tx, tokenHash: Buffer, lock: boolean): Promise<Link | undefined> {
  const { rows } =
    await sql<Link>`select * from link where token_hash = ${tokenHash} ${lock ? sql`for update` : sql``}`.execute(tx)
  return rows[0]
}

/** The links of these hazards that nobody ended; each hazard has at most one. */
export async function findUnrevokedLinks(tx: Tx, hazardIds: readonly string[]): Promise<Link[]> {
  if (hazardIds.length === 0) return []
  const { rows } =
    await sql<Link>`select * from link where hazard_id = any(${hazardIds as string[]}::uuid[]) and revoked_at is null
    order by id for update`.execute(tx)
  return rows
}

export async function insertLinks(tx: Tx, links: readonly Link[]): Promise<void> {
  await insertRows(tx, 'link', links)
}

export async function prolongLinks(tx: Tx, links: readonly Pick<Link, 'id' | 'expiresAt'>[]): Promise<void> {
  await updateRows(tx, 'link', ['expiresAt'], links)
}

export async function revokeLinks(tx: Tx, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return
  await sql`update link set revoked_at = ${now} where id = any(${ids as string[]}::uuid[]) and revoked_at is null`.execute(
    tx,
  )
}

export async function setWrongCodes(
  tx: Tx,
  id: string,
  wrongCodes: number,
  lockedUntil: Instant | null,
): Promise<void> {
  await sql`update link set wrong_codes = ${wrongCodes}, locked_until = ${lockedUntil} where id = ${id}`.execute(tx)
}

export type Opening = 'view' | 'file' | 'upload' | 'act' | 'receipt' | 'wrong_code' | 'refused'

export async function logOpening(tx: Tx, linkId: string, what: Opening, now: Instant): Promise<void> {
  await sql`insert into link_open (link_id, at, what) values (${linkId}, ${now}, ${what})`.execute(tx)
}

export type StandingLink = Link & { scopePath: string; department: string }

/** Within the transaction's scope, locked, with where the hazard stands. */
export async function lockLinks(tx: Tx, ids: readonly string[]): Promise<StandingLink[]> {
  if (ids.length === 0) return []
  const { rows } =
    await sql<StandingLink>`select l.*, h.scope_path, h.department from link l join hazard h on h.id = l.hazard_id
    where l.id = any(${[...new Set(ids)]}::uuid[]) order by l.id for update of l`.execute(tx)
  return rows
}

export type ListedLink = { id: string; expiresAt: Instant; revokedAt: Instant | null; opens: number }

export async function listLinksOf(tx: Tx, hazardId: string): Promise<ListedLink[]> {
  const { rows } = await sql<ListedLink>`
    select l.id, l.expires_at, l.revoked_at,
      (select count(*)::int from link_open o where o.link_id = l.id and o.what = 'view') as opens
    from link l where l.hazard_id = ${hazardId} order by l.created_at, l.id`.execute(tx)
  return rows
}
