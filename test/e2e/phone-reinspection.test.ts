import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Evidence } from '#domain/hazards.ts'
import { storeFile } from '#server/files/files.ts'
import { mint } from '#test/world.ts'
import {
  answer,
  arrived,
  drawByFinger,
  find,
  goTo,
  handIn,
  itemOf,
  keptWalks,
  look,
  picture,
  reader,
  register,
  restPasses,
  startVisit,
  toSignature,
  walkInHand,
} from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

const hardware = '老街口便民五金店'
const noodles = '巷口阿芹面馆'
const grocer = '河埠头粮油店'

let stage: Stage
let folder: string
let server: Awaited<ReturnType<typeof reader>>
const places = new Map<string, string>()
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bihuan-phone-'))
  stage = await openStage()
  for (const name of [hardware, noodles, grocer]) places.set(name, await register(stage, 'shop', name, '001/04/'))
  server = await reader(stage)
})
after(async () => {
  await stage?.close()
  await rm(folder, { recursive: true, force: true })
})

const placeOf = (name: string) => places.get(name) as string
const grille = () => itemOf(stage, 'SHP-EV-02')
const extinguisher = () => itemOf(stage, 'SHP-FF-01')
const cables = () => itemOf(stage, 'SHP-EL-01')

async function photoBy(login: string, name: string): Promise<Evidence[]> {
  const { house } = stage.world
  const photo = createReadStream(picture(name))
  const { hash } = await storeFile(house, stage.world.as(login), 'photo', photo, house.time.now())
  return [{ hash, kind: 'photo' }]
}

async function handsInProof(hazard: string): Promise<void> {
  const proof = { after: await photoBy('chenjianguo', 'window-bars-after.jpg') }
  await stage.world.as('chenjianguo').must('hazard.submit', hazard, proof)
}

/** 陈建国 found it and put it right: it waits for somebody else's eyes. */
async function submitted(): Promise<string> {
  const hazard = mint(stage.world)
  const found = { placeId: placeOf(hardware), itemCode: grille().code }
  const proof = { before: await photoBy('chenjianguo', 'window-bars-before.jpg') }
  await stage.world.as('chenjianguo').must('hazard.report', hazard, { ...found, ...proof })
  await stage.world.as('zhouxiaolan').must('hazard.file', hazard)
  await stage.world.as('zhouxiaolan').must('hazard.dispatch', hazard)
  await handsInProof(hazard)
  return hazard
}

async function toReinspection(page: Page): Promise<void> {
  await goTo(page, hardware)
  await page.getByRole('link', { name: '复查' }).click()
  await page.getByRole('heading', { name: '复查', level: 1 }).waitFor()
}

test('王桂兰 sends back what is not put right, then passes what is; 陈建国 sees why he may do neither', async () => {
  const hazard = await submitted()
  const page = await stage.enter('wangguilan', 'phone')
  await page.getByRole('link', { name: hardware }).getByText('待复查').first().waitFor()
  await toReinspection(page)
  for (const side of ['整改前', '整改后']) await page.getByRole('img', { name: new RegExp(side) }).waitFor()
  const [back, pass] = [page.getByRole('button', { name: '退回整改' }), page.getByRole('button', { name: '复查通过' })]
  assert.ok((await back.isDisabled()) && (await pass.isDisabled()), 'no verdict without a word on what was seen')
  await look(page, '20-reinspection')
  await page.getByRole('button', { name: '现场仍未整改' }).click()
  await back.click()
  await arrived(page)
  await page.getByText('已退回整改').waitFor()
  await look(page, '21-sent-back')
  const sentBack = await server.hazard(hazard)
  assert.deepEqual([sentBack.hazard.status, sentBack.hazard.reworks], ['rectifying', 1])
  assert.equal(sentBack.timeline.find((event) => event.type === 'hazard.reworked')?.remark, '现场仍未整改')

  await handsInProof(hazard)
  const own = await stage.enter('chenjianguo', 'phone')
  await toReinspection(own)
  await own.getByText(/经手人不能审核自己办理的事项/).waitFor()
  await own.getByRole('button', { name: '现场已整改到位' }).click()
  for (const name of ['退回整改', '复查通过']) assert.ok(await own.getByRole('button', { name }).isDisabled())
  await look(own, '22-same-person')

  await page.getByRole('link', { name: '回到今天' }).click()
  await toReinspection(page)
  await page.getByLabel('现场情况').fill('逃生口已开，从里面能打开')
  await pass.click()
  await arrived(page)
  await page.getByText(/复查通过.*等待销号/).waitFor()
  const { status, reinspectedBy } = (await server.hazard(hazard)).hazard
  assert.deepEqual([status, reinspectedBy], ['reinspected', stage.world.as('wangguilan').actor.accountId])
  await own.goto(`${stage.address}/field/place/${placeOf(hardware)}`)
  await own.getByText('待销号').waitFor()
  assert.equal(await own.getByRole('link', { name: '复查' }).count(), 0)
  await Promise.all([page.close(), own.close()])
})

