import { fromBase64url, fromHex, toBase64url, toHex } from './bytes.ts'
import { instant, millis } from './calendar.ts'
import { type ByteReader, type ByteWriter, byteReader, byteWriter } from './receipt-code-bytes.ts'
import { type BriefReceipt, readReceipt } from './receipts-shape.ts'
import { hashNames, type SealHeader, signatureNames } from './seals.ts'

const format = 1

/**
 * A receipt as text for a QR code: base64url of its fields one after the other, about 700 letters. Ten more levels of
 * the tree are 430 letters more. `readReceiptCode` gives the same receipt again.
 */
export function receiptCode(receipt: BriefReceipt): string {
  const { district, event, seal } = receipt
  const to = byteWriter()
  to.byte(format)
  to.text(district)
  to.count(event.seq)
  for (const id of [event.id, event.subject]) to.raw(fromHex(id.replaceAll('-', '')))
  to.text(event.type)
  to.text(event.subjectKind)
  writeInstant(to, event.occurred)
  writeInstant(to, event.received)
  to.byte(event.late ? 1 : 0)
  to.text(event.scopePath)
  to.raw(fromBase64url(event.detailsDigest))
  to.raw(fromBase64url(receipt.salt))
  to.byte(receipt.path.length)
  for (const beside of receipt.path) to.raw(fromBase64url(beside))
  to.count(seal.no)
  to.count(seal.first)
  to.count(seal.last)
  to.raw(fromBase64url(seal.root))
  to.raw(fromBase64url(seal.previous))
  writeInstant(to, seal.at)
  to.raw(fromHex(seal.key))
  to.byte(signatureNames.indexOf(seal.algorithm))
  to.byte(hashNames.indexOf(seal.hash))
  to.raw(fromBase64url(seal.signature))
  return toBase64url(to.bytes())
}

/** Null for every text that `receiptCode` would not have written. */
export function readReceiptCode(code: string): BriefReceipt | null {
  const bytes = code.length > longest ? null : fromBase64url(code)
  const from = bytes && byteReader(bytes)
  if (from === null || from.byte() !== format) return null
  const district = from.text()
  const seq = from.count()
  const [id, subject] = [uuid(from), uuid(from)]
  const [type, subjectKind] = [from.text(), from.text()]
  const [occurred, received] = [readInstant(from), readInstant(from)]
  const late = [false, true][from.byte()]
  const scopePath = from.text()
  const detailsDigest = toBase64url(from.raw(32))
  const facts = { seq, id, type, subjectKind, subject, occurred, received, late, scopePath }
  const salt = toBase64url(from.raw(16))
  const levels = from.byte()
  const path = Array.from({ length: levels <= 40 ? levels : 0 }, () => toBase64url(from.raw(32)))
  const seal = { ...readHeader(from), signature: toBase64url(from.raw(64)) }
  if (!from.atEnd()) return null
  const receipt = readReceipt({ version: 1, district, event: { ...facts, detailsDigest }, salt, path, seal })
  return receipt !== null && receiptCode(receipt as BriefReceipt) === code ? (receipt as BriefReceipt) : null
}

/** Longer than any receipt of 40 levels with all its words at their longest. */
const longest = 4000

function readHeader(from: ByteReader): Record<keyof SealHeader, unknown> {
  const [no, first, last] = [from.count(), from.count(), from.count()]
  const [root, previous] = [toBase64url(from.raw(32)), toBase64url(from.raw(32))]
  const at = readInstant(from)
  const key = toHex(from.raw(16))
  const [algorithm, hash] = [signatureNames[from.byte()], hashNames[from.byte()]]
  return { no, first, last, root, previous, at, key, algorithm, hash }
}

function uuid(from: ByteReader): string {
  return toHex(from.raw(16)).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Milliseconds since 1970, before or after it, and the microseconds that are over. */
function writeInstant(to: ByteWriter, at: string): void {
  const micros = /\.[0-9]{3}([0-9]{3})Z$/.exec(at)?.[1] ?? '0'
  const ms = millis(at.replace(/(\.[0-9]{3})[0-9]{3}Z$/, '$1Z'))
  to.byte(ms < 0 ? 1 : 0)
  to.count(Math.abs(ms))
  to.count(Number(micros))
}

function readInstant(from: ByteReader): string {
  const sign = from.byte() === 1 ? -1 : 1
  const ms = sign * from.count()
  const micros = from.count()
  // Also for a number that is none.
  if (!(Math.abs(ms) <= 8.64e15)) return ''
  return micros === 0 ? instant(ms) : instant(ms).replace('Z', `${String(micros).padStart(3, '0')}Z`)
}
