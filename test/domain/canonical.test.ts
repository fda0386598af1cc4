import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fromBase64url, fromHex, toBase64url, toHex } from '#domain/bytes.ts'
import { canonical } from '#domain/canonical.ts'

describe('one spelling', () => {
  it('writes keys in the order of their UTF-16 units and numbers as RFC 8785 has them', () => {
    const said = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 }
    assert.equal(canonical(said), '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
    assert.equal(canonical([1e30, 4.5, 2e-3, 1e-27, -0, null, true]), '[1e+30,4.5,0.002,1e-27,0,null,true]')
    assert.equal(canonical({ b: undefined, a: { d: [], c: {} } }), '{"a":{"c":{},"d":[]}}')
  })

  it('is the same for equal values however they were put together, and another for others', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const text = canonical(one)
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(one)))
        assert.equal(canonical(JSON.parse(text)), text)
        assert.equal(text === canonical(other), isSame(one, other))
      }),
    )
  })

  it('gives bytes one text and reads no other', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(toBase64url(bytes), Buffer.from(bytes).toString('base64url'))
        assert.deepEqual(fromBase64url(toBase64url(bytes)), bytes)
        assert.deepEqual(fromHex(toHex(bytes)), bytes)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = fromBase64url(text)
        assert.ok(bytes === null || toBase64url(bytes) === text)
      }),
    )
    for (const text of ['A', 'AB', 'AAB', 'AA==', 'A A', '+/']) assert.equal(fromBase64url(text), null, text)
    for (const text of ['A', 'AA', 'a', 'zz']) assert.equal(fromHex(text), null, text)
  })
})

function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)))
    return true
  } catch {
    return false
  }
}
