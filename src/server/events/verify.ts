import { fromBase64url, sameBytes, toBase64url } from '#domain/bytes.ts'
import { addLeaf, emptyTree, type Hash, rootOfTree } from '#domain/merkle.ts'
import { leafOfEvent, signerOf } from '#domain/receipts.ts'
import { firstPrevious, hashNames, headerBytes, type PublishedKeys, type Seal, signatureNames } from '#domain/seals.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import type { Tx } from '#server/db/transaction.ts'
import { hashOf, headOf } from './seal.ts'
import type { SealHead } from './seal-heads.ts'
import { type EventRow, sealedForm } from './seal-rows.ts'
import { checkBelow, checkCounts } from './verify-counts.ts'
import type { Fault, FirstBad } from './verify-faults.ts'
import { belongsElsewhere } from './verify-order.ts'
import { allNumbers, allSeals, countLog, findStray, type NumberRow, readInOrder, usualPage } from './verify-store.ts'
import { keepTimes, type Timekeeper, type Times } from './verify-times.ts'

export type DistrictVerdict = Times & {
  district: string
  events: number
  seals: number
  /** Committed and not yet numbered: the next seal takes them. */
  waiting: number
  firstBad: FirstBad | null
  /** Number of the newest seal as kept outside the database; null: nothing was kept, so a cut could not be noticed. */
  head: number | null
  /** Seals by the key that they name. */
  keys: Record<string, number>
  last: Seal | null
}

type Log = {
  tx: Tx
  district: string
  keys: PublishedKeys
  head: SealHead | null
  /** How many rows are read at a time. */
  page?: number
}
type Walk = { previous: Seal | null; newestKey: number; keys: Record<string, number>; times: Timekeeper }

/** Follows every seal of a district from the first, and every event under it. Needs one snapshot. */
export async function verifyDistrict(log: Log): Promise<DistrictVerdict> {
  const counts = await countLog(log.tx)
  const stray = await findStray(log.tx)
  await readInOrder(log.tx)
  const walk: Walk = { previous: null, newestKey: 0, keys: {}, times: keepTimes() }
  const found =
    (await checkBelow(log.tx)) ??
    (await walkSeals(log, walk)) ??
    (await checkCounts(log.tx, counts, stray, { numbers: walk.previous?.last ?? 0, seals: walk.previous?.no ?? 0 }))
  return {
    district: log.district,
    events: counts.numbers,
    seals: counts.seals,
    waiting: counts.waiting,
    firstBad: found && { ...found, district: log.district },
    outOfTime: walk.times.outOfTime,
    sealedLate: walk.times.sealedLate,
    head: log.head?.no ?? null,
    keys: walk.keys,
    last: walk.previous,
  }
}

/** Of a district that is not in the database although seals of it were kept outside. */
export function verdictOfMissing(district: string, head: SealHead): DistrictVerdict {
  const fault = cutShort(head, null)
  const { outOfTime, sealedLate } = keepTimes()
  const detail = `the whole district is gone: ${fault.detail}`
  return {
    district,
    events: 0,
    seals: 0,
    waiting: 0,
    firstBad: { ...fault, district, detail },
    outOfTime,
    sealedLate,
    head: head.no,
    keys: {},
    last: null,
  }
}

async function walkSeals(log: Log, walk: Walk): Promise<Fault | null> {
  const page = log.page ?? usualPage
  const numbers = allNumbers(log.tx, page)
  let upcoming = await nextOf(numbers)
  for await (const seal of allSeals(log.tx, page)) {
    const broken = checkChain(log, seal, walk) ?? checkKey(log, seal, walk)
    if (broken !== null) return broken
    const hash = hashOf(seal.hash)
    const tree = emptyTree()
    for (let seq = seal.first; seq <= seal.last; seq++) {
      const bad = await checkNumber(log, seal, seq, upcoming, { hash, times: walk.times })
      if (bad !== null) return bad
      addLeaf(hash, tree, (upcoming as NumberRow).leaf)
      upcoming = await nextOf(numbers)
    }
    const bad = checkSeal(log, seal, rootOfTree(hash, tree)) ?? checkHead(log, seal)
    if (bad !== null) return bad
    walk.previous = seal
  }
  return checkEnd(log, walk.previous, upcoming)
}

async function nextOf<T>(rows: AsyncGenerator<T>): Promise<T | null> {
  const { value, done } = await rows.next()
  return done ? null : value
}

