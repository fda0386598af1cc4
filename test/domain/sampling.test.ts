import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInSample, sampleShare } from '#domain/sampling.ts'

const whole = 2 ** 32

test('one in ten of all draws is in the sample, and the border is where the share ends', () => {
  assert.equal(sampleShare, 0.1)
  assert.equal(isInSample(0), true)
  assert.equal(isInSample(Math.floor(whole / 10)), true)
  assert.equal(isInSample(Math.ceil(whole / 10)), false)
  assert.equal(isInSample(whole - 1), false)
})

test('a share of nothing takes nothing, a whole share everything', () => {
  for (const draw of [0, 1, whole / 2, whole - 1]) {
    assert.equal(isInSample(draw, 0), false)
    assert.equal(isInSample(draw, 1), true)
  }
})
