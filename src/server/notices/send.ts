import type { Keys } from '#server/crypto/keys.ts'
import { unseal } from '#server/crypto/seal.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import { findHazard } from '#server/hazards/store.ts'
import type { House } from '#server/http/house.ts'
import { findContact, type SealedContact } from '#server/places/store.ts'
import { recordStates } from './happenings.ts'
import { type Provider, SendError } from './provider.ts'
import { countRetries, lockNotices, type Notice, updateNotice } from './store.ts'

export const mostAttempts = 5

/** Word for a message that nobody here can open any more. */
export const keyMissing = 'key_missing'

export type SendingHouse = Pick<House, 'database' | 'keys' | 'time'>
type Attempt = { notice: Notice; to: string; text: string; key: string }

/**
 * Sends one notice once. Nothing is held open while the provider is asked: the attempt is counted before, the answer
 * written after. Should the process die between the two, the next attempt carries the same idempotency key.
 * Throws a SendError when it is to be tried again; the last attempt (`last`) ends as `dead` instead.
 */
export async function sendNotice(
  house: SendingHouse,
  provider: Provider,
  district: District,
  noticeId: string,
  last: boolean,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await house.database.worker(district, (tx) => begin(tx, house, district, noticeId))
  if (attempt === null) return
  const { notice, to, text, key } = attempt
  try {
    const { reference } = await provider.send({ id: notice.id, to, text }, key, signal)
    await house.database.worker(district, (tx) => markSent(tx, house, district, notice.id, provider, reference))
  } catch (error) {
    const word = error instanceof SendError ? error.word : 'internal'
    await house.database.worker(district, (tx) => markMissed(tx, house, district, notice.id, word, last))
    if (!last) throw error
  }
}

/** Null when there is nothing to send: it has gone out, or nobody is there to get it. */
async function begin(tx: Tx, house: SendingHouse, district: District, id: string): Promise<Attempt | null> {
  const [notice] = await lockNotices(tx, [id])
  if (notice === undefined || notice.state !== 'queued' || notice.channel !== 'sms') return null
  const contact = await contactFor(tx, notice)
  const to = contact === undefined ? null : textOf(house.keys, contact.phoneSealed)
  const text = textOf(house.keys, notice.bodySealed)
  if (to === null || text === null) {
    const lastError = contact === undefined ? 'no_contact' : keyMissing
    await move(tx, house, district, { ...notice, state: 'failed', lastError })
    return null
  }
  const begun = { ...notice, attempts: notice.attempts + 1, changedAt: house.time.now() }
  await updateNotice(tx, begun)
  const again = await countRetries(tx, id)
  return {
    notice: begun,
    to,
    text,
    key: again === 0 ? id : `${id}.${again}`,
  }
}

/** Read at the last moment, so that a message goes to whoever is responsible by then. */
async function contactFor(tx: Tx, notice: Notice): Promise<SealedContact | undefined> {
  const hazard = await findHazard(tx, notice.hazardId)
  return hazard === undefined ? undefined : findContact(tx, hazard.placeId)
}

/** What was sealed, or null when the key to it is gone: one message is lost then, and must not hold up the others. */
export function textOf(keys: Keys, sealed: Buffer): string | null {
  try {
    return unseal(keys, sealed).toString()
  } catch {
    return null
  }
}

async function markSent(
  tx: Tx,
  house: SendingHouse,
  district: District,
  id: string,
  provider: Provider,
  reference: string | null,
): Promise<void> {
  const [notice] = await lockNotices(tx, [id])
  if (notice === undefined || notice.state !== 'queued') return
  const sent: Notice = {
    ...notice,
    state: 'sent',
    provider: provider.name,
    providerRef: reference,
    lastError: null,
  }
  await move(tx, house, district, sent)
  if (provider.name === 'log') await move(tx, house, district, { ...sent, state: 'delivered' })
}

async function markMissed(
  tx: Tx,
  house: SendingHouse,
  district: District,
  id: string,
  word: string,
  last: boolean,
): Promise<void> {
  const [notice] = await lockNotices(tx, [id])
  if (notice === undefined || notice.state !== 'queued') return
  const missed = { ...notice, lastError: word, changedAt: house.time.now() }
  if (last) await move(tx, house, district, { ...missed, state: 'dead' })
  else await updateNotice(tx, missed)
}

/** Writes a new state and says so in the log. */
export async function move(tx: Tx, house: Pick<House, 'time'>, district: District, notice: Notice): Promise<void> {
  const now = house.time.now()
  await updateNotice(tx, { ...notice, changedAt: now })
  await recordStates(tx, district.code, [notice], now)
}
