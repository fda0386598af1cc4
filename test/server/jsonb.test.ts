import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readJsonb } from '#server/events/jsonb.ts'

/** As PostgreSQL writes the number: no exponent. */
function plain(value: number): string {
  const text = String(value)
  const [digits = '', exponent] = text.split('e')
  if (exponent === undefined) return text
  const sign = digits.startsWith('-') ? '-' : ''
  const [whole = '', part = ''] = digits.replace('-', '').split('.')
  const n = Number(exponent)
  if (n > 0) return sign + whole + part.padEnd(n, '0')
  return `${sign}0.${'0'.repeat(-n - whole.length)}${whole}${part}`
}

test('what PostgreSQL writes is read as it was given', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      if (Object.is(value, -0)) return
      assert.deepEqual(readJsonb(`{"a": [${plain(value)}]}`), { a: [value] }, plain(value))
    }),
    { numRuns: 2000 },
  )
  assert.deepEqual(readJsonb('{"a": 1.50, "b": "1234567890123456789", "c": [120.12345678901234]}'), {
    a: 1.5,
    b: '1234567890123456789',
    c: [120.12345678901234],
  })
})

test('a number finer than a double is another value than the double', () => {
  for (const text of [
    '1.00000000000000000001',
    '12345678901234567891',
    '-0.10000000000000000001',
    '9007199254740993',
  ]) {
    assert.deepEqual(readJsonb(`{"a": ${text}}`), { a: text })
    assert.deepEqual(readJsonb(`[${text}]`), [text])
    assert.deepEqual(readJsonb(text), text)
  }
})
