import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, endOfDay, hour, type Instant, plus } from '#domain/calendar.ts'
import type { Hazard, HazardFacts } from '#domain/hazards.ts'
import { decideHazard, decideReport, type Report } from '#domain/hazards-decide.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { evolveHazard } from '#domain/hazards-evolve.ts'
import type { HazardData } from '#domain/hazards-guards.ts'
import type { Actor } from '#domain/people.ts'
import { Problem } from '#domain/problems.ts'
import { hazardId, idOf, someone } from './hazard-actors.ts'
import { factsOf, itemOf, photo, photoAfter, type Surroundings, start, visit } from './hazard-surroundings.ts'

const usual: Surroundings = {
  severity: 'serious',
  mode: 'concentrated',
  evidenceKinds: ['photo'],
  act: 'safetyVisit',
  signed: true,
  gap: false,
  inspected: false,
  sampled: true,
  finder: 0,
}
const finder = someone('gridWorker')
const desk = someone('townDesk')
const report: Report = { placeId: idOf(20), itemCode: 'ENT-EL-01', before: [photo] }

const code = (attempt: () => unknown): string => {
  try {
    attempt()
    return 'accepted'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}
const born = (around = usual, more: Partial<HazardFacts> = {}, data = report, by: Actor = finder, at = start) => {
  const [event] = decideReport(data, around.act, visit, by, at, { ...factsOf(around), ...more })
  return evolveHazard(null, event!, { hazardId, by: by.accountId, at, commandId: idOf(2) })
}
const act = (was: Hazard, action: HazardAction, by: Actor, at: Instant, data: HazardData = {}, around = usual) =>
  decideHazard(action, was, data, by, at, factsOf(around)).reduce(
    (hazard, event) => evolveHazard(hazard, event, { hazardId, by: by.accountId, at, commandId: idOf(3) }),
    was,
  )

test('a hazard is reported by whom and where the rules allow, with a photo that has arrived', () => {
  const tried = (more: Partial<HazardFacts> = {}, data: Partial<Report> = {}, by: Actor = finder) =>
    code(() => born(usual, more, { ...report, ...data }, by))
  const { place } = factsOf(usual)
  assert.equal(tried(), 'accepted')
  assert.equal(tried({}, {}, someone('leader')), 'actor.not_allowed')
  assert.equal(tried({}, {}, someone('gridWorker', 'foreign')), 'actor.out_of_scope')
  assert.equal(tried({ place: null }), 'place.not_found')
  assert.equal(tried({ place: { ...place!, status: 'closedDown' } }), 'place.closed')
  assert.equal(tried({ item: null }), 'standard.item_unknown')
  assert.equal(tried({ item: { ...itemOf(usual), placeKind: 'shop' } }), 'standard.item_not_for_place')
  assert.equal(tried({ openTwin: idOf(9) }), 'hazard.already_open')
  assert.equal(tried({}, { before: [] }), 'visit.photo_required')
  assert.equal(tried({}, { before: [{ ...photo, hash: 'f'.repeat(64) }] }), 'accepted')
  assert.equal(tried({}, { before: [{ ...photo, kind: 'video' }] }), 'hazard.file_unknown')
  assert.equal(tried({}, { mode: 'immediate' }), 'accepted')
  assert.equal(tried({}, { mode: 'deadline' }), 'hazard.mode_not_allowed')
})

test('a room is checked with the sheet of its house', () => {
  const { place } = factsOf(usual)
  assert.equal(
    code(() => born(usual, { place: { ...place!, kind: 'room' }, item: { ...itemOf(usual), placeKind: 'rental' } })),
    'accepted',
  )
})

test('within 90 days of its close-out the same finding is a relapse', () => {
  const closed = (daysAgo: number) =>
    born(usual, { lastClosed: { id: idOf(8), closedAt: plus(start, -daysAgo * day) } }).relapseOf
  assert.equal(closed(0), idOf(8))
  assert.equal(closed(89), idOf(8))
  assert.equal(closed(90), null)
  assert.equal(closed(400), null)
})

test('a date may be earlier for a finder, later up to 90 days for a desk, and never one that has passed', () => {
  const at = plus(start, 2 * day)
  const filed = (by: Actor, deadline: Instant, around = usual) =>
    code(() => act(born(around), 'hazard.file', by, at, { deadline }, around))
  const cadre = someone('villageCadre')
  assert.equal(act(born(), 'hazard.file', cadre, at).deadline, endOfDay('2022-06-22'))
  assert.equal(filed(cadre, plus(at, day)), 'accepted')
  assert.equal(filed(cadre, endOfDay('2022-06-23')), 'hazard.deadline_not_allowed')
  assert.equal(filed(desk, endOfDay('2022-06-23')), 'accepted')
  assert.equal(filed(desk, endOfDay('2022-09-13')), 'accepted')
  assert.equal(filed(desk, endOfDay('2022-09-14')), 'hazard.deadline_not_allowed')
  assert.equal(filed(desk, plus(at, -hour)), 'hazard.deadline_not_allowed')
  assert.equal(filed(desk, endOfDay('2022-06-23'), { ...usual, severity: 'critical' }), 'hazard.deadline_not_allowed')
})

test('another mode makes nobody punctual; a failed sample begins anew under a new date', () => {
  const around: Surroundings = { ...usual, mode: 'immediate' }
  const system = someone('system')
  const due = act(act(born(around), 'hazard.file', desk, start, {}, around), 'hazard.dispatch', desk, start, {}, around)
  const late = plus(start, 3 * day)
  const lapsed = act(
    act(due, 'hazard.lapse', system, late, {}, around),
    'hazard.escalate',
    system,
    late,
    { rung: 2, role: 'townDesk' },
    around,
  )
  assert.deepEqual([lapsed.overdueSince, lapsed.rung], [late, 2])

  const deadline = endOfDay('2022-07-15')
  const looser = act(
    lapsed,
    'hazard.change_mode',
    desk,
    late,
    { mode: 'deadline', deadline, reason: '需要施工' },
    around,
  )
  assert.deepEqual(
    [looser.deadline, looser.originalDeadline, looser.overdueSince, looser.rung],
    [deadline, lapsed.originalDeadline, late, 2],
  )

  const back = act(lapsed, 'hazard.return', someone('villageCadre'), late, { reason: '不属于本村' }, around)
  assert.equal(back.overdueSince, late, 'handing it back makes nobody punctual')
  const closed = act(born(around), 'hazard.fix_on_site', finder, plus(start, day), { after: [photoAfter] }, around)
  assert.equal(
    code(() => act(back, 'hazard.fix_on_site', finder, late, { after: [photoAfter] }, around)),
    'hazard.too_late_on_site',
  )
  const falsely = act(
    closed,
    'hazard.sample_check',
    desk,
    plus(late, day),
    { passed: false, reason: '没有整改' },
    around,
  )
  assert.deepEqual([falsely.status, falsely.sample, falsely.overdueSince, falsely.rung], ['filed', 'failed', null, 0])
  assert.equal(falsely.deadline, plus(late, 2 * day))
  assert.equal(
    code(() => act(falsely, 'hazard.fix_on_site', finder, plus(start, day), { after: [photoAfter] }, around)),
    'hazard.wrong_state',
  )
})