function checkChain({ district }: Log, seal: Seal, { previous }: Walk): Fault | null {
  const chain = (detail: string): Fault => ({ kind: 'chain', seal: seal.no, detail })
  const no = (previous?.no ?? 0) + 1
  if (seal.no < no) return { kind: 'inserted', seal: seal.no, detail: 'a second seal of this number' }
  if (seal.no !== no) return chain(`seal ${no} is missing before it`)
  if (!(hashNames as readonly string[]).includes(seal.hash)) return chain(`nobody knows the hash ${seal.hash}`)
  const before = previous === null ? firstPrevious : toBase64url(hashOf(seal.hash)(headerBytes(district, previous)))
  if (seal.previous !== before) return chain('it does not follow from the seal before it')
  if (seal.first !== (previous?.last ?? 0) + 1) return chain('its events do not follow those of the seal before it')
  return null
}

/** Nothing is wrong with the seal itself, but another one stood here before. */
function checkHead({ district, head }: Log, seal: Seal): Fault | null {
  if (head?.no !== seal.no || headOf(district, seal).hash === head.hash) return null
  const detail = 'it is not the one that was kept outside: the log was cut short or put back, and went on'
  return { kind: 'truncated', seal: seal.no, detail }
}

/** A key that was replaced never comes back. */
function checkKey({ keys }: Log, seal: Seal, walk: Walk): Fault | null {
  walk.keys[seal.key] = (walk.keys[seal.key] ?? 0) + 1
  const fault = (detail: string): Fault => ({ kind: 'key', seal: seal.no, detail })
  const place = keys.keys.findIndex(({ id }) => id === seal.key)
  if (place < 0) return fault(`key ${seal.key} was never published`)
  if (!(signatureNames as readonly string[]).includes(seal.algorithm)) return fault(`no key signs by ${seal.algorithm}`)
  const signer = signerOf(seal, keys, nodePrimitives)
  if (signer === 'keyEnded') return fault(`key ${seal.key} was out of use at ${seal.at}`)
  if (typeof signer === 'string') return fault(`what is published as key ${seal.key} is another key`)
  if (place < walk.newestKey) return fault(`key ${seal.key} was replaced before`)
  walk.newestKey = place
  return null
}

async function checkNumber(
  { tx }: Log,
  seal: Seal,
  seq: number,
  row: NumberRow | null,
  { hash, times }: { hash: Hash; times: Timekeeper },
): Promise<Fault | null> {
  const at = { seal: seal.no, seq }
  if (row !== null && row.seq < seq) return { kind: 'inserted', ...idOf(row), detail: 'its number was given twice' }
  if (row === null || row.seq !== seq) return { kind: 'deleted', ...at, detail: 'no event has this number any more' }
  if (row.id === null) return { kind: 'deleted', ...at, detail: 'the event with this number is gone' }
  const event = sealedForm(seq, row as EventRow)
  if (row.salts.length === 32 && sameBytes(leafOfEvent(hash, event, row.salts), row.leaf)) {
    times.see(seal, event)
    return null
  }
  const elsewhere = await belongsElsewhere(tx, event, row)
  return elsewhere === null
    ? { kind: 'altered', ...at, event: row.id, detail: 'the event is not what was sealed' }
    : { kind: 'reordered', ...at, event: row.id, detail: `the event was sealed under number ${elsewhere}` }
}

function checkSeal({ district, keys }: Log, seal: Seal, root: Uint8Array): Fault | null {
  const signer = signerOf(seal, keys, nodePrimitives)
  const signature = fromBase64url(seal.signature)
  const signed =
    typeof signer !== 'string' &&
    signature !== null &&
    nodePrimitives.verify(seal.algorithm, signer.publicKey, headerBytes(district, seal), signature)
  const leads = toBase64url(root) === seal.root
  if (signed && leads) return null
  if (signed)
    return {
      kind: 'altered',
      seal: seal.no,
      seq: seal.first,
      detail: `one of the events ${seal.first} to ${seal.last} was changed, and its leaf with it`,
    }
  return leads
    ? { kind: 'signature', seal: seal.no, detail: `key ${seal.key} did not sign this: forged, or by another key` }
    : { kind: 'root', seal: seal.no, detail: 'its root is neither that of its events nor signed' }
}

function checkEnd({ head }: Log, last: Seal | null, upcoming: NumberRow | null): Fault | null {
  if (head !== null && head.no > (last?.no ?? 0)) return cutShort(head, last)
  if (upcoming === null) return null
  const isTwin = upcoming.seq <= (last?.last ?? 0)
  const beyond = 'a number beyond every seal: put in by hand, or given while there was no key to sign with'
  return { kind: 'inserted', ...idOf(upcoming), detail: isTwin ? 'its number was given twice' : beyond }
}

const idOf = ({ seq, id }: NumberRow) => ({ seq, ...(id === null ? {} : { event: id }) })

const cutShort = (head: SealHead, last: Seal | null): Fault => ({
  kind: 'truncated',
  seal: (last?.no ?? 0) + 1,
  seq: (last?.last ?? 0) + 1,
  detail: `seals up to ${head.no} and events up to ${head.last} were there on ${head.at}`,
})
