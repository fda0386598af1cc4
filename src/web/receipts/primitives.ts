import { ed25519 } from '@noble/curves/ed25519.js'
import type { Primitives, SignatureName } from '#domain/seals.ts'
import { hashing } from './hashing.ts'
import { isSignedBySm2 } from './sm2.ts'

type IsSigned = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => boolean
const signatures: Record<SignatureName, IsSigned> = {
  // Strict, as OpenSSL is: the default lets points pass that are written in a second way.
  ed25519: (publicKey, bytes, signature) => ed25519.verify(signature, bytes, publicKey, { zip215: false }),
  sm2: isSignedBySm2,
}

/** Hashes and signatures in plain code: `crypto.subtle` is missing wherever a page came over plain HTTP, and knows no SM2. */
export const primitives: Primitives = {
  ...hashing,
  verify: (name, publicKey, bytes, signature) => {
    try {
      return signatures[name](publicKey, bytes, signature)
    } catch {
      // Bytes that are no point of the curve: nobody signs with such a key.
      return false
    }
  },
}
