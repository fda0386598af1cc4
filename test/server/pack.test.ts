import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { mergePack, mostPlaces, type Pack, type PackLine } from '#domain/pack.ts'
import { unitNamesInPack } from '#domain/pack-read.ts'
import { findInPack } from '#domain/pack-search.ts'
import { sql } from '#server/db/sql.ts'
import { newId } from '#server/events/ids.ts'
import { insertPlaces } from '#server/places/store.ts'
import { insertItems } from '#server/standards/store.ts'
import { mint, openWorld, type World } from '#test/world.ts'

const minfenghe = '/330109/113/245/'
const changlian = '/330109/113/264/'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world?.end())

async function placeIn(unitPath: string, name: string, kind = 'enterprise', parentId: string | null = null) {
  const id = mint(world)
  const contact = { name: '钱蕙兰', phone: '19400080001' }
  const data = { kind, name, uscc: null, parentId, unitPath, address: `${name}门口`, position: null, contact }
  await world.as('zhouxiaolan').must('place.register', id, data)
  return id
}

async function report(placeId: string, itemCode = 'ENT-EL-01'): Promise<string> {
  const id = mint(world)
  const worker = world.as('chenjianguo')
  await worker.must('hazard.report', id, { placeId, itemCode, before: await worker.photo() })
  return id
}

type Phone = { ask(): Promise<{ lines: PackLine[]; pack: Pack }> }

/** A phone that keeps what it was told and asks for what is new. */
async function phone(login: string): Promise<Phone> {
  const session = await world.login(login)
  let held: Pack | null = null
  return {
    async ask() {
      await world.follow()
      const since = held === null ? '' : `?since=${held.seq}&key=${held.key}`
      const answer = await session.get(`/api/pack${since}`)
      assert.equal(answer.statusCode, 200, answer.body)
      const lines = answer.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as PackLine)
      held = mergePack(held, lines)
      return { lines, pack: held }
    },
  }
}

const headOf = (lines: readonly PackLine[]) => (lines[0] && 'head' in lines[0] ? lines[0].head : assert.fail('no head'))
const placesIn = (lines: readonly PackLine[]) => lines.flatMap((line) => ('place' in line ? line.place.id : []))
const goneIn = (lines: readonly PackLine[]) => lines.flatMap((line) => ('gone' in line ? line.gone : []))

test('陈建国 gets his grid whole: places, what is open, sheets, units, and nobody to call', async () => {
  const house = await placeIn(`${minfenghe}001/03/`, '沈家出租房', 'rental')
  const room = await placeIn(`${minfenghe}001/03/`, '101', 'room', house)
  const knitter = await placeIn(`${minfenghe}001/`, '蓝纹针织有限公司')
  const elsewhere = await placeIn(`${changlian}001/`, '长联纸箱厂')
  const hazard = await report(knitter)
  const { lines, pack } = await (await phone('chenjianguo')).ask()
  assert.equal(headOf(lines).full, true)
  assert.equal(headOf(lines).places, 3)
  assert.deepEqual([...pack.places.keys()].sort(), [house, room, knitter].sort())
  assert.equal(pack.places.has(elsewhere), false)
  assert.deepEqual([...pack.hazards.keys()], [hazard])
  assert.equal(pack.hazards.get(hazard)?.before.length, 1)
  const place = pack.places.get(knitter)
  assert.deepEqual(
    [place?.open, place?.plate.situation, place?.syllables],
    [1, 'untouched', 'lan wen zhen zhi you xian gong si'],
  )
  assert.deepEqual(
    findInPack(pack, 'lwzz', '').map(({ id }) => id),
    [knitter],
  )
  assert.deepEqual(place && unitNamesInPack(pack, place).slice(-2), ['民丰河村', '民丰河村第一网格'])
  assert.equal(pack.items.length, world.town.items.length)
  assert.ok(pack.items.every(({ legalBasis, evidence }) => legalBasis !== '' && evidence !== ''))
  const said = JSON.stringify(lines)
  assert.ok(!said.includes('钱') && !said.includes('1940008'), 'contacts are asked for at the door')
})

