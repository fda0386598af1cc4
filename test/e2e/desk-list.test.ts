import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { hour, plus } from '#domain/calendar.ts'
import {
  actButton,
  acts,
  bring,
  confirmAct,
  openDesk,
  owner,
  registerPlace,
  report,
  reportAll,
  shot,
  textOf,
  until,
} from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { deskZh } from '#web/text/desk-zh.ts'
import { hazardsZh } from '#web/text/hazards-zh.ts'
import { peopleZh } from '#web/text/people-zh.ts'
import { placesZh } from '#web/text/places-zh.ts'
import { problemsZh } from '#web/text/problems-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

let stage: Stage
let world: Stage['world']
let places: string[]
let all: string[]
let elsewhere: string
before(async () => {
  stage = await openStage()
  world = stage.world
  const late = await report(world, await registerPlace(world), 'ENT-EV-02')
  await bring(world, late, 'dispatched')
  world.house.time.setTo(plus(world.house.time.now(), 25 * hour))
  const items = world.town.items.filter((item) => item.placeKind === 'enterprise').map((item) => item.code)
  places = []
  for (let n = 0; n < 7; n++) places.push(await registerPlace(world))
  const many = await reportAll(world, places, items.slice(0, 16))
  for (const hazard of many.slice(0, 5)) await bring(world, hazard, 'filed')
  const far = { unitPath: '/330109/113/264/001/', by: 'yuxiuzhen', kind: 'shop', name: '长联小卖部' }
  elsewhere = await report(world, await registerPlace(world, far), 'SHP-EL-01', 'yuxiuzhen')
  all = [late, ...many, elsewhere]
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

const rowIds = (page: Page) =>
  page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row') as string))
const total = (n: number) => hazardsZh.count.replace('{total}', String(n))
const settled = (page: Page) => page.locator('table[aria-busy=false]').waitFor()
const chip = (page: Page, name: string) => page.locator('search button:not(.chip-clear)', { hasText: name })

/** Shows page after page to the end. */
async function showAll(page: Page): Promise<string[]> {
  await settled(page)
  while ((await page.getByText(deskZh.allShown).count()) === 0) {
    await page
      .locator('.more button:not(.ant-btn-loading)')
      .click({ timeout: 2000 })
      .catch(() => undefined)
  }
  return rowIds(page)
}

describe('the list', () => {
  it('pages through more than a hundred without gap or double, while others report on', async () => {
    const page = await openDesk(stage, 'zhouxiaolan')
    await page.locator('h1', { hasText: total(all.length) }).waitFor()
    await page.locator('.more button').click()
    await page.locator('tr[data-row]').nth(60).waitFor()
    all.push(await report(world, places[0] as string, 'ENT-DU-01'))
    const shown = await showAll(page)
    assert.equal(new Set(shown).size, shown.length)
    await page.getByRole('button', { name: /处变化/ }).click()
    await page.locator('h1', { hasText: total(all.length) }).waitFor()
    await until(async () => (await showAll(page)).length === all.length, 'all rows')
    assert.deepEqual(new Set(await rowIds(page)), new Set(all))
    await page.close()
  })

  it('is filtered by what stands in the address, and a reload keeps it', async () => {
    const page = await openDesk(stage, 'zhouxiaolan')
    await settled(page)
    for (const [name, option] of [
      [hazardsZh.filterSeverity, wordsZh['severity.general']],
      [hazardsZh.filterStatus, wordsZh['status.reported']],
      [hazardsZh.filterMode, wordsZh['mode.concentrated']],
    ] as const) {
      await chip(page, name).click()
      await page.locator('.ant-popover:visible').getByText(option, { exact: true }).click()
      await page.keyboard.press('Escape')
    }
    await page.waitForURL(/severity=general.*mode=concentrated|mode=concentrated.*severity=general/)
    await page.locator('h1', { hasText: hazardsZh.title }).click()
    await settled(page)
    await shot(page, 'list-filtered')
    const rows = await showAll(page)
    assert.ok(rows.length > 0)
    for (const row of await page.locator('tbody tr').allInnerTexts()) {
      assert.match(row, /一般[\s\S]*已上报[\s\S]*集中整改/)
    }
    await page.locator('h1', { hasText: total(rows.length) }).waitFor()
    const address = page.url()
    await page.reload()
    assert.deepEqual(await showAll(page), rows)
    assert.equal(page.url(), address)

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: hazardsZh.export }).click()
    const ledger = await readFile(await (await download).path(), 'utf8')
    const lines = ledger
      .replace(/^\uFEFF/, '')
      .trim()
      .split('\r\n')
    assert.match(lines[0] as string, /^隐患编号,状态,严重程度,场所,/)
    assert.match(lines[1] as string, /,已上报,一般,.*,集中整改,单独上报,/)
    assert.deepEqual(new Set(lines.slice(1).map((line) => line.split(',')[0])), new Set(rows))

    await page.getByRole('button', { name: deskZh.clearFilters, exact: true }).click()
    await page.locator('h1', { hasText: total(all.length) }).waitFor()
    await chip(page, wordsZh['situation.overdue']).click()
    await page.waitForURL(/overdue=true/)
    await page.locator('h1', { hasText: total(1) }).waitFor()
    assert.deepEqual(await rowIds(page), [all[0]])
    await page.close()
  })

  it('narrows to a unit chosen in the org tree', async () => {
    const page = await openDesk(stage, 'zhouxiaolan')
    await chip(page, hazardsZh.filterUnit).click()
    await page.locator('.unit-select').click()
    const tree = page.locator('.ant-select-tree')
    const town = tree.locator('.ant-select-tree-treenode', { hasText: '瓜沥镇' })
    await town.locator('.ant-select-tree-switcher').click()
    await tree.locator('.ant-select-tree-treenode').nth(4).waitFor()
    await page.locator('.unit-select input').fill('长联村')
    await tree.getByText('长联村', { exact: true }).click()
    await page.waitForURL(/unit=%2F330109%2F113%2F264%2F/)
    await page.locator('h1', { hasText: total(1) }).waitFor()
    assert.deepEqual(await rowIds(page), [elsewhere])
    await shot(page, 'list-unit')
    await page.close()
  })

  it('opens a row beside the list, then on a page of its own: who, where, when, under which post, with which proof', async () => {
    const page = await openDesk(stage, 'zhouxiaolan')
    const row = page.locator(`tr[data-row="${await showFirst(page)}"]`)
    await row.locator('.cell-sub').click()
    const drawer = page.locator('aside.drawer')
    await drawer.getByRole('heading', { level: 2 }).first().waitFor()
    assert.match(page.url(), /\/hazards$/)
    await shot(page, 'list-drawer')
    await row.locator('.cell-sub').click()
    await page.waitForURL(/\/hazards\/[0-9a-f-]{36}$/)
    const facts = await textOf(page.locator('.panel', { hasText: hazardsZh.whatTitle }).last())
    for (const words of ['瓜沥镇', '民丰河村', '民丰路8号', '陈建国', '2022-06-16'])
      assert.ok(facts.includes(words), words)
    assert.match(await textOf(page.locator('.timeline')), /陈建国[\s\S]*上报了隐患[\s\S]*民丰河村第一网格 网格员/)
    const image = page.locator('.pair-side img').first()
    await until(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth > 0), 'the picture')
    await page.close()
  })
})

