import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isUuid, uuidTime, uuidV7 } from '#domain/ids.ts'

it('makes the example of RFC 9562 appendix A.6', () => {
  const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f)
  assert.equal(uuidV7(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  assert.equal(uuidTime('017f22e2-79b0-7cc3-98c4-dc0c0c07398f'), Date.parse('2022-02-22T19:22:22.000Z'))
})

it('keeps the instant and leaves the random bytes alone', () => {
  for (const at of [0, 1, 1_658_710_862_123, 2 ** 48 - 1]) {
    for (const fill of [0x00, 0x5a, 0xff]) {
      const random = new Uint8Array(10).fill(fill)
      const id = uuidV7(at, random)
      assert.equal(isUuid(id), true, id)
      assert.equal(uuidTime(id), at)
      assert.deepEqual(random, new Uint8Array(10).fill(fill))
    }
  }
})

it('sorts by time', () => {
  const late = uuidV7(1_658_710_862_001, new Uint8Array(10))
  const early = uuidV7(1_658_710_862_000, new Uint8Array(10).fill(255))
  assert.ok(early < late)
})

it('refuses what is no instant, no randomness, no id', () => {
  for (const at of [-1, 1.5, Number.NaN, 2 ** 48]) assert.throws(() => uuidV7(at, new Uint8Array(10)), RangeError)
  assert.throws(() => uuidV7(0, new Uint8Array(16)), RangeError)
  for (const text of ['', 'x', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F', '017f22e279b07cc398c4dc0c0c07398f', 7, null])
    assert.equal(isUuid(text), false)
  assert.throws(() => uuidTime('f81d4fae-7dec-41d0-a765-00a0c91e6bf6'), RangeError)
})
