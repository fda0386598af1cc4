import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import {
  actButton,
  acts,
  bring,
  findOnSite,
  openDesk,
  registerPlace,
  report,
  shot,
  tokenOf,
  until,
} from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { publicEn } from '#web/text/public-en.ts'
import { publicZh } from '#web/text/public-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

let stage: Stage
let world: Stage['world']
let axe: string
let sample: Awaited<ReturnType<typeof prepare>>
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  stage = await openStage()
  world = stage.world
  sample = await prepare()
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

/** A place with hazards in several states, a visit, an inspection, notices and a link. */
async function prepare() {
  const place = await registerPlace(world)
  const old = await report(world, place, 'ENT-FF-01')
  await bring(world, old, 'closed')
  const relapsed = await report(world, place, 'ENT-FF-01')
  const { visit } = await findOnSite(world, 'safetyVisit', place, 'ENT-EV-03')
  const { hazard } = await findOnSite(world, 'administrativeInspection', place, 'ENT-EL-01')
  await bring(world, hazard, 'dispatched')
  const submitted = await report(world, place, 'ENT-EL-03')
  await bring(world, submitted, 'submitted')
  const closed = await report(world, place, 'ENT-MG-01')
  await bring(world, closed, 'closed')
  const links = { open: await tokenOf(world, hazard), closed: await tokenOf(world, closed) }
  return { place, old, relapsed, visit, hazard, submitted, links }
}

type Language = 'zh' | 'en'
type Finding = { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }

/** What keeps people out, as axe sees it: serious and critical findings. */
async function audit(page: Page, where: string): Promise<string[]> {
  await page.waitForTimeout(300)
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { run } = (
      window as unknown as { axe: { run(what: Document, how: object): Promise<{ violations: Finding[] }> } }
    ).axe
    return (await run(document, { resultTypes: ['violations'] })).violations
  })
  await shot(page, `a11y-${where.replaceAll(/[^\w]+/g, '-')}`)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${where} ${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`)}`,
    )
}

async function speak(page: Page, language: Language): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem('bihuan.language', chosen), language)
}

/** One page after another, each looked at once its heading stands. */
async function auditAll(page: Page, language: Language, paths: Record<string, string>): Promise<string[]> {
  const found: string[] = []
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(stage.address + path)
    await page.locator('h1, h2').first().waitFor()
    await page.locator('.table-bones, .waiting, .public-skeleton').first().waitFor({ state: 'detached' })
    found.push(...(await audit(page, `${language} ${name}`)))
  }
  return found
}

