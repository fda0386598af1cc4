import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Action,
  type Actor,
  areaOf,
  covers,
  inForce,
  isAction,
  may,
  passwordIsStrong,
  permissions,
  reachOf,
  roles,
} from '#domain/people.ts'

const actor = (more: Partial<Actor> = {}): Actor => ({
  accountId: 'a',
  postId: 'p',
  role: 'townDesk',
  ranges: ['/330109/113/'],
  line: '*',
  certificateNo: null,
  grants: [],
  via: null,
  ...more,
})
const at = (scopePath: string, department: string | null = 'fire', more: { foundBy?: string; id?: string } = {}) => ({
  scopePath,
  department,
  ...more,
})

test('瓜沥 113 never admits 1135, nor the district above, nor a path that merely contains it', () => {
  const desk = actor()
  for (const inside of ['/330109/113/', '/330109/113/245/', '/330109/113/245/001/03/'])
    assert.ok(covers(desk, at(inside)), inside)
  for (const outside of [
    '/330109/1135/',
    '/330109/1135/245/',
    '/330109/',
    '/330109/11/',
    '/330102/113/',
    '/1/330109/113/',
    '',
    'x/330109/113/',
  ]) {
    assert.equal(covers(desk, at(outside)), false, outside)
  }
  assert.equal(covers(actor({ ranges: ['/330109/1135/'] }), at('/330109/113/')), false)
})

test('an actor without a range, or with one that is no path, reaches nothing', () => {
  assert.equal(covers(actor({ ranges: [] }), at('/330109/113/')), false)
  assert.equal(covers(actor({ ranges: [''] }), at('/330109/113/')), false)
})

test('a department officer sees the own line of the area, and what that officer found', () => {
  const fire = actor({
    role: 'departmentOfficer',
    ...reachOf({ kind: 'department', path: '/330109/113/@fire/', line: 'fire' }, 'departmentOfficer'),
  })
  assert.deepEqual([fire.ranges, fire.line], [['/330109/113/'], 'fire'])
  assert.ok(covers(fire, at('/330109/113/245/', 'fire')))
  assert.equal(covers(fire, at('/330109/113/245/', 'emergency')), false)
  assert.equal(covers(fire, at('/330109/113/245/', null)), false)
  assert.ok(covers(fire, at('/330109/113/245/', 'emergency', { foundBy: 'a' })))
  assert.equal(covers(fire, at('/330109/1135/245/', 'fire')), false)
  assert.equal(covers(fire, at('/330109/013/', 'emergency', { foundBy: 'a' })), false, 'the finder of another town')
})

test('no line is not the same as the line of nobody', () => {
  assert.equal(covers(actor({ line: '' }), at('/330109/113/', '')), false)
  assert.equal(covers(actor({ line: '' }), at('/330109/113/', null)), false)
})

test('inspectors of a department check all lines; everybody else reaches the own unit', () => {
  assert.deepEqual(
    reachOf({ kind: 'department', path: '/330109/113/@enforcement/', line: 'enforcement' }, 'inspector'),
    { ranges: ['/330109/113/'], line: '*' },
  )
  assert.deepEqual(reachOf({ kind: 'grid', path: '/330109/113/245/001/', line: null }, 'gridWorker'), {
    ranges: ['/330109/113/245/001/'],
    line: '*',
  })
  assert.equal(areaOf('/330109/@fire/'), '/330109/')
})

test('the owner behind a link reaches the one hazard that was granted', () => {
  const party = actor({ role: 'party', ranges: [], line: '', grants: ['h1'] })
  assert.ok(covers(party, at('/330109/113/245/', 'fire', { id: 'h1' })))
  assert.equal(covers(party, at('/330109/113/245/', 'fire', { id: 'h2' })), false)
})

test('who reads the log or runs the accounts handles no hazard, and nobody but the clock lapses one', () => {
  const ofHazards = (Object.keys(permissions) as Action[]).filter(
    (action) => action.startsWith('hazard.') && action !== 'hazard.read',
  )
  for (const action of ofHazards) {
    for (const role of ['administrator', 'auditor'] as const)
      assert.equal(may({ role }, action), false, `${role} ${action}`)
  }
  for (const action of ['hazard.lapse', 'hazard.escalate', 'hazard.stall', 'hazard.hand_over'] as const) {
    assert.ok(may({ role: 'system' }, action))
    for (const role of [...roles, 'party'] as const) assert.equal(may({ role }, action), false, `${role} ${action}`)
  }
  for (const action of Object.keys(permissions) as Action[]) {
    if (!action.startsWith('hazard.')) assert.equal(may({ role: 'party' }, action), false, action)
  }
})

test('only names of actions are actions', () => {
  assert.ok(isAction('hazard.close'))
  for (const other of ['hazard.delete', 'toString', '__proto__', '']) assert.equal(isAction(other), false)
})

test('a dated office holds from its first instant up to, and not at, its last', () => {
  const post = { validFrom: '2022-06-15T00:00:00.000Z', validTo: '2022-08-31T00:00:00.000Z' }
  assert.equal(inForce(post, '2022-06-14T23:59:59.999Z'), false)
  assert.equal(inForce(post, post.validFrom), true)
  assert.equal(inForce(post, '2022-08-30T23:59:59.999Z'), true)
  assert.equal(inForce(post, post.validTo), false)
  assert.equal(inForce({ ...post, validTo: null }, '2099-01-01T00:00:00.000Z'), true)
})

test('a password is long and of three kinds', () => {
  for (const weak of ['Short1!', 'alllowercase1', '123456789012', 'abcdefghijkl', `Aa1${'x'.repeat(198)}`])
    assert.equal(passwordIsStrong(weak), false, weak)
  for (const strong of ['Guali-town-2022', 'lowercase with 1 digit', '民丰河 Village 2022'])
    assert.equal(passwordIsStrong(strong), true, strong)
})
