import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Act, acts, noticeTemplate, type Visit } from '#domain/inspections.ts'
import {
  decideFinish,
  decideRecord,
  decideRefuse,
  decideSign,
  decideStart,
  evolveVisit,
  type RecordedEntry,
  type StartFacts,
  type VisitEvent,
} from '#domain/inspections-decide.ts'
import type { Actor, ActorRole } from '#domain/people.ts'
import type { Place } from '#domain/places.ts'
import { Problem } from '#domain/problems.ts'

const now = '2022-07-25T01:00:00.000Z'
const path = '/330109/113/245/001/'
const place: Place = {
  id: 'place',
  kind: 'enterprise',
  name: '杭州萧山蓝纹针织有限公司',
  uscc: null,
  parentId: null,
  address: '民丰路8号',
  position: null,
  status: 'active',
  mergedInto: null,
  mergedAt: null,
  originPath: path,
  scopePath: path,
  registeredAt: now,
  version: 1,
}
const actor = (accountId: string, role: ActorRole, more: Partial<Actor> = {}): Actor => ({
  accountId,
  postId: accountId,
  role,
  ranges: ['/330109/113/'],
  line: '*',
  certificateNo: null,
  grants: [],
  via: null,
  ...more,
})
const worker = actor('worker', 'gridWorker')
const zhao = actor('zhao', 'inspector', { certificateNo: 'YS33010911301' })
const officer = actor('officer', 'departmentOfficer', { line: 'fire', certificateNo: 'YS33010911303' })
const nothingFixed = new Set<string>()
const certificates = new Map([
  ['zhao', 'YS33010911301'],
  ['sun', 'YS33010911302'],
  ['officer', 'YS33010911303'],
  ['worker', null],
])
const facts = (more: Partial<StartFacts> = {}): StartFacts => ({
  place,
  sheet: [
    { code: 'ENT-EL-01', version: 2 },
    { code: 'ENT-EV-01', version: 1 },
  ],
  certificates,
  rooms: new Map(),
  at: now,
  ...more,
})
const code = (attempt: () => unknown): string => {
  try {
    attempt()
    return 'accepted'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
const inspection = { placeId: 'place', with: ['sun'], approvalNo: '萧应急检〔2022〕7号', noticeNo: '113-7' }

test('a grid worker, a village and a desk may not begin an administrative inspection', () => {
  const by = (role: ActorRole) =>
    code(() =>
      decideStart(
        'administrativeInspection',
        inspection,
        actor('zhao', role, { certificateNo: 'YS33010911301' }),
        facts(),
      ),
    )
  assert.equal(by('inspector'), 'accepted')
  assert.equal(by('departmentOfficer'), 'accepted')
  for (const role of [
    'gridWorker',
    'villageCadre',
    'townDesk',
    'supervisor',
    'leader',
    'administrator',
    'auditor',
    'party',
    'system',
  ] as const) {
    assert.equal(by(role), 'actor.not_allowed', role)
  }
})

test('an administrative inspection takes two different holders of a certificate', () => {
  const begin = (who: Actor, companions: string[]) =>
    code(() => decideStart('administrativeInspection', { ...inspection, with: companions }, who, facts()))
  assert.equal(begin(zhao, ['sun']), 'accepted')
  assert.equal(begin(zhao, ['officer', 'sun']), 'accepted')
  assert.equal(begin(zhao, []), 'inspection.two_officers_required')
  assert.equal(begin(zhao, ['zhao']), 'inspection.two_officers_required')
  assert.equal(begin(zhao, ['worker']), 'actor.certificate_required')
  assert.equal(begin(zhao, ['nobody']), 'account.not_found')
  assert.equal(
    code(() =>
      decideStart(
        'administrativeInspection',
        inspection,
        zhao,
        facts({
          certificates: new Map([
            ['sun', 'YS33010911302'],
            ['zhao', null],
          ]),
        }),
      ),
    ),
    'actor.certificate_required',
  )
})

test('an inspection carries its certificates, approval and notice; a visit has none of them', () => {
  const order = evolveVisit(
    null,
    'administrativeInspection',
    'v',
    decideStart('administrativeInspection', { ...inspection, with: ['sun', 'sun', 'zhao'] }, zhao, facts()),
    now,
  )
  assert.deepEqual(order.by, ['zhao', 'sun'])
  assert.ok(order.act === 'administrativeInspection')
  assert.deepEqual(
    [order.certificatePosts, order.approvalNo, order.noticeNo, order.department],
    [['YS33010911301', 'YS33010911302'], '萧应急检〔2022〕7号', '113-7', ''],
  )
  const ofFire = evolveVisit(
    null,
    'administrativeInspection',
    'v',
    decideStart('administrativeInspection', inspection, { ...officer, department: 'fire' }, facts()),
    now,
  )
  assert.equal(ofFire.act === 'administrativeInspection' && ofFire.department, 'fire')

  const visit = evolveVisit(null, 'safetyVisit', 'v', decideStart('safetyVisit', inspection, zhao, facts()), now)
  for (const field of ['certificatePosts', 'approvalNo', 'noticeNo', 'department'])
    assert.equal(field in visit, false, field)
})

test('only an inspection leads to an order', () => {
  assert.equal(noticeTemplate('administrativeInspection'), 'order')
  assert.equal(noticeTemplate('safetyVisit'), 'advice')
  assert.equal(noticeTemplate('report'), 'advice')
})

test('a walk begins at a place that is known, in reach and in use', () => {
  const begin = (more: Partial<StartFacts>, who = worker) =>
    code(() => decideStart('safetyVisit', { placeId: 'place' }, who, facts(more)))
  assert.equal(begin({}), 'accepted')
  assert.equal(begin({ place: null }), 'place.not_found')
  assert.equal(begin({ place: { ...place, status: 'closedDown' } }), 'place.closed')
  assert.equal(begin({ place: { ...place, scopePath: '/330109/1135/245/001/' } }), 'actor.out_of_scope')
  assert.equal(begin({}, actor('leader', 'leader')), 'actor.not_allowed')
  assert.equal(begin({}, officer), 'accepted', 'the line narrows hazards, not places')
})

const begun = (act: Act = 'safetyVisit') =>
  evolveVisit(null, act, 'v', decideStart(act, inspection, zhao, facts()), now)
const then = (visit: Visit, event: VisitEvent) => evolveVisit(visit, visit.act, visit.id, event, now)
const photo = { hash: 'a'.repeat(64), kind: 'photo' as const }
const failed: RecordedEntry = { itemCode: 'ENT-EL-01', result: 'fail', hazardId: 'h', photos: [photo] }
const passed: RecordedEntry = { itemCode: 'ENT-EV-01', result: 'pass' }
const told = { expectedHash: 'text', commitment: 'c', blank: false, files: new Map([['video', 'video' as const]]) }
const filled = (act: Act = 'safetyVisit') => then(begun(act), decideRecord(begun(act), [failed, passed], zhao))
const signed = (visit: Visit) => then(visit, decideSign(visit, { textHash: 'text' }, zhao, told))

test('a line is recorded once, is on the sheet, and fails only with a hazard and a photo', () => {
  const record = (entries: RecordedEntry[], visit: Visit = begun(), who = zhao) =>
    code(() => decideRecord(visit, entries, who))
  assert.equal(record([failed, passed]), 'accepted')
  assert.equal(record([{ ...passed, itemCode: 'SHP-EL-01' }]), 'visit.item_unknown')
  assert.equal(record([passed, passed]), 'visit.item_recorded')
  assert.equal(record([passed], then(begun(), decideRecord(begun(), [passed], zhao))), 'visit.item_recorded')
  assert.equal(record([{ ...failed, photos: [] }]), 'visit.photo_required')
  assert.equal(record([{ itemCode: 'ENT-EL-01', result: 'fail', photos: [photo] }]), 'visit.hazard_id_required')
  assert.equal(record([passed], begun(), worker), 'visit.finder_only')
  assert.equal(record([passed], begun(), actor('zhao', 'leader')), 'actor.not_allowed')
})

test('what was signed stays: no line, no signature, no refusal after it', () => {
  for (const act of acts) {
    const visit = signed(filled(act))
    assert.equal(visit.status, 'acknowledged')
    assert.equal(
      code(() => decideRecord(visit, [passed], zhao)),
      'visit.wrong_state',
    )
    assert.equal(
      code(() => decideSign(visit, { textHash: 'text' }, zhao, told)),
      'visit.wrong_state',
    )
    assert.equal(
      code(() => decideRefuse(visit, { textHash: 'text', witnesses: [], video: 'video', reason: '拒绝' }, zhao, told)),
      'visit.wrong_state',
    )
  }
})

test('nobody signs or refuses while a line is open, for no line could be added after it', () => {
  const half = then(begun(), decideRecord(begun(), [failed], zhao))
  assert.equal(
    code(() => decideSign(half, { textHash: 'text' }, zhao, told)),
    'visit.sheet_incomplete',
  )
  assert.equal(
    code(() => decideRefuse(half, { textHash: 'text', witnesses: [], video: 'video', reason: '拒绝' }, zhao, told)),
    'visit.sheet_incomplete',
  )
})

test('a signature is drawn, and under the very text', () => {
  const sign = (textHash: string, blank: boolean) =>
    code(() => decideSign(filled(), { textHash }, zhao, { ...told, blank }))
  assert.equal(sign('text', false), 'accepted')
  assert.equal(sign('other', false), 'visit.text_changed')
  assert.equal(sign('text', true), 'visit.signature_blank')
})

test('a refusal stands on two witnesses or a video that has arrived; their names stay out of the history', () => {
  const data = { textHash: 'text', witnesses: ['钱蕙兰', '柯芹'], reason: '拒绝签字' }
  const refuse = (more: object) => code(() => decideRefuse(filled(), { ...data, ...more }, zhao, told))
  assert.equal(refuse({}), 'accepted')
  assert.equal(refuse({ witnesses: ['钱蕙兰'] }), 'visit.witnesses_required')
  assert.equal(refuse({ witnesses: ['钱蕙兰', ' 钱蕙兰 '] }), 'visit.witnesses_required')
  assert.equal(refuse({ witnesses: ['钱蕙兰', '  '] }), 'visit.witnesses_required')
  assert.equal(refuse({ witnesses: [], video: 'video' }), 'accepted')
  assert.equal(refuse({ witnesses: [], video: 'unknown' }), 'file.awaited')
  assert.equal(refuse({ textHash: 'other' }), 'visit.text_changed')
  assert.deepEqual(decideRefuse(filled(), data, zhao, told).data, { textHash: 'text', witnesses: 2, video: null })
})

test('a walk ends when every line is filled in and, with findings, the party has signed or refused', () => {
  const whole = filled()
  assert.equal(
    code(() => decideFinish(begun(), zhao, nothingFixed)),
    'visit.sheet_incomplete',
  )
  assert.equal(
    code(() => decideFinish(whole, zhao, nothingFixed)),
    'hazard.not_signed',
  )
  assert.equal(
    code(() => decideFinish(signed(whole), worker, nothingFixed)),
    'visit.finder_only',
  )
  const ended = then(signed(whole), decideFinish(signed(whole), zhao, nothingFixed))
  assert.deepEqual([ended.status, ended.finishedAt, ended.version], ['finished', now, 4])
  assert.equal(
    code(() => decideFinish(ended, zhao, nothingFixed)),
    'visit.wrong_state',
  )
  const clean = then(
    begun(),
    decideRecord(begun(), [passed, { ...passed, itemCode: 'ENT-EL-01', result: 'notApplicable' }], zhao),
  )
  assert.equal(
    code(() => decideFinish(clean, zhao, nothingFixed)),
    'accepted',
    'nothing found, nothing to sign',
  )
})

test('nothing happens to a walk before it began', () => {
  assert.throws(() => evolveVisit(null, 'safetyVisit', 'v', { name: 'finished', data: {} }, now), /before started/)
})

test('the rooms of a house are its own and still rooms, or were when the phone had no signal', () => {
  const house = { ...place, id: 'house', kind: 'rental' as const }
  const room = (id: string, more: Partial<Place> = {}): [string, Place] => [
    id,
    { ...place, id, kind: 'room', parentId: 'house', ...more },
  ]
  const merged = { status: 'merged' as const, mergedInto: '101' }
  const rooms = new Map([
    room('101'),
    room('102', { parentId: 'other' }),
    room('103', { status: 'closedDown' }),
    room('104', { ...merged, mergedAt: '2022-07-25T01:00:00.000Z' }),
    room('105', { ...merged, mergedAt: '2022-07-25T01:00:00.001Z' }),
    room('106', { kind: 'shop' }),
  ])
  const begin = (named: string[], more: Partial<StartFacts> = {}) =>
    code(() =>
      decideStart('safetyVisit', { placeId: 'house', rooms: named }, worker, facts({ place: house, rooms, ...more })),
    )
  assert.equal(begin(['101']), 'accepted')
  assert.equal(begin([]), 'accepted')
  assert.equal(begin(['105']), 'accepted', 'merged after it was walked')
  for (const strange of ['102', '103', '104', '106', 'nowhere'])
    assert.equal(begin(['101', strange]), 'visit.room_unknown')
  assert.equal(begin([], { place }), 'visit.room_unknown', 'a firm has no rooms to walk')
  const { data } = decideStart(
    'safetyVisit',
    { placeId: 'house', rooms: ['101', '101'] },
    worker,
    facts({ place: house, rooms }),
  )
  assert.deepEqual((data as { rooms?: string[] }).rooms, ['101'])
})
