import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js'
import { joined } from '#domain/bytes.ts'
import { sm3 } from './sm3.ts'

/** sm2p256v1, GB/T 32918.5. */
const curve = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}
const Point = weierstrass(curve)

/**
 * A signature of GB/T 32918.2 §7 with SM3 and an empty user id, as r and s of 32 bytes each. `publicKey`: 65 bytes,
 * uncompressed. Throws for bytes that are no point of the curve.
 */
export function isSignedBySm2(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = Point.fromBytes(publicKey)
  key.assertValidity()
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32, 64))]
  if (signature.length !== 64 || r === 0n || s === 0n || r >= curve.n || s >= curve.n) return false
  const t = (r + s) % curve.n
  if (t === 0n) return false
  const digest = bytesToNumberBE(sm3(joined(signerDigest(publicKey), bytes)))
  const sum = Point.BASE.multiply(s).add(key.multiply(t))
  return !sum.is0() && (digest + sum.toAffine().x) % curve.n === r
}

/** Z of §5.5: the length of the user id, which is none, then the curve and the key. */
function signerDigest(publicKey: Uint8Array): Uint8Array {
  const numbers = [curve.a, curve.b, curve.Gx, curve.Gy].map((number) => numberToBytesBE(number, 32))
  return sm3(joined(new Uint8Array(2), ...numbers, publicKey.subarray(1)))
}
