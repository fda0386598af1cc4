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
const digestBytes = 32

/** H(0x02 salt details). Salted apart from the leaf, so that nobody who has the receipt can guess at it. */
export function digestOfDetails(hash: Hash, details: SealedDetails, salt: Uint8Array): Uint8Array {
  // As `canonical` writes it, each name in its place in the alphabet.
  const { accountId, commandId, data, department, postId, unitPath, via } = details
  const before = JSON.stringify({ accountId, commandId }).slice(0, -1)
  const behind = JSON.stringify({ department, postId, unitPath, via }).slice(1)
  return hash(marked(detailsMark, salt, null, `${before},"data":${canonical(data)},${behind}`))
}

/** H(0x00 salt digest facts): digest of the details, then the facts as canonical JSON. */
export function leafOf(hash: Hash, facts: SealedFacts, detailsDigest: Uint8Array, salt: Uint8Array): Uint8Array {
  // Picked one by one: whatever else an object brings along is not sealed. In the order of the alphabet, as `canonical` has it.
  const { id, late, occurred, received, scopePath, seq, subject, subjectKind, type } = facts
  const text = JSON.stringify({ id, late, occurred, received, scopePath, seq, subject, subjectKind, type })
  return hash(marked(leafMark, salt, detailsDigest, text))
}

const encoder = new TextEncoder()
/** One for all calls: a district seals thousands of events a second, and none of it is kept beyond the hash. */
let scratch = new Uint8Array(4096)

function marked(mark: number, salt: Uint8Array, digest: Uint8Array | null, text: string): Uint8Array {
  const textAt = 1 + saltBytes + (digest === null ? 0 : digestBytes)
  // No UTF-16 unit takes more than three bytes of UTF-8.
  if (scratch.length < textAt + text.length * 3) scratch = new Uint8Array(textAt + text.length * 3)
  scratch[0] = mark
  scratch.set(salt, 1)
  if (digest !== null) scratch.set(digest, 1 + saltBytes)
  const { written } = encoder.encodeInto(text, scratch.subarray(textAt))
  return scratch.subarray(0, textAt + written)
}
