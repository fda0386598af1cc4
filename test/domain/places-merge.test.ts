import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, ActorRole } from '#domain/people.ts'
import type { Place } from '#domain/places.ts'
import { decideMerge, decideUnmerge, evolveMerge, type MergeFacts } from '#domain/places-merge.ts'
import { Problem } from '#domain/problems.ts'

const now = '2022-07-25T01:00:00.000Z'
const place = (id: string, more: Partial<Place> = {}): Place => ({
  id,
  kind: 'shop',
  name: id,
  uscc: null,
  parentId: null,
  address: '民丰路8号',
  position: null,
  status: 'active',
  mergedInto: null,
  mergedAt: null,
  originPath: '/330109/113/245/001/',
  scopePath: '/330109/113/245/001/',
  registeredAt: now,
  version: 1,
  ...more,
})
const actor = (role: ActorRole, more: Partial<Actor> = {}): Actor => ({
  accountId: 'a',
  postId: 'a',
  role,
  ranges: ['/330109/113/'],
  line: '*',
  certificateNo: null,
  grants: [],
  via: null,
  ...more,
})
const desk = actor('townDesk')
const code = (attempt: () => unknown): string => {
  try {
    attempt()
    return 'accepted'
  } catch (error) {
    if (error instanceof Problem) return `${error.code}${error.path ?? ''}`
    throw error
  }
}
const merge = (from: Partial<Place> = {}, facts: Partial<MergeFacts> = {}, who = desk) =>
  code(() => decideMerge(place('twin', from), who, { into: place('kept'), hazards: 0, inside: 0, ...facts }))

test('a duplicate goes into the place that is kept, and says where', () => {
  const event = decideMerge(place('twin'), desk, { into: place('kept'), hazards: 0, inside: 0 })
  assert.deepEqual(event, { type: 'place.merged', data: { into: 'kept' } })
  const merged = evolveMerge(place('twin'), event, now)
  assert.deepEqual([merged.status, merged.mergedInto, merged.mergedAt, merged.version], ['merged', 'kept', now, 2])
  const undone = decideUnmerge(merged, desk, null)
  assert.deepEqual(undone, { type: 'place.unmerged', data: { from: 'kept' } })
  assert.deepEqual(evolveMerge(merged, undone, now), { ...place('twin'), version: 3 })
})

test('only the town desk and the administrator merge, and only what they see on both sides and in all lines', () => {
  const others = [
    'gridWorker',
    'inspector',
    'villageCadre',
    'departmentOfficer',
    'supervisor',
    'leader',
    'auditor',
  ] as const
  for (const role of [...others, 'party', 'system'] as const)
    assert.equal(merge({}, {}, actor(role)), 'actor.not_allowed')
  assert.equal(merge({}, {}, actor('administrator')), 'accepted')
  const there = '/330109/013/002/'
  assert.equal(merge({ scopePath: there }), 'actor.out_of_scope')
  assert.equal(merge({}, { into: place('kept', { scopePath: there }) }), 'actor.out_of_scope/data/into')
  assert.equal(merge({}, {}, actor('townDesk', { line: 'fire' })), 'actor.out_of_scope')
})

test('two active places of one kind, with nothing open and nothing inside', () => {
  assert.equal(merge({}, { into: null }), 'place.not_found/data/into')
  assert.equal(merge({}, { into: place('twin') }), 'place.merge_itself/data/into')
  assert.equal(merge({}, { into: place('kept', { kind: 'enterprise' }) }), 'place.merge_kind/data/into')
  assert.equal(merge({}, { into: place('kept', { status: 'merged', mergedInto: 'third' }) }), 'place.merged/data/into')
  assert.equal(merge({}, { into: place('kept', { status: 'closedDown' }) }), 'place.closed/data/into')
  assert.equal(merge({ status: 'merged', mergedInto: 'third' }), 'place.merged')
  assert.equal(merge({ status: 'closedDown' }), 'place.closed')
  assert.equal(merge({}, { hazards: 2 }), 'place.merge_hazards')
  assert.equal(merge({}, { inside: 1 }), 'place.merge_rooms')
})

test('a merge is undone once, by those who may, while what the place lies in still stands', () => {
  const merged = place('twin', { status: 'merged', mergedInto: 'kept', mergedAt: now })
  const undo = (was: Place, who = desk, parent: Place | null = null) => code(() => decideUnmerge(was, who, parent))
  assert.equal(undo(merged), 'accepted')
  assert.equal(undo(place('twin')), 'place.not_merged')
  assert.equal(undo(merged, actor('villageCadre')), 'actor.not_allowed')
  assert.equal(undo(merged, actor('townDesk', { ranges: ['/330109/013/'] })), 'actor.out_of_scope')
  const room = { ...merged, kind: 'room' as const, parentId: 'house' }
  assert.equal(undo(room, desk, place('house')), 'accepted')
  assert.equal(undo(room, desk, place('house', { status: 'merged' })), 'place.parent_ended')
  assert.equal(undo(room, desk, null), 'place.parent_ended')
})
