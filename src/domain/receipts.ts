import { fromBase64url, sameBytes, toBase64url } from './bytes.ts'
import { type Hash, rootFromPath } from './merkle.ts'
import { type BriefReceipt, type Receipt, type ReceiptEvent, readReceipt } from './receipts-shape.ts'
import { digestOfDetails, leafOf, type SealedEvent, saltBytes } from './sealed-events.ts'
import { headerBytes, keyIdOf, type Primitives, type PublishedKeys, readPublishedKeys, type Seal } from './seals.ts'

/**
 * What is wrong with a receipt. `altered`: the seal is genuine, the event (or its path) is not what was sealed.
 * `root`: the root was forged. `signature`: the key did not sign this seal. `key`: nobody published this key.
 */
export const receiptFaults = [
  'malformed',
  'keysMalformed',
  'key',
  'keyForged',
  'keyEnded',
  'unsupported',
  'position',
  'altered',
  'root',
  'signature',
] as const
export type ReceiptFault = (typeof receiptFaults)[number]

export type ReceiptCheck =
  | { ok: true; district: string; event: ReceiptEvent; seal: Seal; key: string }
  | { ok: false; fault: ReceiptFault }

/** Checks a receipt as it was read from a file, against published keys as they were read from another. Trusts neither. */
export function checkReceipt(receiptFile: unknown, keysFile: unknown, primitives: Primitives): ReceiptCheck {
  const no = (fault: ReceiptFault): ReceiptCheck => ({ ok: false, fault })
  const receipt = readReceipt(receiptFile)
  if (receipt === null) return no('malformed')
  const keys = readPublishedKeys(keysFile)
  if (keys === null) return no('keysMalformed')
  const { district, event, seal } = receipt
  const hash = primitives.hash(seal.hash)
  if (hash === null) return no('unsupported')
  const signer = signerOf(seal, keys, primitives)
  if (typeof signer === 'string') return no(signer)
  if (event.seq < seal.first || event.seq > seal.last) return no('position')

  const leaf = leafOf(hash, event, detailsDigestIn(hash, event), bytes(receipt.salt))
  const size = seal.last - seal.first + 1
  const root = rootFromPath(hash, leaf, event.seq - seal.first, size, receipt.path.map(bytes))
  if (root === null) return no('position')
  const leadsToRoot = sameBytes(root, bytes(seal.root))
  const signed = primitives.verify(seal.algorithm, signer.publicKey, headerBytes(district, seal), bytes(seal.signature))
  if (signed === null) return no('unsupported')
  if (!leadsToRoot) return no(signed ? 'altered' : 'root')
  return signed ? { ok: true, district, event, seal, key: seal.key } : no('signature')
}

/** The published key of a seal, or what is wrong with it. */
export function signerOf(
  seal: Pick<Seal, 'key' | 'algorithm' | 'at'>,
  { keys }: PublishedKeys,
  primitives: Pick<Primitives, 'hash'>,
): { publicKey: Uint8Array } | 'key' | 'keyForged' | 'keyEnded' | 'unsupported' {
  const key = keys.find(({ id }) => id === seal.key)
  if (key === undefined) return 'key'
  const idHash = primitives.hash('sha256')
  if (idHash === null) return 'unsupported'
  const publicKey = bytes(key.publicKey)
  if (key.algorithm !== seal.algorithm || keyIdOf(idHash, key.algorithm, publicKey) !== key.id) return 'keyForged'
  return key.until !== null && seal.at > key.until ? 'keyEnded' : { publicKey }
}

/** The same receipt with the digest of the details in their place. */
export function withoutDetails(receipt: Receipt, primitives: Pick<Primitives, 'hash'>): BriefReceipt | null {
  const hash = primitives.hash(receipt.seal.hash)
  if (hash === null) return null
  const { seq, id, type, subjectKind, subject, occurred, received, late, scopePath } = receipt.event
  const facts = { seq, id, type, subjectKind, subject, occurred, received, late, scopePath }
  const detailsDigest = toBase64url(detailsDigestIn(hash, receipt.event))
  return { ...receipt, event: { ...facts, detailsDigest } }
}

/** A receipt from the log: of an event whole, with both salts, or with `brief` without what is kept. */
export function makeReceipt(
  hash: Hash,
  from: { district: string; event: SealedEvent; salts: Uint8Array; path: readonly Uint8Array[]; seal: Seal },
  brief: boolean,
): Receipt {
  const { details, ...facts } = from.event
  const { salt, detailsSalt } = splitSalts(from.salts)
  const event = brief
    ? { ...facts, detailsDigest: toBase64url(digestOfDetails(hash, details, detailsSalt)) }
    : { ...facts, details, detailsSalt: toBase64url(detailsSalt) }
  const { district, seal } = from
  return { version: 1, district, event, salt: toBase64url(salt), path: from.path.map(toBase64url), seal }
}

/** The leaf of an event, from the 32 random bytes that the log keeps for it. */
export function leafOfEvent(hash: Hash, { details, ...facts }: SealedEvent, salts: Uint8Array): Uint8Array {
  const { salt, detailsSalt } = splitSalts(salts)
  return leafOf(hash, facts, digestOfDetails(hash, details, detailsSalt), salt)
}

function splitSalts(salts: Uint8Array): { salt: Uint8Array; detailsSalt: Uint8Array } {
  return { salt: salts.subarray(0, saltBytes), detailsSalt: salts.subarray(saltBytes) }
}

function detailsDigestIn(hash: Hash, event: ReceiptEvent): Uint8Array {
  return 'details' in event
    ? digestOfDetails(hash, event.details, bytes(event.detailsSalt))
    : bytes(event.detailsDigest)
}

/** Of text that `readReceipt` or `readPublishedKeys` let through. */
function bytes(text: string): Uint8Array {
  return fromBase64url(text) ?? new Uint8Array()
}
