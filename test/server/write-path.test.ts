import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Command } from '#domain/events.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { applyBatch } from '#server/commands/apply.ts'
import type { Handler } from '#server/commands/work.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import { newId } from '#server/events/ids.ts'
import { findTimeline } from '#server/hazards/page-store.ts'
import { actorsOfPosts, systemActor } from '#server/people/actors.ts'
import { placeHandler } from '#server/places/places.ts'
import { findContact, findPlaces } from '#server/places/store.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { mint, openWorld, type World } from '#test/world.ts'
import { begin, codeOf, contact, newPlace, record, sign } from './walks.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
const reason = '门牌更正'

before(async () => {
  world = await openWorld()
  root = await superuser(world)
})
after(async () => {
  await root?.end()
  await world?.end()
})

const look = <T>(work: Parameters<typeof world.house.database.read<T>>[2]) => {
  const { district, actor } = world.as('zhouxiaolan')
  return world.house.database.read(district, actor, work)
}
const placeNow = async (id: string) => (await look((tx) => findPlaces(tx, [id])))[0]

test('two people who amend a place at once: who saw the old version is told so', async () => {
  const [worker, desk] = [world.as('chenjianguo'), world.as('zhouxiaolan')]
  for (let round = 0; round < 5; round++) {
    const place = await newPlace(world)
    const both = await Promise.all([
      worker.give('place.amend', place, { name: '甲厂', reason }, { seen: 1 }),
      desk.give('place.amend', place, { address: '民丰路9号', reason }, { seen: 1 }),
    ])
    assert.deepEqual(both.map(codeOf).sort(), ['accepted', 'command.stale'])
    assert.equal((await placeNow(place))?.version, 2)
  }
})

test('and when neither says what it saw, both changes stay', async () => {
  const [worker, desk] = [world.as('chenjianguo'), world.as('zhouxiaolan')]
  const place = await newPlace(world)
  await Promise.all([
    worker.must('place.amend', place, { name: '乙厂', reason }),
    desk.must('place.amend', place, { address: '民丰路10号', reason }),
  ])
  const { name, address, version } = (await placeNow(place)) ?? {}
  assert.deepEqual({ name, address, version }, { name: '乙厂', address: '民丰路10号', version: 3 })
})

test('a place is registered, walked, and its hazard handed over, all in one batch', async () => {
  const [worker, desk] = [world.as('chenjianguo'), world.as('zhouxiaolan')]
  const { relay, district } = world.town
  const [place, visit, hazard] = [mint(world), mint(world), mint(world)]
  const at = world.house.time.now()
  const give = (who: typeof worker, type: string, subject: string, data: unknown): Command => {
    return { id: mint(world), type, subject, at, data, by: who.actor.postId as string }
  }
  const address = {
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/001/03/',
    address: '民丰路8号',
    position: null,
  }
  const before = await worker.photo()
  const answers = await applyBatch(
    world.house.path,
    { district, actor: { ...desk.actor, accountId: relay.accountId, postId: relay.id }, actorsOf: actorsOfPosts },
    [
      give(worker, 'place.register', place, { kind: 'enterprise', name: '新厂', ...address, contact }),
      give(worker, 'safetyVisit.start', visit, { placeId: place }),
      give(worker, 'hazard.report', hazard, { placeId: place, itemCode: 'ENT-EL-01', before }),
      give(desk, 'hazard.file', hazard, {}),
      give(desk, 'hazard.dispatch', hazard, {}),
    ],
  )
  assert.deepEqual(answers.map(codeOf), Array(5).fill('accepted'))
})

test('a place that is closed down while it is amended stays closed down', async () => {
  const [officer, desk] = [world.as('wuzhiqiang'), world.as('zhouxiaolan')]
  const place = await newPlace(world)
  const hazard = mint(world)
  const finder = world.as('chenjianguo')
  await finder.must('hazard.report', hazard, { placeId: place, itemCode: 'ENT-FF-01', before: await finder.photo() })
  for (const verb of ['file', 'dispatch']) await desk.must(`hazard.${verb}`, hazard)
  const inspectionId = await begin(world, 'wuzhiqiang', place, 'administrativeInspection', ['zhaomingyuan'])
  await record(world, 'wuzhiqiang', inspectionId, [{ itemCode: 'ENT-EV-03', hazardId: mint(world) }])
  await sign(world, 'wuzhiqiang', inspectionId)
  await officer.must('administrativeInspection.finish', inspectionId)
  await officer.must('hazard.shut_down', hazard, { inspectionId, reason })
  const amendments = Array.from({ length: 6 }, (_, n) =>
    finder.give('place.amend', place, { address: `民丰路${n + 20}号`, reason }),
  )
  const shut = world.as('hewenbin').give('hazard.shut_down', hazard, { inspectionId, reason })
  const all = await Promise.all([...amendments, shut])
  assert.deepEqual(all.map(codeOf), Array(7).fill('accepted'))
  const { status, version } = (await placeNow(place)) ?? {}
  assert.deepEqual({ status, version }, { status: 'closedDown', version: 8 })
})

