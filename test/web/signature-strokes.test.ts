import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PointGroup } from 'signature_pad'
import { isBlank } from '#domain/signatures.ts'
import { fitting, scaled, strokesOf } from '#web/field/signature-strokes.ts'

const group = (...points: [x: number, y: number, time: number][]) =>
  ({ penColor: '#000', points: points.map(([x, y, time]) => ({ x, y, time, pressure: 0.5 })) }) as unknown as PointGroup

const first = 1_656_900_000_000
const drawn = [
  group([10.04, 20.06, first], [110.26, 80, first + 40.4]),
  group([200, 30, first + 900], [250.5, 120.5, first + 960]),
]

test('strokes count their time from the first point and their place to a tenth of a pixel', () => {
  assert.deepEqual(strokesOf(drawn), [
    [
      { x: 10, y: 20.1, t: 0 },
      { x: 110.3, y: 80, t: 40 },
    ],
    [
      { x: 200, y: 30, t: 900 },
      { x: 250.5, y: 120.5, t: 960 },
    ],
  ])
  assert.deepEqual(strokesOf([]), [])
})

test('a clock that is set back while somebody signs gives no time before the first point', () => {
  assert.equal(strokesOf([group([0, 0, first], [5, 5, first - 10])])[0]?.[1]?.t, 0)
})

test('a drawing shrinks to the turned sheet, keeps its shape, and is never enlarged', () => {
  const by = fitting(drawn, 125.25, 400)
  assert.equal(by, 0.5)
  const small = scaled(drawn, by)
  assert.deepEqual(strokesOf(scaled(small, 1 / by)), strokesOf(drawn))
  assert.equal(small[0]?.points[0]?.pressure, 0.5)
  assert.equal(fitting(drawn, 2000, 2000), 1)
  assert.equal(fitting([], 300, 100), 1)
})

test('a dot is blank, and so is nothing; what is drawn through the sheet is not', () => {
  assert.ok(isBlank(strokesOf([])))
  assert.ok(isBlank(strokesOf([group([10, 10, first])])))
  const name = group(
    ...Array.from({ length: 20 }, (_, n): [number, number, number] => [n * 8, (n % 2) * 30, first + n]),
  )
  assert.ok(!isBlank(strokesOf([name])))
})
