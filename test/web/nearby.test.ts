import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Position } from '#domain/places.ts'
import { gcj02Of, wgs84Of } from '#web/field/datum.ts'
import { metresBetween, nearestFirst, roundedMetres } from '#web/field/nearby.ts'

const at = (lat: number, lng: number, datum: Position['datum'] = 'wgs84'): Position => ({
  lat,
  lng,
  datum,
  accuracy: 10,
})
/** Published vectors: one point in the three datums, and two more pairs. */
const [wgs, gcj, bd] = [
  at(31.1774276, 121.5272106),
  at(31.175303984, 121.531541859, 'gcj02'),
  at(31.181328607, 121.538015686, 'bd09'),
]

test('GCJ-02 is computed as published', () => {
  const pairs = [
    [wgs, gcj],
    [at(39.911954, 116.377817), at(39.913345455, 116.384047225)],
    [at(22.543847, 113.912316), at(22.540796132, 113.917176481)],
  ] as const
  for (const [from, to] of pairs) {
    const { lng, lat } = gcj02Of(from)
    assert.ok(Math.abs(lng - to.lng) < 1e-8 && Math.abs(lat - to.lat) < 1e-8)
  }
})

test('a position is the same place in every datum', () => {
  for (const one of [wgs, gcj, bd, { ...wgs, datum: 'cgcs2000' as const }]) {
    assert.ok(metresBetween(wgs, one) < 1.5, `${one.datum} is off by ${metresBetween(wgs, one)} m`)
  }
  assert.ok(metresBetween(wgs, { ...gcj, datum: 'wgs84' }) > 400, 'unconverted it would be half a kilometre off')
  assert.deepEqual(wgs84Of(wgs), { lng: wgs.lng, lat: wgs.lat })
})

test('a thousandth of a degree northwards is 111 metres', () => {
  assert.ok(Math.abs(metresBetween(at(30.181, 120.462), at(30.182, 120.462)) - 111.19) < 0.1)
})

test('the nearest comes first, and what has no position last, in its old order', () => {
  const rows = [
    { name: 'none', position: null },
    { name: 'far', position: at(30.2, 120.46) },
    { name: 'old list' },
    { name: 'near', position: at(30.181, 120.462) },
  ]
  const near = nearestFirst(rows, at(30.181, 120.462))
  assert.deepEqual(
    near.map(({ row }) => row.name),
    ['near', 'far', 'none', 'old list'],
  )
  assert.deepEqual([near[0]?.metres, near[2]?.metres], [0, null])
})

test('no finer than a phone knows', () => {
  assert.deepEqual([7.4, 123, 998, 1449].map(roundedMetres), [7, 120, 1000, 1400])
})
