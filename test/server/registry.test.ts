import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { plus } from '#domain/calendar.ts'
import { sql } from '#server/db/sql.ts'
import { type Browser, mint, openWorld, type World } from '#test/world.ts'
import { begin, codeOf, contact, fixOf, grid, mintDrawn, record, sign, visitOf } from './walks.ts'

let world: World
let desk: Browser
before(async () => {
  world = await openWorld()
  desk = await world.login('zhouxiaolan')
})
after(() => world.end())

const reason = '与另一条登记为同一家店，重复登记'

async function register(kind: string, name: string, parentId: string | null = null, unitPath = grid): Promise<string> {
  const id = mint(world)
  const data = { kind, name, uscc: null, parentId, unitPath, address: '民丰路8号', position: null, contact }
  await world.as('chenjianguo').must('place.register', id, data)
  return id
}

async function reported(placeId: string, itemCode = 'SHP-EL-01', id = mint(world)): Promise<string> {
  const worker = world.as('chenjianguo')
  await worker.must('hazard.report', id, { placeId, itemCode, before: await worker.photo() })
  return id
}

async function closed(placeId: string): Promise<string> {
  const hazard = await reported(placeId)
  await world.as('zhouxiaolan').must('hazard.file', hazard)
  await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
  const worker = world.as('chenjianguo')
  await worker.must('hazard.submit', hazard, { after: await worker.photo() })
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason })
  await world.as('zhouxiaolan').must('hazard.close', hazard)
  return hazard
}

const give = async (type: string, subject: string, data: unknown, more: object = {}) =>
  codeOf(await world.as('zhouxiaolan').give(type, subject, data, more))
const merge = (subject: string, into: string) => give('place.merge', subject, { into, reason })
const page = async (id: string) => (await desk.get(`/api/places/${id}`)).json()
const listed = async (query: string): Promise<string[]> =>
  (await desk.get(`/api/places?${query}&limit=200`)).json().rows.map((row: { id: string }) => row.id)

test('a duplicate goes into the place that is kept: it leaves the lists, keeps its history and says where it went', async () => {
  const [twin, kept] = [await register('shop', '阿芳面馆'), await register('shop', '瓜沥阿芳面馆')]
  const hazard = await closed(twin)
  assert.equal(await merge(twin, kept), 'accepted')
  assert.ok(!(await listed('kind=shop')).includes(twin))
  assert.ok((await listed('kind=shop')).includes(kept))
  assert.ok((await listed('kind=shop&merged=true')).includes(twin))
  assert.deepEqual(await listed(`into=${kept}&kind=shop`), [twin])
  const [gone, stays] = [await page(twin), await page(kept)]
  assert.deepEqual(gone.mergedInto, { id: kept, name: '瓜沥阿芳面馆' })
  assert.equal(gone.place.status, 'merged')
  assert.deepEqual(
    gone.hazards.map(({ id }: { id: string }) => id),
    [hazard],
  )
  assert.deepEqual(stays.duplicates, [{ id: twin, name: '阿芳面馆' }])
  const today = (await (await world.login('chenjianguo')).get('/api/today')).json()
  assert.ok(!today.rows.some(({ id }: { id: string }) => id === twin))
})

test('the reason is sealed beside the history; the event says where it went and nothing else', async () => {
  const [twin, kept] = [await register('shop', '民丰小炒'), await register('shop', '民丰小炒店')]
  await world.as('zhouxiaolan').must('place.merge', twin, { into: kept, reason })
  const { district, actor } = world.as('zhouxiaolan')
  const { rows: events } = await world.house.database.read(district, actor, (tx) =>
    sql<{
      type: string
      data: unknown
    }>`select type, data from event where subject = ${twin} order by received, id`.execute(tx),
  )
  assert.deepEqual(
    events.map(({ type }) => type),
    ['place.registered', 'place.merged'],
  )
  assert.deepEqual(events.at(-1)?.data, { into: kept })
})

