import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, plus } from '#domain/calendar.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { systemActor } from '#server/people/actors.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.end())

const grid = '/330109/113/245/001/03/'

async function newPlace(kind = 'enterprise', unitPath = grid): Promise<string> {
  const id = mint(world)
  const data = {
    kind,
    name: `试点 ${id.slice(-6)}`,
    uscc: null,
    parentId: null,
    unitPath,
    address: '民丰路8号',
    position: null,
    contact: { name: '钱蕙兰', phone: '19400080001' },
  }
  await world.as('chenjianguo').must('place.register', id, data)
  return id
}

async function reported(place: string, itemCode = 'ENT-EL-01'): Promise<string> {
  const id = mint(world)
  const worker = world.as('chenjianguo')
  await worker.must('hazard.report', id, { placeId: place, itemCode, before: await worker.photo() })
  return id
}

async function rectifying(itemCode = 'ENT-EL-01'): Promise<string> {
  const hazard = await reported(await newPlace(), itemCode)
  await world.as('zhouxiaolan').must('hazard.file', hazard)
  await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
  await world.as('wangguilan').must('hazard.accept', hazard)
  await world.as('wangguilan').must('hazard.rectify', hazard)
  return hazard
}

const code = (answer: Awaited<ReturnType<ReturnType<World['as']>['give']>>) =>
  answer.outcome === 'refused' ? answer.problem.code : 'accepted'

test('a hazard goes from report to close-out, and never by the one who rectified it', async () => {
  const hazard = await rectifying()
  const worker = world.as('chenjianguo')
  await worker.must('hazard.submit', hazard, { after: await worker.photo() })
  const own = await worker.give('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
  assert.equal(code(own), 'hazard.same_person')
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
  await world.as('zhouxiaolan').must('hazard.close', hazard)
  const page = (await (await world.login('zhouxiaolan')).get(`/api/hazards/${hazard}`)).json()
  assert.equal(page.hazard.status, 'closed')
  assert.deepEqual(
    page.timeline.map((event: { type: string }) => event.type),
    [
      'hazard.reported',
      'hazard.filed',
      'hazard.dispatched',
      'hazard.accepted',
      'hazard.rectification_started',
      'hazard.submitted',
      'hazard.passed',
      'hazard.close_approved',
      'hazard.closed',
    ],
  )
  assert.ok(
    page.timeline.every(
      (event: { by: string; role: string; unitName: string }) =>
        event.by !== '' && event.role !== null && event.unitName !== null,
    ),
  )
})

test('极严重 needs two approvers', async () => {
  const hazard = await rectifying('ENT-EV-03')
  const worker = world.as('chenjianguo')
  await worker.must('hazard.submit', hazard, { after: await worker.photo() })
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
  const first = await world.as('zhouxiaolan').must('hazard.close', hazard)
  assert.deepEqual(first.events, ['hazard.close_approved'])
  assert.equal(code(await world.as('zhouxiaolan').give('hazard.close', hazard)), 'hazard.already_approved')
  assert.deepEqual((await world.as('fenglicheng').must('hazard.close', hazard)).events, [
    'hazard.close_approved',
    'hazard.closed',
  ])
})

test('a hazard without one of the four parties is not dispatched until the party is waived', async () => {
  const place = mint(world)
  await world.as('wangguilan').must('place.register', place, {
    kind: 'enterprise',
    name: '无网格员处',
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/003/',
    address: 'x',
    position: null,
    contact: null,
  })
  const hazard = mint(world)
  const cadre = world.as('wangguilan')
  await cadre.must('hazard.report', hazard, { placeId: place, itemCode: 'ENT-EL-01', before: await cadre.photo() })
  const desk = world.as('zhouxiaolan')
  await desk.must('hazard.file', hazard)
  const refused = await desk.give('hazard.dispatch', hazard)
  assert.deepEqual(refused.outcome === 'refused' && refused.problem.facts, { missing: ['gridWorker'] })
  await desk.must('hazard.waive_party', hazard, { party: 'gridWorker', reason: '网格员空缺' })
  await desk.must('hazard.dispatch', hazard)
})

test('the same item failing again within 90 days is a relapse; after that it is new', async () => {
  const place = await newPlace()
  const close = async (hazard: string) => {
    const worker = world.as('chenjianguo')
    await world.as('zhouxiaolan').must('hazard.file', hazard)
    await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
    await worker.must('hazard.submit', hazard, { after: await worker.photo() })
    await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
    await world.as('zhouxiaolan').must('hazard.close', hazard)
  }
  const first = await reported(place)
  assert.equal(
    code(
      await world.as('chenjianguo').give('hazard.report', mint(world), {
        placeId: place,
        itemCode: 'ENT-EL-01',
        before: await world.as('chenjianguo').photo(),
      }),
    ),
    'hazard.already_open',
  )
  await close(first)
  world.house.time.setTo(plus(world.house.time.now(), 89 * day))
  const again = await reported(place)
  const desk = await world.login('zhouxiaolan')
  assert.equal((await desk.get(`/api/hazards/${again}`)).json().hazard.relapseOf, first)
  await close(again)
  world.house.time.setTo(plus(world.house.time.now(), 91 * day))
  const third = await reported(place)
  const later = await world.login('zhouxiaolan')
  assert.equal((await later.get(`/api/hazards/${third}`)).json().hazard.relapseOf, null)
})

test('past its deadline a hazard is overdue and climbs each rung once', async () => {
  const hazard = await rectifying('ENT-EL-03')
  const sweep = () => sweepClocks(world.house.path, world.town.district, systemActor('330109'))
  const types = async () =>
    ((await (await world.login('zhouxiaolan')).get(`/api/hazards/${hazard}`)).json().timeline as { type: string }[])
      .map((event) => event.type)
      .filter((type) => /lapsed|escalated/.test(type))
  await sweep()
  assert.deepEqual(await types(), [])
  world.house.time.setTo(plus(world.house.time.now(), 9 * day))
  await sweep()
  await sweep()
  await sweep()
  await sweep()
  assert.deepEqual(await types(), ['hazard.lapsed', 'hazard.escalated', 'hazard.escalated'])
  world.house.time.setTo(plus(world.house.time.now(), 4 * day))
  await sweep()
  await sweep()
  assert.deepEqual(await types(), ['hazard.lapsed', 'hazard.escalated', 'hazard.escalated', 'hazard.escalated'])
})
