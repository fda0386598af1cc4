import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { percentOf } from '#domain/rates.ts'

test('the shares of the pilot, rounded and cut off', () => {
  const both = (part: number, whole: number) => {
    const percent = percentOf(part, whole)
    return `${percent?.rounded} ${percent?.truncated}`
  }
  assert.equal(both(5521, 16241), '33.99 33')
  assert.equal(both(5075, 16180), '31.37 31')
  assert.equal(both(35660, 49106), '72.62 72')
  assert.equal(both(3726, 4258), '87.51 87')
  assert.equal(both(33, 37), '89.19 89')
  assert.equal(both(2912, 2912), '100.00 100')
  assert.equal(both(1, 800), '0.13 0', 'half up')
  assert.equal(percentOf(0, 0), null)
})

test('never more than half of a hundredth away, and cut off never above', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (whole, part) => {
      const n = Math.floor(whole * part)
      const { rounded, truncated } = percentOf(n, whole) as { rounded: string; truncated: string }
      assert.match(rounded, /^[0-9]+\.[0-9]{2}$/)
      assert.ok(Math.abs(Number(rounded) - (n * 100) / whole) <= 0.005 + 1e-9)
      assert.ok(Number(truncated) <= (n * 100) / whole && Number(truncated) + 1 > (n * 100) / whole - 1e-9)
    }),
  )
})
