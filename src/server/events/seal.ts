import { randomBytes } from 'node:crypto'
import { toBase64url, toHex } from '#domain/bytes.ts'
import type { Instant } from '#domain/calendar.ts'
import { type Hash, merkleRoot } from '#domain/merkle.ts'
import { leafOfEvent } from '#domain/receipts.ts'
import { firstPrevious, type HashName, hashFor, headerBytes, type Seal, type SealHeader } from '#domain/seals.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import type { SigningKey } from '#server/crypto/signing-files.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import type { NumberedEvent } from './numbered.ts'
import type { SealHead } from './seal-heads.ts'
import { type EventRow, numberedForm, sealedForm } from './seal-rows.ts'
import {
  findHead,
  findSeal,
  findUnsealedLeaves,
  findWaiting,
  insertSeal,
  numberThem,
  proofBytes,
  takeLog,
} from './seal-store.ts'

/** Most events under one seal. */
export const mostUnderSeal = 5000
const salts = 32

type SealingHouse = Pick<House, 'database' | 'time' | 'signing' | 'heads' | 'recent' | 'log'>

/**
 * Numbers the newly committed events of a district without gaps and, in the same transaction, puts them under a signed
 * root that is chained to the one before. Only one process at a time does it (advisory lock); the others return at once.
 * Without a key events are numbered all the same, so that the town works on, and sealed when there is one again.
 * Returns how many events were numbered or sealed.
 */
export async function sealEvents(house: SealingHouse, district: District): Promise<number> {
  const { count, seal, numbered } = await house.database.worker(district, (tx) => sealBatch(tx, house, district))
  house.recent.add(district.code, numbered)
  house.database.grown(district, numbered.at(-1)?.seq ?? 0)
  if (seal !== null) house.heads.note(district.code, headOf(district.code, seal))
  return count
}

type Sealed = { count: number; seal: Seal | null; numbered: readonly NumberedEvent[] }

const nothing: Sealed = { count: 0, seal: null, numbered: [] }

async function sealBatch(tx: Tx, house: SealingHouse, district: District): Promise<Sealed> {
  if (!(await takeLog(tx, district.schema))) return nothing
  const [{ seal: last, newest }, events] = await Promise.all([findHead(tx), findWaiting(tx, mostUnderSeal)])
  await compareWithHead(tx, house, district.code, last)
  const key = house.signing.current()
  const at = house.time.now()
  const sealed = last?.last ?? 0
  if (newest > sealed) {
    if (key !== null) return sealLate(tx, district.code, last, key, at)
  }
  if (events.length === 0) return nothing
  const hashName = key === null ? hashOfLate(last) : hashFor[key.algorithm]
  const { leaves, proofs } = prove(hashOf(hashName), newest + 1, events)
  const ids = events.map(({ id }) => id)
  await numberThem(tx, newest + 1, ids, proofs)
  const seal = key === null ? null : makeSeal(district.code, last, { key, at, hash: hashName }, newest + 1, leaves)
  if (seal !== null) await insertSeal(tx, seal)
  return { count: events.length, seal, numbered: events.map((row, n) => numberedForm(newest + 1 + n, row)) }
}

/** Seals what was numbered while there was no key, by the leaves as they were made then. */
async function sealLate(tx: Tx, district: string, last: Seal | null, key: SigningKey, at: Instant): Promise<Sealed> {
  const first = (last?.last ?? 0) + 1
  const leaves = await findUnsealedLeaves(tx, first - 1, mostUnderSeal)
  const seal = makeSeal(district, last, { key, at, hash: hashOfLate(last) }, first, leaves)
  await insertSeal(tx, seal)
  return { count: leaves.length, seal, numbered: [] }
}

/** While there is no key nobody knows which hash the next one wants: the one of the seal before goes on. */
const hashOfLate = (last: Seal | null): HashName => last?.hash ?? 'sha256'

function prove(hash: Hash, first: number, events: readonly EventRow[]): { leaves: Uint8Array[]; proofs: Buffer } {
  const random = randomBytes(events.length * salts)
  const proofs = Buffer.allocUnsafe(events.length * proofBytes)
  const leaves = events.map((row, n) => {
    const salt = random.subarray(n * salts, (n + 1) * salts)
    const leaf = leafOfEvent(hash, sealedForm(first + n, row), salt)
    proofs.set(salt, n * proofBytes)
    proofs.set(leaf, n * proofBytes + salts)
    return leaf
  })
  return { leaves, proofs }
}

function makeSeal(
  district: string,
  last: Seal | null,
  by: { key: SigningKey; at: Instant; hash: HashName },
  first: number,
  leaves: readonly Uint8Array[],
): Seal {
  const hash = hashOf(by.hash)
  const header: SealHeader = {
    no: (last?.no ?? 0) + 1,
    first,
    last: first + leaves.length - 1,
    root: toBase64url(merkleRoot(hash, leaves)),
    previous: last === null ? firstPrevious : toBase64url(hash(headerBytes(district, last))),
    at: by.at,
    key: by.key.id,
    algorithm: by.key.algorithm,
    hash: by.hash,
  }
  return { ...header, signature: toBase64url(by.key.sign(headerBytes(district, header))) }
}

/**
 * Looks whether the log still holds what was sealed before. If not, it was cut short or replaced: the head outside the
 * database stays what it is, for `verify` to find, and the town works on.
 */
async function compareWithHead(tx: Tx, house: SealingHouse, district: string, last: Seal | null): Promise<void> {
  const head = house.heads.find(district)
  if (head === null) return
  const there = last?.no === head.no ? last : await findSeal(tx, head.no)
  if (there !== null && headOf(district, there).hash === head.hash) return
  house.heads.freeze(district)
  house.log.error(
    { district, seal: head.no, newest: last?.no ?? 0 },
    'the log lacks what was sealed before: it was cut short, replaced or put back from a backup. Nothing was overwritten outside the database; run "bihuan verify"',
  )
}

export function headOf(district: string, seal: Seal): SealHead {
  const hash = toHex(hashOf('sha256')(headerBytes(district, seal)))
  return { no: seal.no, last: seal.last, hash, at: seal.at }
}

export function hashOf(name: HashName): Hash {
  const hash = nodePrimitives.hash(name)
  if (hash === null) throw new Error(`no hash called ${name}`)
  return hash
}
