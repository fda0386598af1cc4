import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { day } from '#domain/calendar.ts'
import type { Evidence } from '#domain/hazards.ts'
import type { PackLine } from '#domain/pack.ts'
import type { Place } from '#domain/places.ts'
import { storeFile } from '#server/files/files.ts'
import { findPlaces, insertPlaces } from '#server/places/store.ts'
import { mint } from '#test/world.ts'
import {
  arrived,
  drawByMouse,
  find,
  itemOf,
  look,
  picture,
  reader,
  register,
  restPasses,
  toSignature,
  walkInHand,
} from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

// What the phone holds of its own grid: found, opened and walked without a network, though never looked at before.

const knitter = '杭州萧山蓝纹针织有限公司'
const hardware = '巷口五金店'
const baker = '萧山禾木面包店'

let stage: Stage
let server: Awaited<ReturnType<typeof reader>>
before(async () => {
  stage = await openStage()
  await register(stage, 'enterprise', knitter, '001/')
  server = await reader(stage)
})
after(() => stage?.close())

/** Until the phone says that it holds so many places. */
async function holds(page: Page, places: number): Promise<void> {
  await page.getByRole('link', { name: '我的', exact: true }).click()
  await page.getByText(`离线数据：${places} 个场所`).waitFor()
}

async function findBySound(page: Page, letters: string, name: string): Promise<void> {
  await page.getByRole('link', { name: '找场所', exact: true }).click()
  await page.getByRole('searchbox').fill(letters)
  await page.getByRole('link', { name }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

test('陈建国 finds a factory by its sound in a cellar, walks its whole sheet, and it arrives later', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  await holds(page, 1)
  await page.getByText('没有信号也能打开').waitFor()
  await look(page, 'pack-me')
  await page.context().setOffline(true)
  await page.goto(`${stage.address}/field/me`)
  await page.getByText('离线数据：1 个场所').waitFor()
  await findBySound(page, 'lwzz', knitter)
  await page.getByText(/没有网络，显示手机里/).waitFor()
  await look(page, 'pack-place')
  await page.getByRole('button', { name: '开始走访' }).click()
  await page.getByRole('progressbar').waitFor()
  await find(page, itemOf(stage, 'ENT-EL-01'), { before: 'bare-wires-before.jpg' })
  await restPasses(page)
  const { draft, hazardOf } = await walkInHand(page)
  const hazard = hazardOf('ENT-EL-01')
  const shown = await toSignature(page)
  await drawByMouse(page)
  await page.getByRole('button', { name: '确认签字并提交' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().setOffline(false)
  await arrived(page)
  const { visit, text } = await server.visit(draft.id)
  assert.equal(visit.status, 'finished')
  assert.equal(text, shown)
  assert.equal(visit.entries.length, visit.sheet.length)
  assert.equal((await server.hazard(hazard)).hazard.foundIn, draft.id)
  await page.close()
})

test('what 王桂兰 is to look at again is on her phone, though she never opened it', async () => {
  const { world } = stage
  const hazard = mint(world)
  const photo = async (name: string): Promise<Evidence[]> => {
    const chen = world.as('chenjianguo')
    const { hash } = await storeFile(
      world.house,
      chen,
      'photo',
      createReadStream(picture(name)),
      world.house.time.now(),
    )
    return [{ hash, kind: 'photo' }]
  }
  const before = await photo('window-bars-before.jpg')
  const placeId = await register(stage, 'shop', hardware, '003/')
  await world.as('wuzhiqiang').must('hazard.report', hazard, { placeId, itemCode: 'SHP-EV-02', before })
  await world.as('zhouxiaolan').must('hazard.file', hazard)
  await world.as('zhouxiaolan').must('hazard.waive_party', hazard, { party: 'gridWorker', reason: '该网格暂缺网格员' })
  await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
  const after = await photo('window-bars-after.jpg')
  await world.as('wuzhiqiang').must('hazard.submit', hazard, { after })

  const page = await stage.enter('wangguilan', 'phone')
  await holds(page, 2)
  await page.getByText('没有信号也能打开').waitFor()
  await page.context().setOffline(true)
  await page.goto(`${stage.address}/field`)
  await page.getByRole('link', { name: hardware }).waitFor()
  await findBySound(page, 'wjd', hardware)
  await page.getByText('手机里不保存联系人').waitFor()
  await page.getByRole('link', { name: '复查' }).click()
  await page.getByRole('button', { name: '现场已整改到位' }).click()
  await look(page, 'pack-reinspect')
  await page.getByRole('button', { name: '复查通过' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().setOffline(false)
  await arrived(page)
  assert.equal((await server.hazard(hazard)).hazard.status, 'reinspected')
  await page.close()
})

test('what changed in the grid comes by itself, and only that', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  await holds(page, 1)
  await register(stage, 'shop', baker, '001/03/')
  const answer = page.waitForResponse((response) => response.url().includes('/api/pack'))
  await page.goto(`${stage.address}/field/me`)
  const told = (await (await answer).text()).trimEnd().split('\n')
  const [head] = told.map((line) => JSON.parse(line) as PackLine)
  assert.equal(head && 'head' in head && head.head.full, false)
  assert.ok(told.length < 10, `${told.length} lines for one new shop`)
  await holds(page, 2)
  await findBySound(page, 'mianbao', baker)

  await page.context().setOffline(true)
  await page.goto(`${stage.address}/field`)
  await page.getByRole('link', { name: baker }).waitFor()
  await page.getByRole('link', { name: knitter }).waitFor()
  await page.context().setOffline(false)
  await page.close()
})

test('after seven days without a network the phone says so and shows nothing of it', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  await holds(page, 2)
  await page.context().setOffline(true)
  await page.clock.setSystemTime(Date.now() + 8 * day)
  await page.goto(`${stage.address}/field`)
  await page.getByText(/离线数据已超过 7 天没有更新/).waitFor()
  assert.equal(await page.getByText(knitter).count(), 0)
  await look(page, 'pack-expired')
  await page.getByRole('link', { name: '找场所', exact: true }).click()
  await page.getByRole('button', { name: '再试一次' }).waitFor()
  assert.equal(await page.getByText(knitter).count(), 0)
  const rows = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('bihuan-field')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction('pack').objectStore('pack').count()
          counting.onsuccess = () => resolve(counting.result)
        }
      }),
  )
  assert.equal(rows, 1, 'only the mark that it ran out')
  await page.clock.setSystemTime(Date.now())
  await page.goto(`${stage.address}/field/me`)
  await page.getByText(/离线数据已超过 7 天没有更新/).waitFor()
  await page.context().setOffline(false)
  await page.goto(`${stage.address}/field/me`)
  await page.getByText('离线数据：2 个场所').waitFor()
  await page.close()
})

