import { timingSafeEqual } from 'node:crypto'
import { type Instant, minute, plus } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { type Problem, problem } from '#domain/problems.ts'
import type { Keys } from '#server/crypto/keys.ts'
import { sha256, unseal } from '#server/crypto/seal.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { findContact } from '#server/places/store.ts'
import { findDistricts, findLinkByHash, type Link, logOpening, type Opening, setWrongCodes } from './link-store.ts'
import { readToken } from './tokens.ts'

type Door = Pick<House, 'database' | 'keys' | 'time'>

/** Whoever holds a link, as the write path and row-level security know them: one hazard, its place, nothing else. */
export type Guest = { district: District; link: Link; actor: Actor }

const mostWrong = 5
const lockedFor = 15 * minute

/**
 * Opens a link for reading and logs it. Throws `link.not_found` for every token that is none, whatever is wrong
 * with it, and `link.expired` once it was ended or has run out.
 */
export async function openLink(house: Door, token: string, what: Opening): Promise<Guest> {
  const { district, hash } = await addressOf(house, token)
  return house.database
    .door(district, async (tx) => {
      const link = await findLinkByHash(tx, hash, false)
      if (link === undefined) throw problem('link.not_found')
      const live = isLive(link, house.time.now())
      await logOpening(tx, link.id, live ? what : 'refused', house.time.now())
      return { link, live }
    })
    .then(({ link, live }) => {
      if (!live) throw problem('link.expired')
      return { district, link, actor: guestActor(link) }
    })
}

/**
 * Opens a link for acting: the code must be the last four digits of the phone that got the message. Throws as
 * `openLink` does, `link.code_wrong` with the tries left, or `link.locked` after five wrong codes in a row.
 * Guesses at the same moment are counted one after the other.
 */
export async function openLinkWithCode(house: Door, token: string, code: string, what: Opening): Promise<Guest> {
  const guest = await openLink(house, token, what)
  const expected = await house.database.worker(guest.district, (tx) => expectedCode(tx, house.keys, guest.link))
  const no = await house.database.door(guest.district, (tx) =>
    checkCode(tx, guest.link, isSame(expected, code), house.time.now()),
  )
  if (no !== null) throw no
  return guest
}

async function addressOf(house: Door, token: string): Promise<{ district: District; hash: Buffer }> {
  const read = readToken(token)
  const [district] = read === null ? [] : await house.database.door(null, (tx) => findDistricts(tx, read.district))
  if (read === null || district === undefined) throw problem('link.not_found')
  return { district, hash: read.hash }
}

const isLive = (link: Link, now: Instant) => link.revokedAt === null && link.expiresAt > now

/** What the holder of a link may see and do: its hazard and the place of it. */
export function guestActor(link: Link): Actor {
  const grants = [link.hazardId, link.placeId]
  return {
    accountId: link.id,
    postId: null,
    role: 'party',
    ranges: [],
    line: '',
    certificateNo: null,
    grants,
    via: null,
  }
}

/** Null where the place has no contact any more: then no code is right. */
async function expectedCode(tx: Tx, keys: Keys, link: Link): Promise<string | null> {
  const contact = await findContact(tx, link.placeId)
  return contact === undefined ? null : unseal(keys, contact.phoneSealed).toString().slice(-4)
}

/** In the same time whatever was given. */
function isSame(expected: string | null, code: string): boolean {
  return timingSafeEqual(sha256(expected ?? ''), sha256(code)) && expected !== null
}

async function checkCode(tx: Tx, { tokenHash }: Link, right: boolean, now: Instant): Promise<Problem | null> {
  const link = await findLinkByHash(tx, tokenHash, true)
  if (link === undefined) return problem('link.not_found')
  if (link.lockedUntil !== null && link.lockedUntil > now) return problem('link.locked', { until: link.lockedUntil })
  if (right) {
    if (link.wrongCodes > 0 || link.lockedUntil !== null) await setWrongCodes(tx, link.id, 0, null)
    return null
  }
  await logOpening(tx, link.id, 'wrong_code', now)
  const wrong = link.wrongCodes + 1
  if (wrong < mostWrong) {
    await setWrongCodes(tx, link.id, wrong, null)
    return problem('link.code_wrong', { left: mostWrong - wrong }, '/code')
  }
  const until = plus(now, lockedFor)
  await setWrongCodes(tx, link.id, 0, until)
  return problem('link.locked', { until })
}
