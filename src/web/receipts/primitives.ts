import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Primitives } from '#domain/seals.ts'

/** Hash and signature in plain code: `crypto.subtle` is missing wherever a page came over plain HTTP. */
export const primitives: Primitives = {
  hash: (name) => (name === 'sha256' ? sha256 : null),
  verify: (name, publicKey, bytes, signature) => (name === 'ed25519' ? isSigned(publicKey, bytes, signature) : null),
}

/** The library throws for points that are none: no signature either. */
function isSigned(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    // Strict, as Node is: other libraries let pass what only looks like a point.
    return ed25519.verify(signature, bytes, publicKey, { zip215: false })
  } catch {
    return false
  }
}