for (const language of ['zh', 'en'] as const) {
  describe(`in ${language}, nothing keeps people out`, () => {
    it('of the desk', async () => {
      const { place, relapsed, visit, hazard } = sample
      const page = await openDesk(stage, 'zhouxiaolan')
      await speak(page, language)
      const found = await auditAll(page, language, {
        hazard: `/hazards/${hazard}`,
        relapsed: `/hazards/${relapsed}`,
        places: '/places',
        place: `/places/${place}`,
        visit: `/visits/${visit}`,
        unit: `/units?unit=${(await unitOf(page)) ?? ''}`,
        notices: '/notices',
        reports: '/reports',
        missing: '/nowhere',
        nothing: `/hazards/${place}`,
        list: '/hazards?status=all',
      })
      await page.locator('tr[data-row] .cell-sub').first().click()
      await page.locator('aside.drawer h2').first().waitFor()
      await page.locator('search button').nth(1).click()
      found.push(...(await audit(page, `${language} drawer`)))
      await page.close()
      assert.deepEqual(found, [])
    })

    it('of the forms, the accounts and the door', async () => {
      const page = await openDesk(stage, 'wangguilan')
      await speak(page, language)
      await page.goto(`${stage.address}/hazards/${sample.submitted}`)
      const first = page.locator('.acts-row button').first()
      await first.click()
      await page.getByRole('dialog').waitFor()
      const found = await audit(page, `${language} form`)
      await page.getByRole('dialog').locator('.ant-btn-primary').click()
      await page.locator('.ant-form-item-explain-error').first().waitFor()
      found.push(...(await audit(page, `${language} form with errors`)))
      const administrator = await openDesk(stage, 'xuan', '/accounts')
      await speak(administrator, language)
      found.push(...(await auditAll(administrator, language, { accounts: '/accounts' })))
      const door = await stage.visit('/login', 'desk')
      await speak(door, language)
      found.push(...(await auditAll(door, language, { login: '/login' })))
      for (const one of [page, administrator, door]) await one.close()
      assert.deepEqual(found, [])
    })

    it("of the owner's link", async () => {
      const t = language === 'zh' ? publicZh : publicEn
      const page = await stage.visit('/login', 'phone')
      await speak(page, language)
      const { open, closed } = sample.links
      const paths = { closed: `/o/${closed}`, dead: '/o/nothing', notice: `/o/${open}` }
      const found = await auditAll(page, language, paths)
      await page.getByRole('button', { name: t['act.submit'], exact: true }).click()
      await page.getByLabel(t['code.label']).waitFor()
      found.push(...(await audit(page, `${language} code`)))
      await page.getByLabel(t['code.label']).fill('0001')
      await page.getByRole('button', { name: t['code.continue'] }).click()
      await page.getByRole('button', { name: t['submit.send'] }).click()
      found.push(...(await audit(page, `${language} proof`)))
      for (const step of ['extend', 'object'] as const) {
        await page.getByRole('button', { name: t.back }).click()
        await page.getByRole('button', { name: t[`act.${step}`], exact: true }).click()
        await page.locator('textarea').waitFor()
        found.push(...(await audit(page, `${language} ${step}`)))
      }
      await page.close()
      assert.deepEqual(found, [])
    })

    it('of the phone', async () => {
      const page = await stage.enter('chenjianguo', 'phone')
      page.setDefaultTimeout(10_000)
      await speak(page, language)
      const found = await auditAll(page, language, {
        'field today': '/field',
        'field find': '/field/find',
        'field report': '/field/report',
        'field me': '/field/me',
        'field place': `/field/place/${sample.place}`,
        'field inspect': `/field/place/${sample.place}/inspect`,
      })
      await page.close()
      const cadre = await stage.enter('wangguilan', 'phone')
      await speak(cadre, language)
      found.push(...(await auditAll(cadre, language, { 'field reinspect': `/field/reinspect/${sample.submitted}` })))
      await cadre.close()
      assert.deepEqual(found, [])
    })
  })
}

describe('by keyboard alone', () => {
  it('a hazard is found, opened and acted on', async () => {
    const hazard = await report(world, await registerPlace(world, { name: '键盘测试厂' }), 'ENT-EL-02')
    const page = await openDesk(stage, 'zhouxiaolan')
    await speak(page, 'zh')
    await page.reload()
    await page.locator(`tr[data-row="${hazard}"]`).waitFor()
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip')
    await page.keyboard.press('Enter')
    await tabTo(page, () => document.activeElement?.closest('tr')?.getAttribute('data-row') ?? '', hazard, 'a')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/hazards/${hazard}`)
    await actButton(page, 'hazard.file').waitFor()
    await tabTo(page, () => document.activeElement?.textContent ?? '', wordsZh['action.hazard.verify'], 'button')
    await page.keyboard.press('Enter')
    await page.locator('.ant-popconfirm').waitFor()
    await page.waitForTimeout(300)
    await tabTo(page, () => document.activeElement?.className ?? '', 'ant-btn-primary', '.ant-popconfirm button')
    await page.keyboard.press('Enter')
    await page.locator('.head .status-verified').waitFor()
    assert.equal(
      await acts(page).getByRole('button', { name: wordsZh['action.hazard.verify'], exact: true }).count(),
      0,
    )
    await page.close()
  })

  it('J, K and Enter walk through the list', async () => {
    const page = await openDesk(stage, 'zhouxiaolan')
    await page.locator('tr[data-row]').nth(1).waitFor()
    const current = () => page.locator('tr[aria-current=true]').getAttribute('data-row')
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    assert.equal(await current(), await page.locator('tr[data-row]').first().getAttribute('data-row'))
    const wanted = await current()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/hazards/${wanted}`)
    await page.locator('.file-head h1').waitFor()
    await page.close()
  })
})

/** Presses Tab until what has the focus matches and answers with `wanted`. */
async function tabTo(page: Page, ask: () => string, wanted: string, selector: string): Promise<void> {
  await until(async () => {
    await page.keyboard.press('Tab')
    const there = await page.evaluate((matches) => document.activeElement?.matches(matches) ?? false, selector)
    return there && (await page.evaluate(ask)).includes(wanted)
  }, `the focus on ${wanted}`)
}

/** The unit of the village, as the org tree names it. */
async function unitOf(page: Page): Promise<string | undefined> {
  const answer = await page.request.get(`${stage.address}/api/units`)
  return ((await answer.json()) as { units: { id: string }[] }).units[0]?.id
}