test('what is open is ended first, a sample that is due is looked at first, and what lies inside is merged first', async () => {
  const [twin, kept] = [await register('shop', '一号店'), await register('shop', '二号店')]
  const hazard = await reported(twin)
  const no = await world.as('zhouxiaolan').give('place.merge', twin, { into: kept, reason })
  assert.ok(no.outcome === 'refused' && no.problem.code === 'place.merge_hazards' && no.problem.facts['n'] === 1)
  await world.as('wangguilan').must('hazard.request_void', hazard, { reason })
  await world.as('zhouxiaolan').must('hazard.answer_void', hazard, { granted: true, reason })
  assert.equal(await merge(twin, kept), 'accepted')

  const drawn = await register('enterprise', '蓝纹针织一厂')
  const other = await register('enterprise', '蓝纹针织')
  const visit = await begin(world, 'chenjianguo', drawn)
  const hazardId = mintDrawn(world, true)
  const entries = await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-02', hazardId, fixed: true }])
  await sign(world, 'chenjianguo', visit)
  await world.as('chenjianguo').must('hazard.fix_on_site', hazardId, { after: fixOf(entries, hazardId) })
  assert.equal(await merge(drawn, other), 'place.merge_hazards')
  await world.as('fenglicheng').must('hazard.sample_check', hazardId, { passed: true, reason })
  assert.equal(await merge(drawn, other), 'accepted')

  const [house, sameHouse] = [await register('rental', '民丰路9号'), await register('rental', '民丰路9号出租房')]
  const room = await register('room', '101室', house)
  const sameRoom = await register('room', '101', sameHouse)
  assert.equal(await merge(house, sameHouse), 'place.merge_rooms')
  assert.equal(await merge(room, sameRoom), 'accepted')
  assert.equal(await merge(house, sameHouse), 'accepted')
  assert.equal(await give('place.unmerge', room, { reason }), 'place.parent_ended')
})

test('nothing begins at an entry that was merged, and the refusal says where it went', async () => {
  const [twin, kept] = [await register('shop', '三号店'), await register('shop', '四号店')]
  await world.as('zhouxiaolan').must('place.merge', twin, { into: kept, reason })
  const worker = world.as('chenjianguo')
  const start = await worker.give('safetyVisit.start', mint(world), { placeId: twin })
  assert.ok(start.outcome === 'refused' && start.problem.code === 'place.merged')
  assert.deepEqual(start.problem.facts, { into: kept })
  const report = { placeId: twin, itemCode: 'SHP-EL-01', before: await worker.photo() }
  assert.equal(codeOf(await worker.give('hazard.report', mint(world), report)), 'place.merged')
  assert.equal(codeOf(await worker.give('place.amend', twin, { name: '三号', reason })), 'place.merged')
  assert.equal(await merge(twin, kept), 'place.merged')
  assert.equal(await merge(kept, twin), 'place.merged')
})

test('a wrong merge is taken back, and what a stranger may not see nobody merges', async () => {
  const [twin, kept] = [await register('shop', '五号店'), await register('shop', '六号店')]
  assert.equal(await merge(twin, kept), 'accepted')
  assert.equal(await give('place.unmerge', twin, { reason }), 'accepted')
  assert.equal(await give('place.unmerge', twin, { reason }), 'place.not_merged')
  assert.ok((await listed('kind=shop')).includes(twin))
  assert.equal((await page(twin)).mergedInto, null)
  assert.deepEqual((await page(kept)).duplicates, [])
  const neighbour = world.as('tangweidong')
  assert.equal(codeOf(await neighbour.give('place.merge', twin, { into: kept, reason })), 'place.not_found')
  for (const login of ['chenjianguo', 'wangguilan', 'wuzhiqiang', 'hewenbin'])
    assert.equal(codeOf(await world.as(login).give('place.merge', twin, { into: kept, reason })), 'actor.not_allowed')
  assert.equal(codeOf(await world.as('xuan').give('place.merge', twin, { into: kept, reason })), 'accepted')
})

