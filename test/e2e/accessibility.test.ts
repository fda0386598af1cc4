import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { audit, auditBoth, languages, open, speak } from '#test/e2e/axe.ts'
import { actButton, acts, bring, findOnSite, openDesk, registerPlace, report, until } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { wordsZh } from '#web/text/words-zh.ts'

let stage: Stage
let world: Stage['world']
let sample: Awaited<ReturnType<typeof prepare>>
before(async () => {
  stage = await openStage()
  world = stage.world
  sample = await prepare()
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

/** A place with hazards in several states, a visit, an inspection and notices. */
async function prepare() {
  const place = await registerPlace(world)
  const closed = await report(world, place, 'ENT-FF-01')
  await bring(world, closed, 'closed')
  const relapsed = await report(world, place, 'ENT-FF-01')
  const { visit } = await findOnSite(world, 'safetyVisit', place, 'ENT-EV-03')
  const { hazard } = await findOnSite(world, 'administrativeInspection', place, 'ENT-EL-01')
  await bring(world, hazard, 'dispatched')
  const submitted = await report(world, place, 'ENT-EL-03')
  await bring(world, submitted, 'submitted')
  return { place, closed, relapsed, visit, hazard, submitted }
}

describe('nothing keeps people out, in either language,', () => {
  it('of the pages of the desk', async () => {
    const { place, closed, relapsed, visit, hazard } = sample
    const page = await openDesk(stage, 'zhouxiaolan')
    const found: string[] = []
    for (const [name, path] of Object.entries({
      hazard: `/hazards/${hazard}`,
      closed: `/hazards/${closed}`,
      relapsed: `/hazards/${relapsed}`,
      places: '/places',
      place: `/places/${place}`,
      visit: `/visits/${visit}`,
      unit: `/units?unit=${await rootUnit(page)}`,
      notices: '/notices',
      survey: '/reports?area=survey',
      rectify: '/reports?area=rectify',
      manage: '/reports?area=manage',
      missing: '/nowhere',
      'hazard that is none': `/hazards/${place}`,
      list: '/hazards?status=all',
    })) {
      await open(stage, page, path)
      found.push(...(await auditBoth(page, name)))
    }
    await page.locator('tr[data-row] .cell-sub').first().click()
    await page.locator('aside.drawer h2').first().waitFor()
    found.push(...(await auditBoth(page, 'drawer')))
    await page.locator('search button').nth(1).click()
    found.push(...(await audit(page, 'filter')))
    await page.close()
    assert.deepEqual(found, [])
  })

  it('of the forms, the accounts and the door', async () => {
    const page = await openDesk(stage, 'wangguilan', `/hazards/${sample.submitted}`)
    const found: string[] = []
    for (const language of languages) {
      await speak(page, language)
      await page.reload()
      await page.locator('.acts-row button').first().click()
      await page.getByRole('dialog').locator('.ant-btn-primary').click()
      await page.locator('.ant-form-item-explain-error').first().waitFor()
      found.push(...(await audit(page, `${language} form`)))
    }
    const administrator = await openDesk(stage, 'xuan')
    await open(stage, administrator, '/accounts')
    await administrator.locator('input.account-find, .account-find input').fill('zhou')
    found.push(...(await auditBoth(administrator, 'accounts')))
    const door = await stage.visit('/login', 'desk')
    await open(stage, door, '/login')
    found.push(...(await auditBoth(door, 'login')))
    for (const one of [page, administrator, door]) await one.close()
    assert.deepEqual(found, [])
  })
})

describe('by keyboard alone', () => {
  it('a hazard is found, opened and acted on', async () => {
    const hazard = await report(world, await registerPlace(world, { name: '键盘测试厂' }), 'ENT-EL-02')
    const page = await openDesk(stage, 'zhouxiaolan')
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

/** The topmost unit within reach. */
async function rootUnit(page: Page): Promise<string> {
  const answer = await page.request.get(`${stage.address}/api/units`)
  const [root] = ((await answer.json()) as { units: { id: string }[] }).units
  return root?.id ?? ''
}
