import { fromBase64url } from './bytes.ts'
import { isInstant } from './calendar.ts'
import { isUuid } from './ids.ts'
import { type SealedDetails, type SealedFacts, saltBytes } from './sealed-events.ts'
import { hashNames, isObject, type Seal, signatureNames } from './seals.ts'

/** An event that says who and what in full, or only that there is more, which whoever gave it keeps. */
export type ReceiptEvent =
  | (SealedFacts & { detailsDigest: string })
  | (SealedFacts & { details: SealedDetails; detailsSalt: string })

/** Proof that an event stands in a district's log, to be checked with nothing but the published keys. */
export type Receipt = {
  version: 1
  district: string
  event: ReceiptEvent
  /** Base64url, as all bytes here. */
  salt: string
  /** The hashes beside the way from the event up to the root, from below. */
  path: readonly string[]
  seal: Seal
}

/** A receipt without details: what fits into a QR code and may be given to anybody. */
export type BriefReceipt = Receipt & { event: SealedFacts & { detailsDigest: string } }

// By hand and not by a schema: the public page carries this, and nothing else there needs a checker of schemas.

/** More levels than a tree of any seal has. */
const longestPath = 40
const hashBytes = 32
/** Codes and words of ours, never what people wrote. */
const isText = (value: unknown): value is string => typeof value === 'string' && /^[ -~]{0,200}$/.test(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
const isSealedInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  isInstant(value.replace(/(\.[0-9]{3})[0-9]{3}Z$/, '$1Z')) &&
  !/\.[0-9]{3}000Z$/.test(value)
const isBytes = (value: unknown, length: number): value is string =>
  typeof value === 'string' && value.length < 2 * length && fromBase64url(value)?.length === length
const holdsOnly = (value: Record<string, unknown>, names: readonly string[]) =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))

/** A receipt from anywhere, exactly in its shape; null for everything else. */
export function readReceipt(value: unknown): Receipt | null {
  if (!isObject(value) || !holdsOnly(value, ['version', 'district', 'event', 'salt', 'path', 'seal'])) return null
  const { version, district, salt, path } = value
  if (version !== 1 || typeof district !== 'string' || !/^[0-9]{6}$/.test(district)) return null
  if (!isBytes(salt, saltBytes) || !Array.isArray(path) || path.length > longestPath) return null
  if (!path.every((one) => isBytes(one, hashBytes))) return null
  const event = readEvent(value['event'])
  const seal = readSeal(value['seal'])
  return event && seal && { version, district, event, salt, path, seal }
}

const factNames = ['seq', 'id', 'type', 'subjectKind', 'subject', 'occurred', 'received', 'late', 'scopePath'] as const

function readEvent(value: unknown): ReceiptEvent | null {
  if (!isObject(value)) return null
  const { seq, id, type, subjectKind, subject, occurred, received, late, scopePath, detailsDigest } = value
  if (!isCount(seq) || !isUuid(id) || !isText(type) || !isText(subjectKind) || !isUuid(subject)) return null
  if (!isSealedInstant(occurred) || !isSealedInstant(received)) return null
  if (typeof late !== 'boolean' || !isText(scopePath)) return null
  const facts: SealedFacts = { seq, id, type, subjectKind, subject, occurred, received, late, scopePath }
  if (holdsOnly(value, [...factNames, 'detailsDigest']))
    return isBytes(detailsDigest, hashBytes) ? { ...facts, detailsDigest } : null
  if (!holdsOnly(value, [...factNames, 'details', 'detailsSalt'])) return null
  const details = readDetails(value['details'])
  const { detailsSalt } = value
  return details && isBytes(detailsSalt, saltBytes) ? { ...facts, details, detailsSalt } : null
}

const detailNames = ['commandId', 'accountId', 'postId', 'via', 'unitPath', 'department', 'data'] as const

function readDetails(value: unknown): SealedDetails | null {
  if (!isObject(value) || !holdsOnly(value, detailNames)) return null
  const { commandId, accountId, postId, via, unitPath, department, data } = value
  if (!isUuid(commandId) || !isUuid(accountId) || !isText(unitPath) || !isText(department)) return null
  if (!(postId === null || isUuid(postId)) || !(via === null || isUuid(via))) return null
  return isShallow(data, 0) ? { commandId, accountId, postId, via, unitPath, department, data } : null
}

/** Deeper than the data of any event: what is deeper is refused before anybody walks through it. */
const deepest = 30

function isShallow(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true
  return depth < deepest && Object.values(value).every((inner) => isShallow(inner, depth + 1))
}

const sealNames = ['no', 'first', 'last', 'root', 'previous', 'at', 'key', 'algorithm', 'hash', 'signature'] as const

function readSeal(value: unknown): Seal | null {
  if (!isObject(value) || !holdsOnly(value, sealNames)) return null
  const { no, first, last, root, previous, at, key, signature } = value
  const algorithm = signatureNames.find((name) => name === value['algorithm'])
  const hash = hashNames.find((name) => name === value['hash'])
  if (!isCount(no) || !isCount(first) || !isCount(last) || algorithm === undefined || hash === undefined) return null
  if (!isBytes(root, hashBytes) || !isBytes(previous, hashBytes)) return null
  if (typeof at !== 'string' || !isInstant(at) || typeof key !== 'string' || !/^[0-9a-f]{32}$/.test(key)) return null
  if (!isBytes(signature, 64)) return null
  return { no, first, last, root, previous, at, key, algorithm, hash, signature }
}
