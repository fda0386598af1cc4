import { fromBase64url, joined, toHex } from './bytes.ts'
import { type Instant, isInstant, millis, minute } from './calendar.ts'
import { canonical } from './canonical.ts'
import type { Hash } from './merkle.ts'

export const hashNames = ['sha256', 'sm3'] as const
export type HashName = (typeof hashNames)[number]
export const signatureNames = ['ed25519', 'sm2'] as const
export type SignatureName = (typeof signatureNames)[number]

/** What Node and the browser bring. Null: this place cannot do it. */
export type Primitives = {
  hash(name: HashName): Hash | null
  verify(name: SignatureName, publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean | null
}

/** What is signed: the events `first` to `last` of a district's log, by the root of their tree, after all the seals before. */
export type SealHeader = {
  /** From 1, without holes. */
  no: number
  first: number
  last: number
  /** Hashes are base64url of 32 bytes. */
  root: string
  /** Hash of the header before; of the first seal 32 zero bytes. */
  previous: string
  at: Instant
  key: string
  algorithm: SignatureName
  hash: HashName
}

export type Seal = SealHeader & { signature: string }

/** A key with which seals may be checked. `publicKey`: base64url of 32 bytes (ed25519) or of 65, uncompressed (sm2). */
export type PublishedKey = {
  id: string
  algorithm: SignatureName
  publicKey: string
  since: Instant
  /** A seal of a later time is none of its; null while it is in use. */
  until: Instant | null
}

export type PublishedKeys = { version: 1; keys: readonly PublishedKey[] }

export const firstPrevious = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
/** The hash that goes with a signature where nothing else is said. */
export const hashFor: Record<SignatureName, HashName> = { ed25519: 'sha256', sm2: 'sm3' }
export const publicKeyBytes: Record<SignatureName, number> = { ed25519: 32, sm2: 65 }

const text = new TextEncoder()

/** The bytes that are signed, and hashed into the next seal: a line of its own, then the header as canonical JSON. */
export function headerBytes(district: string, header: SealHeader): Uint8Array {
  const { no, first, last, root, previous, at, key, algorithm, hash } = header
  const fields = { district, no, first, last, root, previous, at, key, algorithm, hash }
  return text.encode(`bihuan seal 1\n${canonical(fields)}`)
}

/** A key is called by what it is: the first 16 bytes of the hash of its algorithm and itself, in hex. */
export function keyIdOf(hash: Hash, algorithm: SignatureName, publicKey: Uint8Array): string {
  return toHex(hash(joined(text.encode(`bihuan key 1\n${algorithm}\n`), publicKey)).subarray(0, 16))
}

/** Published keys from a file or page; null for what is none. What they hold beyond this is left aside. */
export function readPublishedKeys(value: unknown): PublishedKeys | null {
  if (!isObject(value) || value['version'] !== 1 || !Array.isArray(value['keys'])) return null
  const keys = value['keys'].map(readKey)
  return keys.every((key) => key !== null) ? { version: 1, keys } : null
}

function readKey(value: unknown): PublishedKey | null {
  if (!isObject(value)) return null
  const { id, algorithm, publicKey, since, until } = value
  const named = signatureNames.find((name) => name === algorithm)
  if (named === undefined || typeof publicKey !== 'string') return null
  if (fromBase64url(publicKey)?.length !== publicKeyBytes[named]) return null
  if (typeof id !== 'string' || !isTime(since) || !(until === null || isTime(until))) return null
  return { id, algorithm: named, publicKey, since, until }
}

/** An event is sealed a moment after it was received, unless nobody was there to seal or there was no key. */
export const sealedSoonMs = 10 * minute

/** The seal came so much later that it says little about the time in between: the event may have been dated back. */
export const sealedLate = (received: Instant, sealed: Instant) => !(millis(sealed) - millis(received) <= sealedSoonMs)

const isTime = (value: unknown): value is Instant => typeof value === 'string' && isInstant(value)

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