test('the answer travels compressed', async () => {
  const { app, town } = world
  const login = { login: 'chenjianguo', password: town.passwords.get('chenjianguo') }
  const headers = { 'x-bihuan': '1' }
  const entered = await app.inject({ method: 'POST', url: '/api/session', payload: login, headers })
  const cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]))
  const plain = await app.inject({ method: 'GET', url: '/api/pack', cookies })
  const accepts = { 'accept-encoding': 'br, gzip' }
  const packed = await app.inject({ method: 'GET', url: '/api/pack', cookies, headers: accepts })
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(packed.rawPayload).toString().split('\n').length, plain.body.split('\n').length)
  assert.ok(packed.rawPayload.length * 3 < plain.rawPayload.length)
})

test('then only what changed: a new place, a new finding, an ended one', async () => {
  const baker = await placeIn(`${minfenghe}001/`, '面包店', 'shop')
  const weaver = await placeIn(`${minfenghe}001/`, '织布厂')
  const hazard = await report(weaver)
  const chen = await phone('chenjianguo')
  await chen.ask()
  const nothing = await chen.ask()
  assert.equal(nothing.lines.length, 2, 'head and end')

  const tailor = await placeIn(`${minfenghe}001/`, '裁缝铺', 'shop')
  await placeIn(`${changlian}001/`, '长联五金店', 'shop')
  await world.as('wangguilan').must('place.amend', baker, { name: '面包房', reason: '招牌改了' })
  const found = await report(weaver, 'ENT-EL-02')
  const { lines, pack } = await chen.ask()
  assert.equal(headOf(lines).full, false)
  assert.deepEqual(
    placesIn(lines).sort(),
    [tailor, baker, weaver].sort(),
    'nothing of the neighbours, nothing unchanged',
  )
  assert.deepEqual(goneIn(lines), [])
  assert.deepEqual([pack.places.get(baker)?.name, pack.places.get(baker)?.syllables], ['面包房', 'mian bao fang'])
  assert.equal(pack.places.get(weaver)?.open, 2)
  assert.ok(pack.hazards.has(found) && pack.hazards.has(hazard))

  const reason = '与另一条重复，现场核实'
  await world.as('wangguilan').must('hazard.request_void', hazard, { reason, duplicateOf: found })
  await world.as('fenglicheng').must('hazard.answer_void', hazard, { granted: true, reason })
  const ended = await chen.ask()
  assert.deepEqual(goneIn(ended.lines), [hazard])
  assert.equal(ended.pack.hazards.has(hazard), false)
  assert.equal(ended.pack.places.get(weaver)?.open, 1)
})

test('a place that leaves the grid, or was merged, is gone; the neighbour gets it and nobody else hears of it', async () => {
  const [mill, twin, kept] = [
    await placeIn(`${minfenghe}001/`, '搬走的厂'),
    await placeIn(`${minfenghe}001/`, '重复的厂'),
    await placeIn(`${minfenghe}001/`, '保留的厂'),
  ]
  const hazard = await report(mill)
  const [chen, yu, fang] = [await phone('chenjianguo'), await phone('yuxiuzhen'), await phone('fangruoxi')]
  await Promise.all([chen.ask(), yu.ask(), fang.ask()])

  const desk = world.as('zhouxiaolan')
  await world.house.database.as(desk.district, desk.actor, async (tx) => {
    await sql`update place set scope_path = ${`${changlian}001/`} where id = ${mill}`.execute(tx)
    await sql`update hazard set scope_path = ${`${changlian}001/`} where id = ${hazard}`.execute(tx)
  })
  await world.as('zhouxiaolan').must('place.amend', mill, { address: '长联路1号', reason: '搬迁' })
  await world.as('zhouxiaolan').must('place.merge', twin, { into: kept, reason: '同一家' })
  const left = await chen.ask()
  assert.deepEqual([...goneIn(left.lines)].sort(), [mill, twin].sort())
  assert.equal(left.pack.places.has(mill), false)
  assert.equal(left.pack.hazards.has(hazard), false, 'with what is open there')
  const come = await yu.ask()
  assert.ok(come.pack.places.has(mill) && come.pack.hazards.has(hazard))
  assert.deepEqual(goneIn(come.lines), [], 'nobody is told the ids of what was never theirs')
  const other = await fang.ask()
  assert.equal(other.lines.length, 2)
})

