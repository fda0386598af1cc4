import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergePack } from '#domain/pack.ts'
import { hazardHere, item, packOf, placeHere } from '#test/domain/pack-kit.ts'
import { placeFrom, placesFrom } from '#web/field/pack/answers.ts'
import { type Block, blocksToWrite, type Head, packFrom } from '#web/field/pack/blocks.ts'
import { hazardFrom } from '#web/field/pack/hazard-answer.ts'
import type { Worker } from '#web/field/session.tsx'
import type { PlaceDetail } from '#web/field/shapes.ts'

const now = '2022-06-15T01:00:00.000Z'
const owner = { accountId: 'a', postId: 'p' }
const headOf = (pack: { seq: number; key: string; asOf: string }): Head => ({
  block: 'head',
  owner,
  seq: pack.seq,
  key: pack.key,
  asOf: pack.asOf,
  latest: now,
  offset: 0,
  expired: false,
})
const asMaps = (pack: ReturnType<typeof packOf>) => ({
  ...pack,
  places: [...pack.places.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  hazards: [...pack.hazards.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
})

test('what is taken apart into blocks and put together again is the same, after any change', () => {
  const places = Array.from({ length: 40 }, () => placeHere())
  const hazards = places.slice(0, 10).map(({ id }) => hazardHere(id))
  const whole = packOf(places, hazards, [item()])
  fc.assert(
    fc.property(fc.subarray(places), fc.subarray(places), (gone, changed) => {
      const body = [...changed.map((place) => ({ place: { ...place, open: 3 } })), { gone: gone.map(({ id }) => id) }]
      const head = { seq: 2, key: 'one', full: false, asOf: now, places: 0 }
      const next = mergePack(whole, [{ head }, ...body, { end: body.length + 1 }])
      const disk = new Map<string, Block>()
      for (const block of [...blocksToWrite(null, whole), ...blocksToWrite(whole, next)]) disk.set(block.block, block)
      assert.deepEqual(asMaps(packFrom(headOf(next), [...disk.values()])), asMaps(next))
    }),
  )
})

test('one change writes one block', () => {
  const places = Array.from({ length: 40 }, () => placeHere())
  const whole = packOf(places, [], [item()])
  const head = { seq: 2, key: 'one', full: false, asOf: now, places: 40 }
  const next = mergePack(whole, [{ head }, { place: { ...places[0]!, open: 1 } }, { end: 2 }])
  assert.equal(blocksToWrite(whole, next).length, 1)
  assert.equal(blocksToWrite(whole, mergePack(whole, [{ head }, { end: 1 }])).length, 0)
})

test('a list says when there is more than it shows', () => {
  const pack = packOf([placeHere(), placeHere(), placeHere()])
  assert.deepEqual([placesFrom(pack, '', '', 2).rows.length, placesFrom(pack, '', '', 2).next], [2, 'more'])
  assert.equal(placesFrom(pack, '', '', 3).next, null)
})

test('a place shows what is open now, and keeps whom to call and earlier visits from when it was last opened', () => {
  const place = placeHere()
  const pack = packOf([place], [hazardHere(place.id)], [item()])
  const fresh = placeFrom(pack, place.id, undefined)
  assert.deepEqual(
    [fresh?.hazards.length, fresh?.contact, fresh?.visits],
    [1, undefined, undefined],
    'unknown is not none',
  )
  const contact = { nameMasked: '钱*', phoneMasked: '194****0001' }
  const told = { ...(fresh as PlaceDetail), contact, hazards: [] }
  const again = placeFrom(pack, place.id, told)
  assert.deepEqual([again?.contact, again?.hazards.length], [contact, 1])
})

test('whoever handed in the proof does not judge it, without a signal either', () => {
  const place = placeHere()
  const department = 'fire'
  const more = {
    status: 'submitted',
    department,
    scopePath: place.scopePath,
    rectifier: 'somebody',
    before: [],
    after: [],
  }
  const hazard = hazardHere(place.id, more as Parameters<typeof hazardHere>[1])
  const pack = packOf([place], [hazard], [item()])
  const unit = { id: 'u', name: '', kind: 'grid', path: '/330109/113/245/001/' }
  const worker = (id: string, path = unit.path) =>
    ({ account: { id }, post: { id: 'p', role: 'gridWorker', certificateNo: null, unit: { ...unit, path } } }) as Worker
  const answer = (of: Worker) => hazardFrom(pack, hazard.id, of, now)?.actions.map((one) => one.problem?.code ?? 'may')
  assert.deepEqual(answer(worker('another')), ['may'])
  assert.deepEqual(answer(worker('somebody')), ['hazard.same_person'])
  assert.deepEqual(answer(worker('another', '/330109/113/264/001/')), ['actor.out_of_scope'])
})
