import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, dayOf, deadlineAfterDays, endOfDay, hour, isInstant, minute, plus } from '#domain/calendar.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'

test('a calendar day turns at midnight in Shanghai, eight hours before it turns in UTC', () => {
  assert.equal(dayOf('2022-07-24T15:59:59.999Z'), '2022-07-24')
  assert.equal(dayOf('2022-07-24T16:00:00.000Z'), '2022-07-25')
  assert.equal(dayOf('2022-12-31T16:00:00.000Z'), '2023-01-01')
  assert.equal(dayOf('2024-02-28T16:00:00.000Z'), '2024-02-29')
})

test('a day ends where the next one begins', () => {
  assert.equal(endOfDay('2022-07-25'), '2022-07-25T16:00:00.000Z')
  assert.equal(endOfDay('2022-12-31'), '2022-12-31T16:00:00.000Z')
  assert.equal(endOfDay('2023-02-28'), '2023-02-28T16:00:00.000Z')
  for (const on of ['2022-01-31', '2022-06-30', '2024-02-29', '2022-12-31']) {
    assert.equal(dayOf(plus(endOfDay(on), -1)), on)
    assert.notEqual(dayOf(endOfDay(on)), on)
  }
})

test('within n days counts from the next day and ends at its midnight, whatever the hour of the finding', () => {
  const found: [from: string, days: number, until: string][] = [
    ['2022-07-25T01:02:03.000Z', 15, '2022-08-09'],
    ['2022-07-25T15:59:59.999Z', 15, '2022-08-09'],
    ['2022-07-25T16:00:00.000Z', 15, '2022-08-10'],
    ['2022-01-30T16:00:00.000Z', 1, '2022-02-01'],
    ['2022-02-27T15:59:00.000Z', 1, '2022-02-28'],
    ['2022-02-27T16:01:00.000Z', 1, '2022-03-01'],
    ['2024-02-28T02:00:00.000Z', 1, '2024-02-29'],
    ['2022-12-30T02:00:00.000Z', 3, '2023-01-02'],
    ['2022-12-31T20:00:00.000Z', 60, '2023-03-02'],
  ]
  for (const [from, days, until] of found)
    assert.equal(deadlineAfterDays(from, days), endOfDay(until), `${from} + ${days}`)
})

test('立即 is due after 24 hours to the minute, the longer modes at the end of a day', () => {
  const at = '2022-07-31T15:30:00.000Z'
  const now = { days: 0, mode: 'immediate' } as const
  assert.equal(deadlineFor(now, 'immediate', at), plus(at, 24 * hour))
  assert.equal(deadlineFor({ days: 15, mode: 'concentrated' }, 'immediate', at), plus(at, 24 * hour))
  assert.equal(deadlineFor({ days: 15, mode: 'concentrated' }, 'concentrated', at), endOfDay('2022-08-15'))
  assert.equal(deadlineFor(now, 'concentrated', at), endOfDay('2022-08-01'))
  assert.equal(deadlineFor({ days: 3, mode: 'immediate' }, 'immediate', at), endOfDay('2022-08-03'))
})

test('instants are written in one way only, so that they sort as text', () => {
  assert.equal(plus('2022-07-25T01:02:03.000Z', 90 * minute), '2022-07-25T02:32:03.000Z')
  assert.ok(plus('2022-07-25T01:02:03.000Z', day) > '2022-07-25T23:59:59.999Z')
  assert.ok(isInstant('2022-07-25T01:02:03.004Z'))
  for (const other of [
    '2022-07-25',
    '2022-07-25T01:02:03Z',
    '2022-07-25T09:02:03.004+08:00',
    '2022-02-30T00:00:00.000Z',
    'soon',
    '',
  ]) {
    assert.equal(isInstant(other), false, other)
  }
})