test('without a network nothing is lost, and what is sent twice arrives once', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  const phone = page.context()
  await startVisit(page, noodles)
  await find(page, extinguisher(), { before: 'extinguisher-missing-before.jpg' })
  await phone.setOffline(true)
  await page.getByText('无网络').waitFor()
  await find(page, cables(), { before: 'bare-wires-before.jpg', note: '后厨灶台边' })
  await look(page, '23-offline')
  const { draft, hazardOf } = await walkInHand(page)

  await phone.setOffline(false)
  await page.reload()
  await page.getByText(/不合格 2/).waitFor()
  assert.deepEqual((await keptWalks(page))[0]?.lines, draft.lines, 'a reload forgets nothing')
  await page.goto(`${stage.address}/field`)
  const goOn = page.getByRole('region', { name: /没有做完/ }).getByRole('link', { name: noodles })
  await goOn.waitFor()
  await look(page, '24-open-walk')
  await goOn.click()
  await restPasses(page)
  await page.getByRole('group', { name: cables().text }).waitFor()

  await phone.setOffline(true)
  const shown = await toSignature(page)
  await drawByFinger(page)
  await page.getByRole('button', { name: '确认签字并提交' }).click()
  await page.getByText('等待发送').waitFor()
  await page.getByText(/未发 1/).waitFor()
  await look(page, '25-waiting')
  assert.deepEqual(await keptWalks(page), [], 'what is signed is no draft any more')

  // The server hears it, but its answer never comes back; then the phone is switched off.
  const heard = Promise.withResolvers<void>()
  await page.route('**/api/sync', async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
    heard.resolve()
  })
  await phone.setOffline(false)
  await heard.promise
  await page.getByText(/没有得到服务器的答复/).waitFor()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.close()
  const again = await stage.enter('chenjianguo', 'phone')
  await again.getByText(/未发 0/).waitFor()
  await again.getByRole('link', { name: '我的' }).click()
  await arrived(again)
  await look(again, '26-me')

  const here = await server.get<{ rows: { id: string }[] }>(`/api/hazards?place=${placeOf(noodles)}`)
  assert.deepEqual(
    here.rows.map(({ id }) => id).sort(),
    [cables(), extinguisher()].map(({ code }) => hazardOf(code)).sort(),
  )
  for (const { id } of here.rows) {
    const types = (await server.hazard(id)).timeline.map((event) => event.type)
    assert.deepEqual(types, ['hazard.reported'], 'everything happened once')
  }
  const place = await server.get<{ visits: { id: string; failed: number }[] }>(`/api/places/${placeOf(noodles)}`)
  assert.deepEqual(
    place.visits.map(({ id, failed }) => [id, failed]),
    [[draft.id, 2]],
  )
  const { visit, text } = await server.visit(draft.id)
  assert.equal(text, shown)
  assert.equal(visit.version, 4, 'started, recorded, signed, finished')
  await again.close()
})

/** A file on the phone, as a gallery would hand it over. */
async function file(name: string, bytes: Buffer): Promise<string> {
  const at = path.join(folder, name)
  await writeFile(at, bytes)
  return at
}

test('a text file or a broken picture is refused in words, a photo of 20 MB is made small, and the rest stays', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  await startVisit(page, grocer)
  await answer(page, extinguisher(), '不合格')
  await page.getByLabel(/补充说明/).fill('门口右侧')
  const shoot = page.getByLabel('拍现场照片')
  const photo = await readFile(picture('extinguisher-missing-before.jpg'))
  const text = await file('说明.txt', Buffer.from('这不是照片'))
  const wrong = [text, await file('坏照片.jpg', Buffer.alloc(20_000_000, 0xff))]
  const large = await file('大照片.jpg', Buffer.concat([photo, Buffer.alloc(20_000_000 - photo.length)]))
  for (const picked of wrong) {
    await shoot.setInputFiles(picked)
    await page
      .getByRole('alert')
      .getByText(/没有保存/)
      .waitFor()
    assert.equal(await page.getByRole('img', { name: '照片' }).count(), 0)
    assert.ok(await page.getByRole('button', { name: /记下/ }).isDisabled())
    assert.equal(await page.getByLabel(/补充说明/).inputValue(), '门口右侧', 'the words stay')
  }
  await look(page, '27-wrong-file')
  await shoot.setInputFiles(large)
  await page.getByRole('img', { name: '照片' }).waitFor()
  assert.equal(await page.getByRole('alert').count(), 0, 'the message goes when it is put right')
  await page.getByLabel('再拍一张').setInputFiles(text)
  await page
    .getByRole('alert')
    .getByText(/没有保存/)
    .waitFor()
  assert.equal(await page.getByRole('img', { name: '照片' }).count(), 1, 'the good photo stays beside the bad one')
  await page.getByText('已上传').waitFor()
  await page.getByRole('button', { name: /记下/ }).click()

  await restPasses(page)
  const { draft, hazardOf } = await walkInHand(page)
  await toSignature(page)
  await drawByFinger(page)
  await handIn(page)
  const { hazard } = await server.hazard(hazardOf(extinguisher().code))
  assert.deepEqual(hazard.before, draft.lines[extinguisher().code]?.photos)
  const stored = await page.request.get(`${stage.address}/api/files/${hazard.before[0]?.hash}`)
  assert.ok((await stored.body()).length < 2_000_000, 'it was made small before it was sent')
  await page.close()
})

test('no screen complained about a script or about what the security policy forbids', () => {
  assert.deepEqual(stage.complaints, [])
})
