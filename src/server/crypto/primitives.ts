import {
  createPrivateKey,
  createPublicKey,
  hash as digest,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { Hash } from '#domain/merkle.ts'
import type { HashName, Primitives, SignatureName } from '#domain/seals.ts'

// What comes before the bare public key in its DER form (RFC 8410; GB/T 35276).
const publicPrefix: Record<SignatureName, Buffer> = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  sm2: Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'),
}

/** By way of a text: its bytes lie in a common pool, where a Buffer from Node would be 32 bytes of memory of its own. */
const hashes: Record<HashName, Hash> = {
  sha256: (bytes) => Buffer.from(digest('sha256', bytes, 'binary'), 'latin1'),
  sm3: (bytes) => Buffer.from(digest('sm3', bytes, 'binary'), 'latin1'),
}

/** Hashes and signatures of Node's OpenSSL, for the rules of the domain. */
export const nodePrimitives: Primitives = {
  hash: (name) => hashes[name],
  verify: (name, publicKey, bytes, signature) => {
    try {
      return isSignedBy(name, publicKeyObject(name, publicKey), bytes, signature)
    } catch {
      // Bytes that are no point of the curve: nobody signs with such a key.
      return false
    }
  },
}

function isSignedBy(name: SignatureName, key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  return name === 'sm2' ? verify('sm3', bytes, key, toDer(signature)) : verify(null, bytes, key, signature)
}

const objects = new Map<string, KeyObject>()

function publicKeyObject(name: SignatureName, bare: Uint8Array): KeyObject {
  const der = Buffer.concat([publicPrefix[name], bare])
  const known = objects.get(der.toString('base64'))
  if (known !== undefined) return known
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  if (objects.size < 100) objects.set(der.toString('base64'), key)
  return key
}

/** A new pair: the private part as PKCS #8, the public part bare. */
export function makePair(name: SignatureName): { privateKey: Buffer; publicKey: Buffer } {
  const { privateKey, publicKey } =
    name === 'sm2' ? generateKeyPairSync('ec', { namedCurve: 'SM2' }) : generateKeyPairSync('ed25519')
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: spki.subarray(publicPrefix[name].length),
  }
}

/**
 * Signs with a private key in PKCS #8: 64 bytes. SM2 is that of GB/T 32918.2 with SM3 and an empty user id; OpenSSL takes
 * a key for an SM2 key only when it was read from bytes, one that was just made would sign by ECDSA.
 */
export function signer(name: SignatureName, pkcs8: Buffer): (bytes: Uint8Array) => Buffer {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  return name === 'sm2' ? (bytes) => fromDer(sign('sm3', bytes, key)) : (bytes) => sign(null, bytes, key)
}

/** The bare public part of a private key. */
export function publicPartOf(name: SignatureName, pkcs8: Buffer): Buffer {
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
  return key.export({ format: 'der', type: 'spki' }).subarray(publicPrefix[name].length)
}

/** SEQUENCE of two INTEGERs → the two numbers of 32 bytes each. */
function fromDer(der: Buffer): Buffer {
  const firstEnd = 4 + (der[3] ?? 0)
  const numbers = [der.subarray(4, firstEnd), der.subarray(firstEnd + 2)]
  return Buffer.concat(numbers.map((one) => Buffer.concat([Buffer.alloc(32), one]).subarray(-32)))
}

function toDer(raw: Uint8Array): Buffer {
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const bare = Buffer.from(half).subarray(
      Math.max(
        0,
        half.findIndex((byte) => byte !== 0),
      ),
    )
    const positive = (bare[0] ?? 0) >= 128 ? Buffer.concat([Buffer.alloc(1), bare]) : bare
    return Buffer.concat([Buffer.from([2, positive.length]), positive])
  })
  const body = Buffer.concat(numbers)
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}
