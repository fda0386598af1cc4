import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { commandData } from '#domain/commands.ts'
import type { AmendDraft, PlaceDraft } from '#web/field/form-drafts.ts'
import {
  amendmentOf,
  mayHaveUscc,
  registrationOf,
  standsIn,
  whyNotAmend,
  whyNotRegister,
} from '#web/field/place-commands.ts'

const grid = { id: 'g', kind: 'grid', name: '第一网格', path: '/330109/113/245/001/' } as const
const village = { id: 'v', kind: 'village', name: '民丰河村', path: '/330109/113/245/' } as const
const form = { id: 'f', accountId: 'a', changedAt: '2022-07-04T01:30:00.000Z' }

function place(more: Partial<PlaceDraft> = {}): PlaceDraft {
  return {
    ...form,
    kind: 'place',
    placeKind: 'shop',
    name: ' 巷口阿芹面馆 ',
    uscc: '91000000xx0000019m ',
    address: '民丰河村12号',
    units: [village, grid],
    position: null,
    contactName: '',
    phone: '',
    ...more,
  }
}

function amend(more: Partial<AmendDraft> = {}): AmendDraft {
  const was = { id: 'p', name: '阿芹面馆', address: '民丰河村12号' }
  const { name, address } = was
  return { ...form, kind: 'amend', place: was, name, address, contactName: '', phone: '', reason: '门头换了', ...more }
}

test('a filled-in form is what the server takes', () => {
  const data = registrationOf(place({ contactName: '钱蕙兰', phone: ' 194 0008 0001' }))
  assert.equal(whyNotRegister(place()), null)
  assert.deepEqual([...Value.Errors(commandData['place.register'], data)], [])
  assert.deepEqual([data['name'], data['uscc'], data['unitPath']], ['巷口阿芹面馆', '91000000XX0000019M', grid.path])
  assert.deepEqual(data['contact'], { name: '钱蕙兰', phone: '19400080001' })
})

test('the first thing missing is said, in the order of the form', () => {
  const why = (more: Partial<PlaceDraft>) => whyNotRegister(place(more))
  assert.equal(why({ placeKind: '', name: '' }), 'newPlace.needKind')
  assert.equal(why({ name: ' ' }), 'newPlace.needName')
  assert.equal(why({ uscc: '91000000XX0000018M' }), 'newPlace.usccWrong')
  assert.equal(why({ uscc: '' }), null)
  assert.equal(why({ address: '' }), 'newPlace.needAddress')
  assert.equal(why({ units: [village] }), 'newPlace.needUnit')
  assert.equal(why({ phone: '19400080001' }), 'newPlace.needContactName')
  assert.equal(why({ contactName: '钱蕙兰', phone: '057182880000' }), 'newPlace.needPhone')
})

test('a house has no code, even if one was typed while it was thought to be a shop', () => {
  const house = place({ placeKind: 'rental', uscc: '123' })
  assert.ok(!mayHaveUscc('rental') && mayHaveUscc('shop'))
  assert.equal(whyNotRegister(house), null)
  assert.equal(registrationOf(house)['uscc'], null)
})

test('it stands in a grid or a micro-grid, the deeper one', () => {
  const micro = { id: 'm', kind: 'microGrid', name: '03', path: '/330109/113/245/001/03/' } as const
  assert.equal(standsIn({ units: [village, grid, micro] }), micro.path)
  assert.equal(standsIn({ units: [] }), null)
})

test('a correction sends only what differs, with its reason', () => {
  assert.equal(whyNotAmend(amend()), 'amend.nothing')
  assert.deepEqual(amendmentOf(amend({ name: '巷口阿芹面馆' })), { name: '巷口阿芹面馆', reason: '门头换了' })
  const moved = amend({ address: '民丰河村14号', contactName: '钱蕙兰', phone: '19400080001' })
  assert.equal(whyNotAmend(moved), null)
  assert.deepEqual([...Value.Errors(commandData['place.amend'], amendmentOf(moved))], [])
  assert.equal(whyNotAmend(amend({ name: '面馆', reason: ' ' })), 'amend.needReason')
  assert.equal(whyNotAmend(amend({ name: '' })), 'newPlace.needName')
})
