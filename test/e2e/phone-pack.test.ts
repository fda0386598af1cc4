import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { day } from '#domain/calendar.ts'
import type { PackLine } from '#domain/pack.ts'
import {
  arrived,
  drawByMouse,
  find,
  itemOf,
  look,
  reader,
  register,
  restPasses,
  toSignature,
  walkInHand,
} from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

// What the phone holds of its own grid: found, opened and walked without a network, though never looked at before.

const knitter = '杭州萧山蓝纹针织有限公司'
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
  await look(page, 'pack-expired')
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

test('no page complained', () => assert.deepEqual(stage.complaints, []))
