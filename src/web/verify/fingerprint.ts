import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, toHex } from '#domain/bytes.ts'
import { grouped } from '#web/receipts/grouped.ts'

/** `publicKey`: base64url, as it is published. */
export function fingerprintOf(publicKey: string): string {
  return grouped(toHex(sha256(fromBase64url(publicKey) ?? new Uint8Array())))
}
