import type { Instant } from '#domain/calendar.ts'
import { linkExpiry, tokenIn } from '#domain/notices.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { unseal } from '#server/crypto/seal.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { findUnrevokedLinks, insertLinks, type Link, prolongLinks, revokeLinks } from './link-store.ts'
import { findLastBodies } from './store.ts'
import { newToken, readToken } from './tokens.ts'

export type LinkWish = { hazardId: string; placeId: string; deadline: Instant | null }
export type LiveLink = { id: string; token: string }

/**
 * The one live link of each of these hazards, by hazard: the one whose token stands in an earlier message,
 * prolonged with the deadline, or else a fresh one that ends the one before.
 */
export async function liveLinks(
  tx: Tx,
  keys: Keys,
  district: District,
  wishes: readonly LinkWish[],
  now: Instant,
): Promise<Map<string, LiveLink>> {
  const wanted = new Map(wishes.map((wish) => [wish.hazardId, wish]))
  const present = await findUnrevokedLinks(tx, [...wanted.keys()])
  const bodies = await findLastBodies(
    tx,
    present.map((link) => link.id),
  )
  const live = new Map<string, LiveLink>()
  const longer: { id: string; expiresAt: Instant }[] = []
  for (const link of present) {
    const token = link.expiresAt > now ? tokenOf(keys, bodies.get(link.id)) : null
    if (token === null) continue
    live.set(link.hazardId, { id: link.id, token })
    const expiresAt = linkExpiry(wanted.get(link.hazardId)?.deadline ?? null, now)
    if (expiresAt > link.expiresAt) longer.push({ id: link.id, expiresAt })
  }
  await prolongLinks(tx, longer)
  await revokeLinks(
    tx,
    present.filter((link) => !live.has(link.hazardId)).map((link) => link.id),
    now,
  )

  const made = [...wanted.values()]
    .filter((wish) => !live.has(wish.hazardId))
    .map((wish) => makeLink(district, wish, now))
  await insertLinks(
    tx,
    made.map(({ link }) => link),
  )
  for (const { link, token } of made) live.set(link.hazardId, { id: link.id, token })
  return live
}

function makeLink(
  district: District,
  { hazardId, placeId, deadline }: LinkWish,
  now: Instant,
): { link: Link; token: string } {
  const token = newToken(district.code)
  const tokenHash = readToken(token)?.hash
  if (tokenHash === undefined) throw new Error(`district ${district.code} cannot be written into a token`)
  const link: Link = {
    id: newId(now),
    tokenHash,
    hazardId,
    placeId,
    createdAt: now,
    expiresAt: linkExpiry(deadline, now),
    revokedAt: null,
    wrongCodes: 0,
    lockedUntil: null,
  }
  return { link, token }
}

/** Null when the message is gone or its key is: then nobody here knows the token any more. */
function tokenOf(keys: Keys, bodySealed: Buffer | undefined): string | null {
  if (bodySealed === undefined) return null
  try {
    return tokenIn(unseal(keys, bodySealed).toString())
  } catch {
    return null
  }
}
