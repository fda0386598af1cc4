import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { audit } from '#test/e2e/axe.ts'
import { openDesk, registerPlace, shot } from '#test/e2e/desk-steps.ts'
import { goTo, keptWalks, look, reader, register, restPasses } from '#test/e2e/phone-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { mint } from '#test/world.ts'
import { fieldZh } from '#web/text/field-zh.ts'
import { insightZh } from '#web/text/insight-zh.ts'
import { placesZh } from '#web/text/places-zh.ts'

const house = '民丰路9号出租房'
let stage: Stage
let houseId: string
let rooms: string[]
before(async () => {
  stage = await openStage()
  houseId = await register(stage, 'rental', house, '001/03/')
  rooms = []
  for (let n = 0; n < 40; n++) {
    const id = mint(stage.world)
    const name = `民丰路9号${1 + Math.floor(n / 8)}0${1 + (n % 8)}室`
    await stage.world.as('wangguilan').must('place.register', id, {
      kind: 'room',
      name,
      uscc: null,
      parentId: houseId,
      unitPath: '/330109/113/245/001/03/',
      address: name,
      position: null,
      contact: null,
    })
    rooms.push(id)
  }
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

const dialog = (page: Page) => page.getByRole('dialog')

test('周晓岚 merges a duplicate with both entries before her eyes, finds it from both sides, and takes it back', async () => {
  const twin = await registerPlace(stage.world, { kind: 'shop', name: '阿芳面馆' })
  const kept = await registerPlace(stage.world, { kind: 'shop', name: '瓜沥阿芳面馆' })
  const page = await openDesk(stage, 'zhouxiaolan', `/places/${twin}`)
  await page.getByRole('button', { name: placesZh.merge }).click()
  await dialog(page).getByLabel(placesZh.mergeInto).fill('瓜沥阿芳')
  await page.locator('.ant-select-item-option', { hasText: '瓜沥阿芳面馆' }).click()
  const table = dialog(page).getByRole('table', { name: placesZh.compare })
  await table.getByText('瓜沥阿芳面馆').waitFor()
  assert.ok((await table.getByText(placesZh.compareSame).count()) >= 2, 'same address, same unit')
  assert.deepEqual(await audit(page, 'merge'), [])
  await shot(page, 'merge')
  await dialog(page).getByRole('button', { name: placesZh.mergeVerb }).click()
  await dialog(page).getByText(placesZh.reasonShort).waitFor()
  await dialog(page).getByLabel(placesZh.mergeReason).fill('同一门面，换证后重复登记')
  await dialog(page).getByRole('button', { name: placesZh.mergeVerb }).click()
  await page.waitForURL(`**/places/${kept}`)
  await page.getByRole('heading', { name: placesZh.duplicates }).waitFor()
  await shot(page, 'merge-kept')

  await page.goto(`${stage.address}/places?kind=shop`)
  await page.getByRole('link', { name: '瓜沥阿芳面馆' }).waitFor()
  assert.equal(await page.getByRole('link', { name: '阿芳面馆', exact: true }).count(), 0)
  await page.getByRole('button', { name: placesZh.filterMerged }).click()
  await page.getByRole('link', { name: '阿芳面馆', exact: true }).click()
  await page.getByText(/已并入“瓜沥阿芳面馆”/).waitFor()
  assert.deepEqual(await audit(page, 'merged'), [])
  await shot(page, 'merged')
  await page.getByRole('button', { name: placesZh.unmerge }).click()
  await dialog(page).getByLabel(placesZh.reason).fill('两家相邻的店，合错了')
  await dialog(page).getByRole('button', { name: placesZh.unmerge }).click()
  await page.getByText(/已并入“瓜沥阿芳面馆”/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: placesZh.merge }).waitFor()
  await page.close()
})

test('陈建国 walks a house of forty rooms without a signal, leaves out three, and the visit says which', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  await goTo(page, house)
  await page.getByRole('button', { name: fieldZh['place.startVisit'] }).waitFor()
  await page.context().setOffline(true)
  await page.getByRole('button', { name: fieldZh['place.startVisit'] }).click()
  await page.getByRole('heading', { name: fieldZh['rooms.title'] }).waitFor()
  await page.getByText('走访 40/40 间').waitFor()
  for (const name of ['103室', '204室', '508室']) {
    const room = page.getByRole('button', { name: new RegExp(`^${name}`) })
    const box = await room.boundingBox()
    assert.ok(box && box.height >= 60 && box.width >= 90, `${name} is ${box?.width} × ${box?.height}`)
    await room.click()
    assert.equal(await room.getAttribute('aria-pressed'), 'false')
  }
  await page.getByText('走访 37/40 间').waitFor()
  await look(page, 'rooms')
  const [draft] = await keptWalks(page)
  assert.equal(draft?.rooms?.filter((room) => room.walked).length, 37, 'kept on the phone at every tap')

  await page.getByRole('button', { name: fieldZh['rooms.go'] }).click()
  await page.getByRole('link', { name: /走访 37\/40 间/ }).click()
  await page.getByRole('button', { name: /^103室/ }).click()
  await page.getByRole('button', { name: fieldZh['rooms.go'] }).click()
  await restPasses(page)
  await page.getByRole('button', { name: fieldZh['walk.toSign'] }).click()
  await page.getByRole('button', { name: fieldZh['sign.nothing'] }).click()
  await page.context().setOffline(false)
  await page.getByText('已送达服务器', { exact: true }).waitFor()
  await page.close()

  const { visit } = await (await reader(stage)).visit(draft!.id)
  const missed = new Set([rooms[11], rooms[39]])
  assert.deepEqual(
    visit.rooms,
    rooms.filter((id) => !missed.has(id)),
  )
  assert.equal(visit.status, 'finished')
})

test('the pilot report counts those rooms, and the figure opens them', async () => {
  const page = await openDesk(stage, 'zhouxiaolan', '/reports?area=pilot')
  await page.getByText(insightZh.pilotHint).waitFor()
  assert.deepEqual(await audit(page, 'pilot'), [])
  await shot(page, 'pilot')
  await page.getByRole('link', { name: '38 间' }).click()
  await page.getByRole('button', { name: /^截至 2022-06-15 已检查$/ }).waitFor()
  await page.locator('tr[data-row]').nth(37).waitFor()
  assert.equal(await page.locator('tr[data-row]').count(), 38)
  await page.close()
})
