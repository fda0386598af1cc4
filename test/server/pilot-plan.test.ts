import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hour } from '#domain/calendar.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { demoPosts } from '#server/demo/posts.ts'
import { windowsOf } from '#server/demo/replay-windows.ts'
import { allUnits } from '#server/demo/town.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { countSteps } from './pilot-count.ts'

const items = shippedCatalogue('2022-01-01T00:00:00.000Z')
const units = allUnits()
const town = { posts: demoPosts(units, 'everybody'), items }
const whole = pilotSteps(town, { share: 1, withOwners: true })

/** As published, beside what adds up from it; `pilot` of the reports counts the same from the records. */
const published = [
  {
    unit: '330109113',
    path: '/330109/113/',
    day: '2022-07-25',
    figures: {
      'enterprises.inspected': 2928,
      'shops.inspected': 5351,
      'rentals.inspected': 17_120,
      'hazards.found': 42_242,
      'hazards.enterprise.found': 16_241,
      'hazards.enterprise.rectified': 5521,
      'hazards.shop.found': 16_180,
      'hazards.shop.rectified': 5075,
      'hazards.rental.found': 9821,
      microParks: 18,
    },
  },
  {
    unit: '330109113',
    path: '/330109/113/',
    day: '2022-08-31',
    figures: {
      'enterprises.inspected': 2906,
      'shops.inspected': 5295,
      'rentals.inspected': 17_232,
      'hazards.found': 49_106,
      'hazards.rectified': 35_660,
      microParks: 18,
    },
  },
  {
    unit: '330109013',
    path: '/330109/013/',
    day: '2022-10-10',
    figures: {
      'enterprises.inspected': 1296,
      'shops.inspected': 5246,
      'hazards.found': 7207,
      'hazards.rectified': 6671,
      'hazards.immediate.found': 2912,
      'hazards.immediate.rectified': 2912,
      'hazards.concentrated.found': 4258,
      'hazards.concentrated.rectified': 3726,
      'hazards.deadline.found': 37,
      'hazards.deadline.rectified': 33,
    },
  },
]

describe('the whole pilot', () => {
  const types = new Map<string, number>()
  const ids = new Set<string>()
  let unordered = 0
  function* watched() {
    let last = ''
    for (const step of whole) {
      types.set(step.type, (types.get(step.type) ?? 0) + 1)
      ids.add(step.id)
      if (step.at < last) unordered += 1
      last = step.at
      yield step
    }
  }
  const counted = countSteps(watched(), items, published)

  for (const { unit, day, figures } of published)
    it(`counts in ${unit} on ${day} what was published, to the digit`, () => {
      const mine = counted.find((one) => one.unit === unit && one.day === day)?.figures
      assert.deepEqual(Object.fromEntries(Object.keys(figures).map((key) => [key, mine?.[key]])), figures)
    })

  it('stands in an order of time, each command under an id of its own, and none is sent by nobody', () => {
    assert.equal(unordered, 0)
    assert.equal(ids.size, whole.total)
    const posts = new Set(town.posts.map(({ id }) => id))
    for (let n = 0; n < whole.total; n += 97) {
      const { by } = whole.step(n)
      assert.ok(by === null || posts.has(by))
    }
  })

  it('is a town, not a table: some thousand people, and everything that happens to a hazard', () => {
    assert.ok(town.posts.length > 2900, String(town.posts.length))
    assert.ok(whole.pilot.places.filter(({ kind }) => kind !== 'room').length > 30_000)
    for (const type of [
      'object',
      'answer_objection',
      'request_extension',
      'answer_extension',
      'supervise',
      'sample_check',
      'waive_party',
      'request_void',
    ])
      assert.ok((types.get(`hazard.${type}`) ?? 0) > 10, type)
    assert.ok((types.get('safetyVisit.refuse') ?? 0) > 100)
    assert.ok((types.get('administrativeInspection.start') ?? 0) > 50)
    assert.equal(types.get('place.merge'), 105)
  })

  it('has nobody at work at night, and nothing after the end', () => {
    const local = (n: number) => (whole.at(n) + 8 * hour) % (24 * hour)
    for (let n = 0; n < whole.total; n++)
      if (local(n) < 7.9 * hour || local(n) >= 18.5 * hour) assert.fail(whole.step(n).at)
    assert.ok(whole.at(whole.total - 1) < Date.parse('2022-10-10T10:30:00.000Z'))
  })

  it('is given in windows that end at midnight and leave nothing out', () => {
    const windows = windowsOf(whole)
    assert.equal(windows[0]?.from, 0)
    assert.equal(windows.at(-1)?.to, whole.total)
    const dayOf = (ms: number) => Math.floor((ms + 8 * hour) / (24 * hour))
    windows.forEach((window, n) => {
      assert.equal(window.to, windows[n + 1]?.from ?? whole.total)
      assert.equal(dayOf(window.start), dayOf(window.end))
    })
  })
})

describe('a plan', () => {
  const sample = (seed: string, share = 0.01) => pilotSteps(town, { share, seed })

  it('is the same for the same seed and another for another', () => {
    const told = (seed: string) => JSON.stringify([...sample(seed)])
    const first = told('a')
    assert.equal(first, told('a'))
    assert.notEqual(first, told('b'))
  })

  it('tells any step without telling those before it', () => {
    const steps = sample('a')
    const all = [...steps]
    assert.equal(all.length, steps.total)
    for (let n = steps.total - 1; n >= 0; n -= 13) assert.deepEqual(steps.step(n), all[n])
  })

  it('leaves out what owners do, unless asked for', () => {
    const all = pilotSteps(town, { share: 0.3, withOwners: true })
    const without = pilotSteps(town, { share: 0.3 })
    const objections = [...all].filter(({ by }) => by === null).length
    assert.ok(objections > 5, String(objections))
    assert.equal(all.total - without.total, objections * 2)
    for (const { by } of without) assert.notEqual(by, null)
  })

  it('has the shape of the pilot at every size', () => {
    for (const share of [0.002, 0.02, 0.2]) {
      const [one] = countSteps(sample('a', share), items, [published[1] as (typeof published)[number]])
      const { 'hazards.found': found = 0, 'hazards.rectified': done = 0 } = one?.figures ?? {}
      assert.ok(Math.abs(found / (49_106 * share) - 1) < 0.2, `${share}: ${found}`)
      assert.ok(Math.abs(done / found - 35_660 / 49_106) < 0.08, `${share}: ${done} of ${found}`)
    }
  })
})
