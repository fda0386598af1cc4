import { sha256 } from '@noble/hashes/sha2.js'
import { fromBase64url, toHex } from '#domain/bytes.ts'

/** A hash in groups of four, as people read it out to each other. */
export function grouped(hex: string): string {
  return (hex.toLowerCase().match(/.{1,4}/g) ?? []).join(' ')
}

/** `publicKey`: base64url, as it is published. */
export function fingerprintOf(publicKey: string): string {
  return grouped(toHex(sha256(fromBase64url(publicKey) ?? new Uint8Array())))
}