test('two grids hold two packs, their village both, the department only its own findings', async () => {
  const shop = await placeIn(`${minfenghe}003/`, '三网格小店', 'shop')
  const [li, yu, wang, zheng] = await Promise.all(
    ['lixiaoman', 'yuxiuzhen', 'wangguilan', 'zhenghaiyan'].map(
      async (login) => (await (await phone(login)).ask()).pack,
    ),
  )
  const paths = (pack: Pack | undefined) => [...(pack?.places.values() ?? [])].map(({ scopePath }) => scopePath)
  assert.ok(paths(li).length > 0 && paths(li).every((path) => path.startsWith(`${minfenghe}001/03/`)))
  assert.ok(paths(yu).length > 0 && paths(yu).every((path) => path.startsWith(`${changlian}001/`)))
  assert.ok(wang?.places.has(shop) && paths(wang).every((path) => path.startsWith(minfenghe)))
  assert.ok([...(zheng?.hazards.values() ?? [])].every(({ department }) => department === 'emergency'))
})

test('another catalogue or another reach is another pack, and a number of the future is not believed', async () => {
  const chen = await phone('chenjianguo')
  const before = await chen.ask()
  const item = { ...world.town.items[0]!, code: 'ENT-XX-99', version: 1 }
  await world.house.database.worker(world.as('chenjianguo').district, (tx) => insertItems(tx, [item]))
  const after = await chen.ask()
  assert.equal(headOf(after.lines).full, true)
  assert.equal(after.pack.items.length, before.pack.items.length + 1)

  const session = await world.login('chenjianguo')
  const head = async (query: string) => {
    const { body } = await session.get(`/api/pack?${query}`)
    return headOf([JSON.parse(body.slice(0, body.indexOf('\n')))])
  }
  const { seq, key } = after.pack
  assert.equal((await head(`since=${seq}&key=${key}`)).full, false)
  assert.equal((await head(`since=${seq + 1}&key=${key}`)).full, true, 'the server was put back to an older state')
  const { pack: other } = await (await phone('lixiaoman')).ask()
  assert.equal((await head(`since=${seq}&key=${other.key}`)).full, true)
})

test('whoever reads no places gets no pack', async () => {
  const answer = await (await world.login('xuan')).get('/api/pack')
  assert.equal(answer.json().code, 'actor.not_allowed')
})

test('a reach of more places than a phone holds is refused with what to do; its village is served', async () => {
  const desk = world.as('zhouxiaolan')
  const [one] = await world.house.database.read(desk.district, desk.actor, async (tx) => {
    return (await sql<Parameters<typeof insertPlaces>[1][number]>`select * from place limit 1`.execute(tx)).rows
  })
  const unitPath = `${changlian}002/`
  const many = Array.from({ length: mostPlaces + 1 }, (_, n) => ({
    ...one!,
    id: newId(world.house.time.now()),
    name: `店铺${n}`,
    uscc: null,
    parentId: null,
    status: 'active' as const,
    mergedInto: null,
    mergedAt: null,
    scopePath: unitPath,
    originPath: unitPath,
  }))
  await world.house.database.as(desk.district, desk.actor, (tx) => insertPlaces(tx, many))
  const refused = await (await world.login('zhouxiaolan')).get('/api/pack')
  assert.equal(refused.statusCode, 413)
  assert.deepEqual([refused.json().code, refused.json().facts], ['pack.too_large', { most: mostPlaces }])
  assert.equal(headOf((await (await phone('wangguilan')).ask()).lines).full, true)
})
