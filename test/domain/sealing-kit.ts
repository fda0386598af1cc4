import { toBase64url } from '#domain/bytes.ts'
import { inclusionPath, merkleRoot } from '#domain/merkle.ts'
import { leafOfEvent, makeReceipt } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import type { SealedEvent } from '#domain/sealed-events.ts'
import {
  firstPrevious,
  hashFor,
  headerBytes,
  keyIdOf,
  type PublishedKey,
  type Seal,
  type SealHeader,
  type SignatureName,
} from '#domain/seals.ts'
import { makePair, nodePrimitives, signer } from '#server/crypto/primitives.ts'

const sha256 = nodePrimitives.hash('sha256') as (bytes: Uint8Array) => Uint8Array

export type TestKey = PublishedKey & { sign(bytes: Uint8Array): Buffer }

export function makeKey(algorithm: SignatureName = 'ed25519'): TestKey {
  const { privateKey, publicKey } = makePair(algorithm)
  return {
    id: keyIdOf(sha256, algorithm, publicKey),
    algorithm,
    publicKey: toBase64url(publicKey),
    since: '2022-01-01T00:00:00.000Z',
    until: null,
    sign: signer(algorithm, privateKey),
  }
}

export const published = (...keys: readonly TestKey[]) => ({
  version: 1 as const,
  keys: keys.map(({ sign: _, ...key }) => key),
})

export function closing(seq: number): SealedEvent {
  const id = (kind: string) => `0181b4a0-0000-7000-8000-${kind}${String(seq).padStart(11, '0')}`
  return {
    seq,
    id: id('e'),
    type: 'hazard.closed',
    subjectKind: 'hazard',
    subject: id('a'),
    occurred: '2022-07-01T02:00:00.000Z',
    received: '2022-07-01T02:00:01.500Z',
    late: false,
    scopePath: '/330109/113/245/001/',
    details: {
      commandId: id('c'),
      accountId: id('b'),
      postId: null,
      via: null,
      unitPath: '/330109/113/',
      department: 'fire',
      data: { onSite: false, sampled: true },
    },
  }
}

/** Salts that tests can foresee. */
export const saltsOf = (seq: number) => Uint8Array.from({ length: 32 }, (_, n) => (seq * 7 + n) % 256)

/** A seal over events `first` to `last` with the receipt of the one at `seq`. */
export function sealedBatch(
  key: TestKey,
  first: number,
  last: number,
  seq: number,
  brief = true,
  at = '2022-07-01T02:00:02.000Z',
): Receipt {
  const name = hashFor[key.algorithm]
  const hash = nodePrimitives.hash(name) as (bytes: Uint8Array) => Uint8Array
  const events = Array.from({ length: last - first + 1 }, (_, n) => closing(first + n))
  const leaves = events.map((event) => leafOfEvent(hash, event, saltsOf(event.seq)))
  const header: SealHeader = {
    no: 1,
    first,
    last,
    root: toBase64url(merkleRoot(hash, leaves)),
    previous: firstPrevious,
    at,
    key: key.id,
    algorithm: key.algorithm,
    hash: name,
  }
  const seal: Seal = { ...header, signature: toBase64url(key.sign(headerBytes('330109', header))) }
  const path = inclusionPath(hash, leaves, seq - first)
  return makeReceipt(hash, { district: '330109', event: closing(seq), salts: saltsOf(seq), path, seal }, brief)
}
