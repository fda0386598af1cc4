import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { day, plus } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import { mergePack, type PackHead, type PackLine, type PackPlace, packDays, packExpired } from '#domain/pack.ts'
import { openAt, sheetInPack, todayInPack } from '#domain/pack-read.ts'
import { findInPack, sounds } from '#domain/pack-search.ts'
import { hazardHere, item, packOf, placeHere } from './pack-kit.ts'

const now = '2022-06-15T01:00:00.000Z'
const head: PackHead = { seq: 7, key: 'one', full: true, asOf: now, places: 0 }
const lines = (first: PackHead, ...body: PackLine[]): PackLine[] => [{ head: first }, ...body, { end: body.length + 1 }]
const named = (names: readonly PackPlace[]) => names.map(({ name }) => name)

test('a pack that was cut off on the way is not taken', () => {
  const whole = lines(head, { place: placeHere() })
  for (let n = 0; n < whole.length; n++) assert.throws(() => mergePack(null, whole.slice(0, n)))
  assert.throws(() => mergePack(null, [...whole.slice(0, 1), ...whole.slice(2)]), 'a line is missing in the midst')
  assert.equal(mergePack(null, whole).places.size, 1)
})

test('changes of another reach are not mixed into what is held', () => {
  const held = mergePack(null, lines(head, { place: placeHere() }))
  const other = lines({ ...head, key: 'two', full: false })
  assert.throws(() => mergePack(held, other))
  assert.throws(() => mergePack(null, lines({ ...head, full: false })), 'changes of nothing')
  assert.equal(mergePack(held, lines({ ...head, key: 'two' })).places.size, 0, 'everything anew forgets the rest')
})

test('what is gone takes with it what was open there', () => {
  const [here, there] = [placeHere(), placeHere()]
  const [one, two] = [hazardHere(here.id), hazardHere(there.id)]
  const held = mergePack(null, lines(head, { place: here }, { place: there }, { hazard: one }, { hazard: two }))
  const after = mergePack(held, lines({ ...head, seq: 9, full: false }, { gone: [here.id] }))
  assert.deepEqual([...after.places.keys()], [there.id])
  assert.deepEqual([...after.hazards.keys()], [two.id])
  assert.equal(after.seq, 9)
  assert.equal(held.places.size, 2, 'what was held stays as it was until the new one is kept')
})

test('changes told twice, or in two answers instead of one, come to the same', () => {
  const places = [placeHere(), placeHere(), placeHere()]
  const step = fc.oneof(
    fc
      .record({ of: fc.nat(2), open: fc.nat(3) })
      .map(({ of, open }): PackLine => ({ place: { ...places[of]!, open } })),
    fc.nat(2).map((of): PackLine => ({ gone: [places[of]!.id] })),
  )
  const whole = mergePack(null, lines(head, ...places.map((place) => ({ place }))))
  const change = { ...head, full: false }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.nat(12), (steps, at) => {
      const once = mergePack(whole, lines(change, ...steps))
      assert.deepEqual(mergePack(once, lines(change, ...steps)), once)
      assert.deepEqual(
        mergePack(mergePack(whole, lines(change, ...steps.slice(0, at))), lines(change, ...steps.slice(at))),
        once,
      )
    }),
  )
})

test('a pack is believed for seven days', () => {
  assert.equal(packDays, 7)
  assert.equal(packExpired({ asOf: now }, plus(now, 7 * day - 1)), false)
  assert.equal(packExpired({ asOf: now }, plus(now, 7 * day)), true)
})

