import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { type Actor, type ActorRole, roles } from '#domain/people.ts'
import {
  checkSnapshot,
  decideBegin,
  evolvePhase,
  idsText,
  maySwitch,
  type Phase,
  type Snapshot,
  type Successor,
  snapshotText,
} from '#domain/phases.ts'
import { Problem } from '#domain/problems.ts'

const town = '/330109/113/'
const at = '2022-08-31T02:00:00.000Z'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const leader = (more: Partial<Actor> = {}): Actor => ({
  accountId: 'a',
  postId: 'p',
  role: 'leader',
  ranges: [town],
  line: '*',
  certificateNo: null,
  grants: [],
  via: null,
  ...more,
})
const running: Phase = evolvePhase(null, decideBegin(town, leader(), []), {
  id: 'f',
  name: '除险保安',
  at: '2022-06-15T01:00:00.000Z',
})
const team: Successor = {
  id: 't',
  code: '330109113@tf-01',
  kind: 'taskForce',
  name: '长效管理专班',
  path: `${town}@tf-01/`,
  validFrom: '2022-08-01T00:00:00.000Z',
  validTo: null,
}

function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'taken'
}
const switched = (phase: Phase, into: Successor | null, actor = leader()) =>
  refusalOf(() => maySwitch(phase, into, actor, at))

describe('a phase of a campaign', () => {
  it('is begun by the leader of the area, one at a time', () => {
    assert.deepEqual(running.scopePath, town)
    assert.equal(running.endedAt, null)
    assert.equal(
      refusalOf(() => decideBegin(town, leader(), [running])),
      'phase.running',
    )
    assert.equal(
      refusalOf(() => decideBegin('/330109/013/', leader(), [running])),
      'actor.out_of_scope',
    )
    assert.equal(
      refusalOf(() => decideBegin(`${town}245/`, leader(), [])),
      'actor.out_of_scope',
      'a part of the area',
    )
  })

  it('is switched by nobody else', () => {
    assert.equal(switched(running, team), 'taken')
    for (const role of [...roles, 'party', 'system'] as const satisfies readonly ActorRole[])
      if (role !== 'leader') assert.equal(switched(running, team, leader({ role })), 'actor.not_allowed', role)
    assert.equal(switched(running, team, leader({ ranges: ['/330109/'] })), 'actor.out_of_scope', 'the district')
    assert.equal(switched(running, team, leader({ line: 'fire' })), 'actor.out_of_scope', 'a department')
  })

  it('goes to a task force of the area or its own desk, in force, that sees all lines', () => {
    const desk: Successor = { ...team, kind: 'town', path: town }
    assert.equal(switched(running, desk), 'taken')
    assert.equal(switched(running, null), 'unit.not_found')
    assert.equal(switched(running, { ...team, validTo: at }), 'unit.not_found', 'ended')
    const others: Partial<Successor>[] = [
      { kind: 'department', path: `${town}@fire/` },
      { kind: 'village', path: `${town}245/` },
      { path: '/330109/@tf-01/' },
      { path: '/330109/1131/@tf-01/' },
    ]
    for (const other of others)
      assert.equal(switched(running, { ...team, ...other }), 'phase.successor_not_allowed', JSON.stringify(other))
  })

  it('is switched once', () => {
    const data = { snapshot: 'h', open: 3, successor: 't' }
    const ended = evolvePhase(running, { type: 'phase.switched', data }, { id: 'f', name: running.name, at })
    assert.deepEqual([ended.endedAt, ended.successor, ended.open, ended.snapshot, ended.version], [at, 't', 3, 'h', 2])
    assert.equal(switched(ended, team), 'phase.ended')
  })
})

describe('a frozen snapshot', () => {
  const ids = ['b', 'a']
  const snapshot: Snapshot = {
    version: 1,
    district: '330109',
    phase: { id: 'f', name: '除险保安', scopePath: town, begunAt: running.begunAt },
    at,
    successor: { id: 't', code: team.code, kind: team.kind, name: team.name },
    figures: [],
    open: { count: 2, ids: sha256(idsText(ids)) },
    seal: null,
  }
  const body = snapshotText(snapshot)
  const hash = sha256(body)
  const named = { phase: hash, event: hash }
  const faults = (stored: Partial<{ body: string; hash: string; ids: string[] }>, says: Partial<typeof named> = {}) =>
    checkSnapshot({ body, hash, ids, ...stored }, { ...named, ...says }, sha256)

  it('is whole, in whatever order its hazards are listed', () => {
    assert.deepEqual(faults({}), [])
    assert.deepEqual(faults({ ids: ['a', 'b'] }), [])
  })

  it('says what of it is not what was sealed', () => {
    const other = snapshotText({ ...snapshot, at: running.begunAt })
    assert.deepEqual(faults({ body: other }), ['text'])
    assert.deepEqual(faults({ body: other, hash: sha256(other) }), ['row', 'event'], 'a forged row beside a true event')
    assert.deepEqual(
      faults({ body: other, hash: sha256(other) }, { phase: sha256(other) }),
      ['event'],
      'the seal is what cannot be forged',
    )
    assert.deepEqual(faults({ ids: ['a', 'c'] }), ['ids'])
    assert.deepEqual(faults({ ids: ['a'] }), ['ids', 'count'])
  })
})
