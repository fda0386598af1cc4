import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { superuser } from '#test/server/attack/oracle.ts'
import { type Counter, openCounter, sync } from '#test/server/command-counter.ts'
import { type RawSession, rawSession } from '#test/server/raw-session.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let worker: RawSession
let desk: RawSession
let mill: string
let fresh: Counter['fresh']
let register: Counter['register']
let reported: Counter['reported']
let command: Counter['command']
let eventsOf: Counter['eventsOf']

before(async () => {
  world = await openWorld()
  root = await superuser(world)
  ;({ fresh, register, reported, command, eventsOf } = openCounter(world, root))
  worker = await rawSession(world, 'chenjianguo')
  desk = await rawSession(world, 'zhouxiaolan')
  mill = await register('chenjianguo', '/330109/113/245/001/03/', '蓝纹针织厂')
})
after(async () => {
  await root?.end()
  await world?.end()
})

test('twenty copies of one command at once have one effect', async () => {
  const hazard = await reported('chenjianguo', mill, 'ENT-DU-01')
  const sent = command('hazard.file', hazard)
  const answers = (await Promise.all(Array.from({ length: 20 }, () => sync(desk, sent)))).flat()
  const done = answers.filter((answer) => answer.outcome === 'accepted')
  const busy = answers.filter((answer) => answer.problem?.code === 'command.in_progress')
  assert.ok(done.length >= 1)
  assert.equal(done.length + busy.length, 20, JSON.stringify(answers))
  for (const answer of done) assert.deepEqual(answer, done[0])
  for (const answer of busy) assert.equal(answer.problem?.status, 423)
  assert.deepEqual(await sync(desk, sent), [done[0]])
  assert.deepEqual(await eventsOf(hazard), ['hazard.reported', 'hazard.filed'])
})

test('two people who decide the same thing at once: one does, the other hears why not', async () => {
  const supervisor = await rawSession(world, 'fenglicheng')
  const leader = await rawSession(world, 'hewenbin')
  for (const round of [1, 2, 3]) {
    const place = await register('chenjianguo', '/330109/113/245/001/03/', `同时${round}厂`)
    const hazard = await reported('chenjianguo', place)
    await world.as('zhouxiaolan').must('hazard.file', hazard)
    await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
    await sync(
      worker,
      command('hazard.request_extension', hazard, { until: '2022-08-30T16:00:00.000Z', reason: '配件缺货' }),
    )
    const verdict = (granted: boolean) => command('hazard.answer_extension', hazard, { granted, reason: '情况属实' })
    const extended = (await Promise.all([sync(desk, verdict(true)), sync(leader, verdict(false))])).flat()
    assert.deepEqual(extended.map((answer) => answer.problem?.code ?? 'accepted').sort(), [
      'accepted',
      'hazard.no_request',
    ])

    const photo = await world.as('chenjianguo').photo()
    await world.as('chenjianguo').must('hazard.submit', hazard, { after: photo })
    await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
    const closing = [desk, leader, supervisor].map((session) => sync(session, command('hazard.close', hazard)))
    const closed = (await Promise.all(closing)).flat().map((answer) => answer.problem?.code ?? 'accepted')
    assert.deepEqual(closed.sort(), ['accepted', 'hazard.wrong_state', 'hazard.wrong_state'])
    const events = await eventsOf(hazard)
    assert.equal(events.filter((type) => type === 'hazard.closed').length, 1)
    assert.equal(events.filter((type) => /extension_(granted|refused)/.test(type)).length, 1)
  }
})

test('two approvers of a critical hazard at once are two approvals and one close-out', async () => {
  const supervisor = await rawSession(world, 'fenglicheng')
  const place = await register('chenjianguo', '/330109/113/245/001/03/', '四眼厂')
  const hazard = await reported('chenjianguo', place, 'ENT-EV-03')
  for (const verb of ['file', 'dispatch']) await world.as('zhouxiaolan').must(`hazard.${verb}`, hazard)
  await world.as('chenjianguo').must('hazard.submit', hazard, { after: await world.as('chenjianguo').photo() })
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
  const answers = (
    await Promise.all([desk, supervisor].map((session) => sync(session, command('hazard.close', hazard))))
  ).flat()
  assert.deepEqual(
    answers.map((answer) => answer.outcome),
    ['accepted', 'accepted'],
  )
  assert.deepEqual((await eventsOf(hazard)).filter((type) => type.startsWith('hazard.close')).sort(), [
    'hazard.close_approved',
    'hazard.close_approved',
    'hazard.closed',
  ])
})

test('two phones that report the same problem at once make one hazard', async () => {
  const cadre = await rawSession(world, 'wangguilan')
  const photos = { [0]: await world.as('chenjianguo').photo(), [1]: await world.as('wangguilan').photo() }
  for (const round of [1, 2, 3, 4]) {
    const placeId = await register('chenjianguo', '/330109/113/245/001/03/', `两部手机${round}厂`)
    const report = (n: 0 | 1) =>
      command('hazard.report', fresh(), { placeId, itemCode: 'ENT-EL-01', before: photos[n] })
    const answers = (await Promise.all([sync(worker, report(0)), sync(cadre, report(1))])).flat()
    assert.deepEqual(answers.map((answer) => answer.problem?.code ?? 'accepted').sort(), [
      'accepted',
      'hazard.already_open',
    ])
    const { rows } = await root.query('select id from d330109.hazard where place_id = $1', [placeId])
    assert.equal(rows.length, 1)
  }
})

test('two batches that name the same hazards in opposite order both come through', async () => {
  const cadre = await rawSession(world, 'wangguilan')
  const hazards: string[] = []
  for (const n of [1, 2, 3, 4])
    hazards.push(await reported('chenjianguo', await register('chenjianguo', '/330109/113/245/001/03/', `对头${n}厂`)))
  const verify = (subject: string) => command('hazard.verify', subject)
  const both = await Promise.all([sync(desk, ...hazards.map(verify)), sync(cadre, ...hazards.toReversed().map(verify))])
  const outcomes = both
    .flat()
    .map((answer) => answer.problem?.code ?? 'accepted')
    .sort()
  assert.deepEqual(outcomes, [...Array(4).fill('accepted'), ...Array(4).fill('hazard.wrong_state')])
})