test('one command that breaks the program is answered as failed, and those around it are done', async () => {
  const { district, actor } = world.as('chenjianguo')
  const at = world.house.time.now()
  const amend = async (name: string): Promise<Command> => {
    return { id: newId(at), type: 'place.amend', subject: await newPlace(world), at, data: { name, reason } }
  }
  const commands = [await amend('前'), await amend('毒'), await amend('后')]
  const brittle: Handler = {
    ...placeHandler,
    decide(work, signed) {
      if (signed.command.data['name'] === '毒') throw new TypeError('a fault of ours')
      return placeHandler.decide(work, signed)
    },
  }
  const handlers = world.house.path.handlers.map((one) => (one === placeHandler ? brittle : one))
  const path = { ...world.house.path, handlers }
  const give = () => applyBatch(path, { district, actor, actorsOf: null }, commands)
  assert.deepEqual((await give()).map(codeOf), ['accepted', 'server.failed', 'accepted'])
  const names = await Promise.all(commands.map(async ({ subject }) => (await placeNow(subject))?.name))
  assert.deepEqual([names[0], names[2]], ['前', '后'])
  assert.notEqual(names[1], '毒')
  assert.deepEqual((await give()).map(codeOf), ['accepted', 'server.failed', 'accepted'], 'nothing is done twice')
  const healed = await applyBatch(world.house.path, { district, actor, actorsOf: null }, commands)
  assert.deepEqual(healed.map(codeOf), ['accepted', 'accepted', 'accepted'])
})

test('a contact that is taken back is gone from the database', async () => {
  const worker = world.as('chenjianguo')
  const place = await newPlace(world)
  const stored = () => look((tx) => findContact(tx, place))
  assert.equal((await stored())?.placeId, place)
  await worker.must('place.amend', place, { name: '丙厂', reason })
  assert.equal((await stored())?.placeId, place, 'what is not named stays')
  await worker.must('place.amend', place, { contact: null, reason })
  assert.equal(await stored(), undefined)
  const { rows } = await root.query('select from d330109.contact where place_id = $1', [place])
  assert.equal(rows.length, 0)
  await worker.must('place.amend', place, { contact, reason })
  assert.equal((await stored())?.placeId, place)
})

test('two people whose commands carry the same id keep their own words', async () => {
  const place = await newPlace(world)
  const id = mint(world)
  const said = { chenjianguo: '门牌换了', zhouxiaolan: '名称有误' }
  for (const [login, words] of Object.entries(said))
    await world.as(login).must('place.amend', place, { name: `${words}厂`, reason: words }, { id })
  const timeline = await look((tx) => findTimeline(tx, place))
  const told = timeline
    .filter(({ type }) => type === 'place.amended')
    .map(({ accountId, wordsSealed }) => [accountId, wordsSealed && unseal(world.house.keys, wordsSealed).toString()])
  const expected = Object.entries(said).map(([login, words]) => [world.as(login).actor.accountId, words])
  assert.deepEqual(told, expected)
})

test('a place stands in a village, a grid or a micro-grid, not in a town as a whole', async () => {
  const desk = world.as('zhouxiaolan')
  const registered = async (unitPath: string) => {
    const data = { kind: 'shop', name: '某店', uscc: null, parentId: null, address: '某路', position: null }
    return codeOf(await desk.give('place.register', mint(world), { ...data, unitPath, contact: null }))
  }
  assert.equal(await registered('/330109/113/'), 'place.unit_unknown')
  assert.equal(await registered('/330109/113/245/999/'), 'place.unit_unknown')
  for (const path of ['/330109/113/245/', '/330109/113/245/001/', '/330109/113/245/001/03/'])
    assert.equal(await registered(path), 'accepted', path)
})

test('a clock that waits for a rung which the ladder no longer has is stopped', async () => {
  const place = await newPlace(world)
  const hazard = mint(world)
  const finder = world.as('chenjianguo')
  await finder.must('hazard.report', hazard, { placeId: place, itemCode: 'ENT-EL-01', before: await finder.photo() })
  await root.query('update d330109.hazard set rung = 99 where id = $1', [hazard])
  await root.query("update d330109.clock set kind = 'escalation', due_at = '2022-06-01' where subject = $1", [hazard])
  const sweep = () => sweepClocks(world.house.path, world.town.district, systemActor('330109'))
  assert.ok((await sweep()) > 0)
  for (let n = 0; n < 20 && (await sweep()) > 0; n++);
  assert.equal(await sweep(), 0)
  const left = await look((tx) => sql`select from clock where subject = ${hazard}`.execute(tx))
  assert.equal(left.rows.length, 0)
})
