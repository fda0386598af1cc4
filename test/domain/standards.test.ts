import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CheckItem, type Mode, modeMayChange, modes, severities, sheetFor } from '#domain/standards.ts'

const item = (
  code: string,
  version: number,
  validFrom: string,
  validTo: string | null,
  more: Partial<CheckItem> = {},
): CheckItem => ({
  code,
  version,
  placeKind: 'enterprise',
  category: '用电',
  text: `${code} v${version}`,
  severity: 'general',
  mode: 'concentrated',
  days: 7,
  legalBasis: '',
  legalConfidence: '高',
  evidence: '',
  evidenceKinds: ['photo'],
  line: 'fire',
  validFrom,
  validTo,
  ...more,
})
const january = '2022-01-01T00:00:00.000Z'
const july = '2022-07-01T00:00:00.000Z'
const catalogue = [
  item('ENT-FF-01', 1, january, null),
  item('ENT-EL-01', 1, january, july),
  item('ENT-EL-01', 2, july, null),
  item('ENT-MG-09', 1, july, null),
  item('ENT-BD-07', 1, january, july),
  item('SHP-EL-01', 1, january, null, { placeKind: 'shop' }),
]
const sheet = (at: string, kind: CheckItem['placeKind'] = 'enterprise') =>
  sheetFor(catalogue, kind, at).map(({ code, version }) => `${code} v${version}`)

test('a sheet holds the versions in force on its day, each item once, in order of code', () => {
  assert.deepEqual(sheet('2022-06-30T23:59:59.999Z'), ['ENT-BD-07 v1', 'ENT-EL-01 v1', 'ENT-FF-01 v1'])
  assert.deepEqual(sheet(july), ['ENT-EL-01 v2', 'ENT-FF-01 v1', 'ENT-MG-09 v1'])
  assert.deepEqual(sheet('2021-12-31T23:59:59.999Z'), [])
  assert.deepEqual(sheet(july, 'shop'), ['SHP-EL-01 v1'])
  assert.deepEqual(sheet(july, 'school'), [])
})

test('the catalogue itself is not reordered', () => {
  const before = catalogue.map((one) => one.text)
  sheet(july)
  assert.deepEqual(
    catalogue.map((one) => one.text),
    before,
  )
})

test('a mode may become stricter always, looser only by a desk and never for 极严重', () => {
  const allowed: string[] = []
  for (const severity of severities)
    for (const from of modes)
      for (const to of modes)
        for (const byDesk of [false, true])
          if (modeMayChange({ severity, mode: from }, to, byDesk)) allowed.push(`${severity} ${from}>${to} ${byDesk}`)
  const stricter = (from: Mode, to: Mode) => modes.indexOf(to) <= modes.indexOf(from)
  const expected = severities.flatMap((severity) =>
    modes.flatMap((from) =>
      modes.flatMap((to) =>
        [false, true]
          .filter((byDesk) => stricter(from, to) || (byDesk && severity !== 'critical'))
          .map((byDesk) => `${severity} ${from}>${to} ${byDesk}`),
      ),
    ),
  )
  assert.deepEqual(allowed, expected)
  assert.equal(modeMayChange({ severity: 'critical', mode: 'immediate' }, 'deadline', true), false)
  assert.equal(modeMayChange({ severity: 'serious', mode: 'immediate' }, 'deadline', true), true)
  assert.equal(modeMayChange({ severity: 'serious', mode: 'immediate' }, 'deadline', false), false)
})