const showFirst = async (page: Page) => {
  await settled(page)
  return (await rowIds(page))[0] as string
}

describe('others work at the same time', () => {
  it('what one tab does arrives in the other without a reload; an open drawer only counts it', async () => {
    const list = await openDesk(stage, 'zhouxiaolan', '/hazards?status=filed')
    const [first, second] = (await until(
      async () => (await rowIds(list)).length >= 2 && rowIds(list),
      'rows',
    )) as string[]
    const file = await list.context().newPage()
    await file.goto(`${stage.address}/hazards/${first}`)
    await confirmAct(file, 'hazard.dispatch')
    await list.locator(`tr[data-row="${first}"]`).waitFor({ state: 'detached' })

    await list.locator(`tr[data-row="${second}"] .cell-sub`).click()
    await list.locator('aside.drawer').getByRole('heading', { level: 2 }).first().waitFor()
    await bring(world, second as string, 'dispatched', 'filed')
    await list.locator('aside.drawer .status-dispatched').waitFor()
    await list.getByRole('button', { name: /处变化/ }).click()
    await list.locator(`tr[data-row="${second}"]`).waitFor({ state: 'detached' })
    await file.close()
    await list.close()
  })

  it('a tab that missed a change does not overwrite it', async () => {
    const hazard = all[20] as string
    await bring(world, hazard, 'filed')
    const tab = await openDesk(stage, 'zhouxiaolan')
    await tab.route('**/api/live', (route) => route.abort())
    await tab.goto(`${stage.address}/hazards/${hazard}`)
    await actButton(tab, 'hazard.dispatch').click()
    await bring(world, hazard, 'dispatched', 'filed')
    await tab
      .locator('.ant-popconfirm')
      .getByRole('button', { name: wordsZh['action.hazard.dispatch'], exact: true })
      .click()
    await tab.getByText(/别人刚刚改动过|隐患现在是/).waitFor()
    await tab.locator('.head .status-dispatched').waitFor()
    await tab.close()
  })

  it("another village's hazard says that it is not there or not yours", async () => {
    const page = await openDesk(stage, 'chenjianguo', `/hazards/${elsewhere}`)
    await page.getByText(problemsZh['problem.hazard.not_found']).waitFor()
    assert.equal(await page.getByText('长联').count(), 0)
    assert.equal(await acts(page).count(), 0)
    await shot(page, 'hazard-not-mine')
    await page.close()
  })
})

describe('places and units', () => {
  it('a phone number is shown to whoever says why', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', `/places/${places[0]}`)
    const contact = page.locator('.panel', { has: page.getByRole('heading', { name: placesZh.contact }) })
    assert.ok(!(await textOf(contact)).includes(owner.phone))
    await contact.getByRole('button', { name: placesZh.reveal }).click()
    const form = page.locator('.ant-popover')
    await form.getByRole('button', { name: placesZh.reveal }).click()
    await form.getByText(placesZh.reasonShort).waitFor()
    await form.getByLabel(placesZh.revealReason).fill('电话催办')
    await form.getByRole('button', { name: placesZh.reveal }).click()
    await contact.getByText(owner.phone).waitFor()
    await shot(page, 'place')
    await page.reload()
    assert.ok(!(await textOf(contact)).includes(owner.phone))
    await page.close()
  })

  it('the org tree leads to who answers for a village', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', '/units')
    await page.locator('.ant-tree').getByText('民丰河村', { exact: true }).click()
    await page.locator('.unit-file').getByText('王桂兰').waitFor()
    await shot(page, 'units')
    await page.getByRole('link', { name: peopleZh.seeHazards }).click()
    await page.waitForURL(/unit=%2F330109%2F113%2F245%2F/)
    await page.close()
  })
})