test('a hazard reported in the same batch, or at the same moment, is not left behind at a duplicate', async () => {
  const [twin, kept] = [await register('shop', '七号店'), await register('shop', '八号店')]
  const photo = await world.as('chenjianguo').photo()
  const at = world.house.time.now()
  const batch = [
    {
      id: mint(world),
      type: 'hazard.report',
      subject: mint(world),
      at,
      data: { placeId: twin, itemCode: 'SHP-EL-01', before: photo },
    },
    { id: mint(world), type: 'place.merge', subject: twin, at, data: { into: kept, reason } },
  ]
  const answer = await desk.send('POST', '/api/sync', { commands: batch })
  assert.deepEqual(
    answer
      .json()
      .answers.map((one: { outcome: string; problem?: { code: string } }) => one.problem?.code ?? one.outcome),
    ['accepted', 'place.merge_hazards'],
  )
  // Whoever comes first, either the report is refused or the merge is.
  for (let round = 0; round < 12; round++) {
    const [one, other] = [await register('shop', `同时${round}`), await register('shop', `同时${round}号`)]
    const before = await world.as('chenjianguo').photo()
    const [merged, reports] = await Promise.all([
      merge(one, other),
      world.as('chenjianguo').give('hazard.report', mint(world), { placeId: one, itemCode: 'SHP-EL-01', before }),
    ])
    assert.deepEqual(
      [merged, codeOf(reports)].filter((word) => word !== 'accepted').length,
      1,
      `${merged} ${codeOf(reports)}`,
    )
  }
})

test('a visit of a house says which of its rooms were walked', async () => {
  const house = await register('rental', '民丰路11号出租房')
  const rooms = [await register('room', '101室', house), await register('room', '102室', house)]
  const [gone, foreign] = [
    await register('room', '103室', house),
    await register('room', '201室', await register('rental', '别家')),
  ]
  await world.as('zhouxiaolan').must('place.merge', gone, { into: rooms[0], reason })
  const worker = world.as('chenjianguo')
  const start = async (placeId: string, named: string[]) => {
    const visit = mint(world)
    return { visit, answer: await worker.give('safetyVisit.start', visit, { placeId, rooms: named }) }
  }
  const { visit, answer } = await start(house, [rooms[1]!, rooms[0]!, rooms[1]!])
  assert.equal(codeOf(answer), 'accepted')
  assert.deepEqual((await visitOf(world, worker, visit)).rooms, [rooms[1], rooms[0]])
  for (const strange of [gone, foreign, house, mint(world)]) {
    const no = (await start(house, [rooms[0]!, strange])).answer
    assert.ok(no.outcome === 'refused' && no.problem.code === 'visit.room_unknown', strange)
    assert.deepEqual([no.problem.path, no.problem.facts['rooms']], ['/data/rooms', [strange]])
  }
  assert.equal(codeOf((await start(rooms[0]!, [])).answer), 'visit.room_unknown', 'a room has no rooms')
  const nobodyHome = await start(house, [])
  assert.deepEqual((await visitOf(world, worker, nobodyHome.visit)).rooms, [])
  const unsaid = await begin(world, 'chenjianguo', house)
  assert.equal((await visitOf(world, worker, unsaid)).rooms, null)
  const sheet = (await desk.get(`/api/places/${house}/sheet`)).json()
  assert.deepEqual(
    sheet.rooms.map(({ name }: { name: string }) => name),
    ['101室', '102室'],
  )
})

test('a merge that a device dates back is dated no earlier than both entries', async () => {
  const twin = await register('shop', '九号店')
  const kept = await register('shop', '十号店')
  const early = plus(world.house.time.now(), -3 * 86_400_000)
  assert.equal(await give('place.merge', twin, { into: kept, reason }, { at: early }), 'accepted')
  const { place } = await page(twin)
  assert.equal(place.mergedAt, (await page(kept)).place.registeredAt)
})