test('places are found by name, address, code, sound and first letters', () => {
  const knitter = placeHere({
    name: '杭州萧山蓝纹针织有限公司',
    syllables: 'hang zhou xiao shan lan wen zhen zhi you xian gong si',
  })
  const packer = placeHere({
    name: '禾木包装A2',
    address: '民丰路12号',
    syllables: 'he mu bao zhuang a 2',
    uscc: '913301097046987519',
  })
  const room = placeHere({ name: '101', kind: 'room', syllables: '1 0 1' })
  const pack = packOf([knitter, packer, room])
  const found = (q: string) => named(findInPack(pack, q, ''))
  for (const q of ['蓝纹', 'lanwen', 'lw', 'LanW', 'lan wen', 'xslw', 'hzxslwzz', 'zhizhi'.slice(3)])
    assert.deepEqual(found(q), [knitter.name], q)
  for (const q of ['民丰路', 'hm', 'baozhuanga2', 'a2', '913301097046987519'])
    assert.deepEqual(found(q), [packer.name], q)
  assert.deepEqual(found('lwx'), [], 'letters that skip a syllable')
  assert.deepEqual(found('an'), [], 'the middle of a syllable is no beginning')
  assert.equal(found('').length, 2, 'rooms are found in their house')
  assert.deepEqual(named(findInPack(pack, '', 'room')), ['101'])
})

test('whole syllables, beginnings and mixtures of both are heard', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 }),
      fc.nat(7),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 8, maxLength: 8 }),
      (syllables, start, lengths) => {
        const from = start % syllables.length
        const typed = syllables.slice(from).map((one, n) => one.slice(0, lengths[n]))
        assert.ok(sounds(syllables.join(' '), typed.join('')))
      },
    ),
  )
})

test('the sheet is the one in force, with what is open and the rooms of the house', () => {
  const house = placeHere({ kind: 'rental' })
  const rooms = ['1001', '102', '101'].map((name) => placeHere({ kind: 'room', name, parentId: house.id }))
  const old = item({ code: 'R-1', placeKind: 'rental', validTo: plus(now, -day) })
  const current = item({ code: 'R-1', version: 2, placeKind: 'rental' })
  const hazard = hazardHere(house.id, { itemCode: 'R-1', itemVersion: 1 })
  const pack = packOf([house, ...rooms], [hazard], [old, current, item({ placeKind: 'shop' })])
  const sheet = sheetInPack(pack, house.id, now)
  assert.deepEqual(sheet?.items, [current])
  assert.deepEqual(
    sheet?.rooms.map(({ name }) => name),
    ['101', '102', '1001'],
  )
  assert.deepEqual(openAt(pack, house.id)[0]?.itemText, old.text, 'a hazard keeps the words that it was found by')
  assert.equal(sheetInPack(pack, 'elsewhere', now), null)
})

test('today: overdue, to be re-inspected, open, never visited, then the round', () => {
  const at = (daysAgo: number) => plus(now, -daysAgo * day)
  const [late, due, waits, open, never, round, fresh, closed] = [
    placeHere({ lastVisit: at(40) }),
    placeHere({ lastVisit: at(1) }),
    placeHere({ lastVisit: at(1) }),
    placeHere({ lastVisit: at(1) }),
    placeHere({ lastVisit: null }),
    placeHere({ lastVisit: at(31) }),
    placeHere({ lastVisit: at(29) }),
    placeHere({ lastVisit: null, status: 'closedDown' }),
  ]
  const hazards: Hazard[] = [
    hazardHere(open.id),
    hazardHere(waits.id, { status: 'submitted', deadline: at(1) }),
    hazardHere(late.id, { overdueSince: at(2), foundAt: at(9) }),
    hazardHere(due.id, { deadline: at(0.1), foundAt: at(8) }),
    hazardHere(due.id, { status: 'submitted' }),
  ]
  const pack = packOf([fresh, round, never, open, waits, due, late, closed], hazards)
  const told = todayInPack(pack, now).map(({ place, why }) => [place.id, why])
  assert.deepEqual(told, [
    [late.id, 'overdue'],
    [due.id, 'overdue'],
    [waits.id, 'reinspect'],
    [open.id, 'open'],
    [never.id, 'never'],
    [round.id, 'round'],
  ])
})
