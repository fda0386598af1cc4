import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBase64url, toHex } from '#domain/bytes.ts'
import { checkReceipt } from '#domain/receipts.ts'
import { hashNames, signatureNames } from '#domain/seals.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { makeKey, published, sealedBatch } from '#test/domain/sealing-kit.ts'
import { primitives } from '#web/receipts/primitives.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test('SM3 gives the digests of its standard', () => {
  const digest = (text: string) => toHex(primitives.hash('sm3')?.(bytesOf(text)) ?? new Uint8Array())
  assert.equal(digest('abc'), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  assert.equal(digest('abcd'.repeat(16)), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

test('the browser hashes as the server does', () => {
  fc.assert(
    fc.property(fc.constantFrom(...hashNames), fc.uint8Array({ maxLength: 300 }), (name, bytes) => {
      const [here, there] = [primitives.hash(name)?.(bytes), nodePrimitives.hash(name)?.(bytes)]
      assert.equal(Buffer.from(here ?? []).toString('hex'), Buffer.from(there ?? []).toString('hex'))
    }),
  )
})

test('the browser holds for signed what the server signed, and nothing else', () => {
  const keys = signatureNames.map((name) => makeKey(name))
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: 511 }),
      (key, bytes, bit) => {
        const publicKey = fromBase64url(key.publicKey) as Uint8Array
        const signature = Uint8Array.from(key.sign(bytes))
        assert.equal(primitives.verify(key.algorithm, publicKey, bytes, signature), true)
        assert.equal(primitives.verify(key.algorithm, publicKey, Uint8Array.of(...bytes, 1), signature), false)
        signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        assert.equal(primitives.verify(key.algorithm, publicKey, bytes, signature), false)
      },
    ),
    { numRuns: 30 },
  )
})

test('what is no key and no signature is refused and does not throw', () => {
  for (const name of signatureNames) {
    for (const length of [0, 1, 32, 64, 65]) {
      const zeros = new Uint8Array(length)
      assert.equal(primitives.verify(name, zeros, bytesOf('x'), new Uint8Array(64)), false, `${name} ${length}`)
    }
    const key = makeKey(name)
    assert.equal(primitives.verify(name, fromBase64url(key.publicKey)!, bytesOf('x'), new Uint8Array(63)), false)
  }
})

test('a receipt holds in the browser under either algorithm', () => {
  for (const name of signatureNames) {
    const key = makeKey(name)
    const receipt = sealedBatch(key, 11, 17, 13)
    assert.equal(checkReceipt(receipt, published(key), primitives).ok, true)
    const altered = { ...receipt, event: { ...receipt.event, type: 'hazard.voided' } }
    const found = checkReceipt(altered, published(key), primitives)
    assert.equal(!found.ok && found.fault, 'altered')
  }
})
