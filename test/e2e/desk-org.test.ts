import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { usccCheckDigit } from '#domain/identifiers.ts'
import { openDesk, shot, textOf } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { peopleZh } from '#web/text/people-zh.ts'
import { placesZh } from '#web/text/places-zh.ts'
import { problemsZh } from '#web/text/problems-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

const dialog = (page: Page) => page.getByRole('dialog')
const verb = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true })

describe('an administrator shapes the org tree', () => {
  it('adds a grid with a code of its own, renames it, and ends it; a village in use stays', async () => {
    const page = await openDesk(stage, 'xuan', '/units')
    await page.locator('.ant-tree').getByText('民丰河村', { exact: true }).click()
    await page.getByRole('button', { name: peopleZh.addUnit }).click()
    await dialog(page).getByLabel(peopleZh.code).fill('001')
    await dialog(page).getByLabel(peopleZh.unitName).fill('民丰河村第九网格')
    await verb(page, peopleZh.addUnitVerb).click()
    await dialog(page)
      .locator('.ant-form-item-explain-error', { hasText: problemsZh['problem.unit.code_taken'] })
      .waitFor()
    await shot(page, 'unit-code-taken')
    await dialog(page).getByLabel(peopleZh.code).fill('009')
    await verb(page, peopleZh.addUnitVerb).click()
    await page.locator('.unit-name', { hasText: '330109113245009' }).waitFor()
    await page.locator('.ant-tree').getByText('民丰河村第九网格', { exact: true }).waitFor()

    await page.getByRole('button', { name: peopleZh.renameUnit }).click()
    await dialog(page).getByLabel(peopleZh.unitName).fill('民丰河村东网格')
    await verb(page, peopleZh.renameVerb).click()
    await page.locator('.ant-tree').getByText('民丰河村东网格', { exact: true }).waitFor()

    await page.getByRole('button', { name: peopleZh.endUnit, exact: true }).click()
    await dialog(page).getByLabel(peopleZh.reason).fill('并入第一网格')
    await verb(page, peopleZh.endUnit).click()
    await page.locator('.ant-tree').getByText('民丰河村东网格', { exact: true }).waitFor({ state: 'detached' })
    await page.locator('.unit-name', { hasText: '民丰河村' }).waitFor()

    await page.getByRole('button', { name: peopleZh.endUnit, exact: true }).click()
    await dialog(page).getByLabel(peopleZh.reason).fill('村社撤并')
    await verb(page, peopleZh.endUnit).click()
    const alert = await textOf(dialog(page).getByRole('alert'))
    assert.match(alert, /没有停用：里面还有任职 1 个、下级单位 4 个。/)
    await page.close()
  })

  it('nobody else is offered it', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', '/units')
    await page.locator('.ant-tree').getByText('民丰河村', { exact: true }).click()
    await page.locator('.unit-name').waitFor()
    assert.equal(await page.getByRole('button', { name: peopleZh.addUnit }).count(), 0)
    await page.close()
  })
})

describe('places from the desk', () => {
  const nine = '91330109MA2B00001'
  const uscc = nine + usccCheckDigit(nine)

  it('are registered with errors beside their fields, and opened', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', '/places')
    await page.getByRole('button', { name: placesZh.register }).first().click()
    await verb(page, placesZh.register).click()
    assert.equal(await dialog(page).locator('.ant-form-item-explain-error').count(), 4)
    await dialog(page).getByLabel(placesZh.kind).click()
    await page.locator('.ant-select-item-option', { hasText: wordsZh['placeKind.enterprise'] }).click()
    await dialog(page).getByLabel(placesZh.name).fill('杭州萧山新禾针织有限公司')
    await dialog(page).getByLabel(placesZh.uscc).fill(`${nine}0`)
    await dialog(page).getByText(placesZh.usccWrong).waitFor()
    await dialog(page).getByLabel(placesZh.uscc).fill(uscc.toLowerCase())
    await dialog(page).getByLabel(placesZh.findUnit).click()
    for (const name of ['瓜沥镇', '民丰河村', '民丰河村第一网格']) {
      await page.locator('.unit-select input').fill(name)
      await page.locator('.ant-select-tree-title').getByText(name, { exact: true }).click()
    }
    await dialog(page).getByLabel(placesZh.address).fill('民丰河村5组12号')
    await dialog(page).getByLabel(placesZh.contactName).fill('沈禾')
    await verb(page, placesZh.register).click()
    await dialog(page).getByText(placesZh.contactBoth).waitFor()
    await dialog(page).getByLabel(placesZh.contactPhone).fill('19400077001')
    await shot(page, 'place-register')
    await verb(page, placesZh.register).click()
    await page.waitForURL(/\/places\/[0-9a-f-]{36}$/)
    const facts = await textOf(page.locator('.dossier-side'))
    for (const words of [uscc, '民丰河村第一网格', '沈*', '194****7001']) assert.ok(facts.includes(words), words)

    await page.getByRole('button', { name: placesZh.amend, exact: true }).click()
    await dialog(page).getByLabel(placesZh.reason).fill('公司更名')
    await verb(page, placesZh.amendVerb).click()
    await dialog(page).getByText(placesZh.nothingChanged).waitFor()
    await dialog(page).getByLabel(placesZh.name).fill('杭州萧山新禾纺织有限公司')
    await verb(page, placesZh.amendVerb).click()
    await page.locator('h1', { hasText: '新禾纺织' }).waitFor()
    await page.close()
  })
})
