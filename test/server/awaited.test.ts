import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { contentPath } from '#server/files/content.ts'
import { storeFile } from '#server/files/files.ts'
import { type Browser, mint, openWorld, type World } from '#test/world.ts'
import { newPlace } from './walks.ts'

let world: World
let desk: Browser

before(async () => {
  world = await openWorld()
  desk = await world.login('zhouxiaolan')
})
after(() => world?.end())

/** A photo that only the phone has as yet. */
function taken(login: string) {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(40)])
  const hash = createHash('sha256').update(bytes).digest('hex')
  const { district, actor } = world.as(login)
  const arrive = (kind: 'photo' | 'video' = 'photo') =>
    storeFile(world.house, { district, actor }, kind, Readable.from([bytes]), world.house.time.now())
  return { proof: { hash, kind: 'photo' as const }, arrive }
}

const codeOf = (answer: Awaited<ReturnType<ReturnType<World['as']>['give']>>) =>
  answer.outcome === 'accepted' ? 'accepted' : answer.problem.code

test('a report comes ahead of its photo, is incomplete until then, and is complete by itself', async () => {
  const worker = world.as('chenjianguo')
  const placeId = await newPlace(world)
  const { proof, arrive } = taken('chenjianguo')
  const hazard = mint(world)
  await worker.must('hazard.report', hazard, { placeId, itemCode: 'ENT-EL-01', before: [proof] })
  const awaiting = async () => {
    const page = (await desk.get(`/api/hazards/${hazard}`)).json()
    const list = (await desk.get('/api/hazards')).json().rows.find((row: { id: string }) => row.id === hazard)
    return [page.awaiting, list.awaiting]
  }
  assert.deepEqual(await awaiting(), [1, 1])
  assert.equal((await desk.get(`/api/files/${proof.hash}`)).statusCode, 404)
  await arrive()
  assert.deepEqual(await awaiting(), [0, 0])
  assert.equal((await desk.get(`/api/files/${proof.hash}`)).statusCode, 200, 'whoever sees the hazard sees its photo')
})

test('nothing is judged or ended on evidence that is not here', async () => {
  const [worker, town] = [world.as('chenjianguo'), world.as('zhouxiaolan')]
  const placeId = await newPlace(world)
  const [found, fixed] = [taken('chenjianguo'), taken('chenjianguo')]
  const hazard = mint(world)
  await worker.must('hazard.report', hazard, { placeId, itemCode: 'ENT-EL-01', before: [found.proof] })
  await town.must('hazard.file', hazard, {})
  await town.must('hazard.dispatch', hazard)
  const submit = () => worker.give('hazard.submit', hazard, { after: [fixed.proof] })
  assert.equal(codeOf(await submit()), 'file.awaited')
  await fixed.arrive()
  assert.equal(codeOf(await submit()), 'accepted')
  const look = () => world.as('wangguilan').give('hazard.reinspect', hazard, { passed: true, reason: '已整改' })
  assert.equal(codeOf(await look()), 'file.awaited', 'the photo of the finding is still on its way')
  const page = (await (await world.login('wangguilan')).get(`/api/hazards/${hazard}`)).json()
  const action = page.actions.find((one: { action: string }) => one.action === 'hazard.reinspect')
  assert.equal(action.problem.code, 'file.awaited')
  await found.arrive()
  assert.equal(codeOf(await look()), 'accepted')
})

test('the record of a visit comes ahead of its photos; what it says is fixed does not', async () => {
  const worker = world.as('chenjianguo')
  const placeId = await newPlace(world)
  const visit = mint(world)
  await worker.must('safetyVisit.start', visit, { placeId })
  const sheet = (await desk.get(`/api/visits/${visit}`)).json().items as { code: string; mode: string }[]
  const immediate = sheet.find((item) => item.mode === 'immediate') ?? sheet[0]
  const { proof, arrive } = taken('chenjianguo')
  const fixed = taken('chenjianguo')
  const entry = { itemCode: immediate?.code, result: 'fail', hazardId: mint(world), photos: [proof] }
  const record = (more: object) => worker.give('safetyVisit.record', visit, { entries: [{ ...entry, ...more }] })
  assert.equal(codeOf(await record({ fixed: [fixed.proof] })), 'file.awaited')
  assert.equal(codeOf(await record({})), 'accepted')
  assert.equal((await desk.get(`/api/visits/${visit}`)).json().awaiting, 1)
  await arrive()
  assert.equal((await desk.get(`/api/visits/${visit}`)).json().awaiting, 0)
})

test('a file that comes as another kind is not what was named', async () => {
  const worker = world.as('chenjianguo')
  const { hash, kind } = (await worker.photo())[0] ?? { hash: '', kind: 'photo' }
  const placeId = await newPlace(world)
  const report = (before: object[]) =>
    worker.give('hazard.report', mint(world), { placeId, itemCode: 'ENT-EL-01', before })
  assert.equal(codeOf(await report([{ hash, kind: 'video' }])), 'hazard.file_unknown')
  assert.equal(codeOf(await report([{ hash, kind }])), 'accepted')
})

test('what the server holds is told, and a row without bytes is not held', async () => {
  const worker = world.as('chenjianguo')
  const [first] = await worker.photo()
  const [second] = await worker.photo()
  const [one, two, three] = [first?.hash ?? '', second?.hash ?? '', 'f'.repeat(64)]
  await rm(contentPath(world.house.config.filesFolder, two))
  const asked = await desk.send('POST', '/api/files/held', { hashes: [one, two, three] })
  assert.deepEqual(asked.json(), { held: [one] })
  const many = await desk.send('POST', '/api/files/held', { hashes: Array(501).fill(one) })
  assert.equal(many.statusCode, 400)
})
