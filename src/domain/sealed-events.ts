import { toBase64url } from './bytes.ts'
import { canonical } from './canonical.ts'
import type { Hash } from './merkle.ts'

/**
 * An instant as the log holds it: ISO 8601 in UTC, with milliseconds as everywhere, or with microseconds where the
 * database has some, so that no change of the row is too small to be found.
 */
export type SealedInstant = string

/** What everybody may read who holds the receipt: what happened to which subject, when and where. */
export type SealedFacts = {
  /** Its place in the district's log, from 1, without holes. */
  seq: number
  id: string
  type: string
  subjectKind: string
  subject: string
  /** By the device's clock. */
  occurred: SealedInstant
  /** By the server's clock. */
  received: SealedInstant
  late: boolean
  /** Where the subject stood: a path of unit codes. */
  scopePath: string
}

/** What is shown to those only who may read the log: who, from which post, and what else was decided. */
export type SealedDetails = {
  commandId: string
  accountId: string
  postId: string | null
  via: string | null
  unitPath: string
  department: string
  data: unknown
}

export type SealedEvent = SealedFacts & { details: SealedDetails }

export const saltBytes = 16

const leafMark = 0
const detailsMark = 2
const text = new TextEncoder()

/** H(0x02 salt canonical(details)). Salted apart from the leaf, so that nobody who has the receipt can guess at it. */
export function digestOfDetails(hash: Hash, details: SealedDetails, salt: Uint8Array): Uint8Array {
  return hash(marked(detailsMark, salt, canonical(details)))
}

/** H(0x00 salt canonical(facts with the digest of the details as base64url)). */
export function leafOf(hash: Hash, facts: SealedFacts, detailsDigest: Uint8Array, salt: Uint8Array): Uint8Array {
  // Picked one by one: whatever else an object brings along is not sealed.
  const { id, late, occurred, received, scopePath, seq, subject, subjectKind, type } = facts
  const sealed = { detailsDigest: toBase64url(detailsDigest), id, late, occurred, received, scopePath, seq }
  return hash(marked(leafMark, salt, canonical({ ...sealed, subject, subjectKind, type })))
}

function marked(mark: number, salt: Uint8Array, said: string): Uint8Array {
  const bytes = new Uint8Array(1 + salt.length + said.length * 3)
  bytes[0] = mark
  bytes.set(salt, 1)
  const { written } = text.encodeInto(said, bytes.subarray(1 + salt.length))
  return bytes.subarray(0, 1 + salt.length + written)
}
