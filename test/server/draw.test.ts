import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidV7 } from '#domain/ids.ts'
import { draw32, isSampled } from '#server/crypto/draw.ts'

const count = 50_000

/** Ids as phones mint them on one morning: nearly the same time, and bytes that are anything but random. */
const ids = Array.from({ length: count }, (_, n) => {
  const tail = new Uint8Array(10)
  new DataView(tail.buffer).setUint32(6, n)
  return uuidV7(1_655_254_800_000 + Math.floor(n / 40), tail)
})
const drawn = (seed: string) => ids.filter((id) => isSampled(id, seed))

test('one in ten of 50,000 hazards is drawn, within half a point, under any seed', () => {
  for (const seed of ['demo-2022', '', '0f3c9a', '瓜沥镇']) {
    const share = drawn(seed).length / count
    assert.ok(Math.abs(share - 0.1) < 0.006, `${seed}: ${share}`)
  }
})

test('the same seed draws the same sample for ever; another seed another one', () => {
  assert.deepEqual(drawn('demo-2022'), drawn('demo-2022'))
  const both = new Set(drawn('demo-2022'))
  const again = drawn('demo-2023').filter((id) => both.has(id)).length
  assert.ok(again > 0.005 * count && again < 0.015 * count, `${again} in both`)
  // Computed from the definition in another language.
  assert.equal(draw32('demo-2022', '018166e8-7c00-7000-8000-000000000000'), 0x24f5db0d)
})