test('two thousand places come through 1 Mbit/s on a slow phone within a minute, and a change in no time', async () => {
  const { world } = stage
  const desk = world.as('zhouxiaolan')
  const first = await register(stage, 'shop', '样板店', '002/')
  const unitPath = '/330109/113/264/001/'
  await world.house.database.as(desk.district, desk.actor, async (tx) => {
    const [one] = await findPlaces(tx, [first])
    const many = Array.from({ length: 2000 }, (_, n) => {
      const name = `${['蓝纹', '禾木', '云帆', '百顺'][n % 4]}${['针织', '包装', '服饰', '五金'][(n >> 2) % 4]}${n}号店`
      const at = { originPath: unitPath, scopePath: unitPath, address: `瓜沥镇长联村${n}号` }
      return { ...(one as Place), ...at, id: mint(world), name }
    })
    await insertPlaces(tx, many)
  })
  const page = await stage.enter('yuxiuzhen', 'phone')
  // A phone that holds nothing yet, whatever was fetched before the line became narrow.
  await page.goto(`${stage.address}/o/nothing`)
  await page.evaluate(() => indexedDB.deleteDatabase('bihuan-field'))
  const device = await page.context().newCDPSession(page)
  const line = { offline: false, latency: 100, downloadThroughput: 125_000, uploadThroughput: 125_000 }
  await device.send('Network.enable')
  await device.send('Network.emulateNetworkConditions', line)
  await device.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const fetched = async () => {
    const response = await page.waitForResponse((one) => one.url().includes('/api/pack'))
    return (await response.request().sizes()).responseBodySize
  }
  const started = Date.now()
  const [whole] = await Promise.all([fetched(), page.goto(`${stage.address}/field/me`)])
  await page.getByText('离线数据：2000 个场所').waitFor({ timeout: 60_000 })
  const took = Date.now() - started
  assert.ok(took < 60_000, `${took} ms`)
  await world.as('yuxiuzhen').must('place.register', mint(world), {
    kind: 'shop',
    name: '新开小店',
    uscc: null,
    parentId: null,
    unitPath,
    address: '瓜沥镇长联村新店门口',
    position: null,
    contact: null,
  })
  const [change] = await Promise.all([fetched(), page.goto(`${stage.address}/field/me`)])
  await page.getByText('离线数据：2001 个场所').waitFor()
  assert.ok(change < 20 * 1024, `${change} bytes for one new shop after ${whole}`)
  if (process.env['SHOTS']) console.log({ whole, took, change })
  await page.close()
})

test('no page complained', () => assert.deepEqual(stage.complaints, []))
