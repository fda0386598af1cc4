import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { shot } from '#test/e2e/desk-steps.ts'
import type { Stage } from '#test/e2e/stage.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
type Finding = { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }

/** What keeps people out, as axe sees it: serious and critical findings. The policy of the page forbids script tags. */
export async function audit(page: Page, where: string): Promise<string[]> {
  await page.waitForTimeout(250)
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    type Axe = { run(what: Document, how: object): Promise<{ violations: Finding[] }> }
    return (await (window as unknown as { axe: Axe }).axe.run(document, { resultTypes: ['violations'] })).violations
  })
  await shot(page, `a11y-${where.replaceAll(/\W+/g, '-')}`)
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where} ${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`)}`)
}

/** The language in which this page's browser opens from now on. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('bihuan.language', chosen), language)
}

/** Opens a page and waits until it has something to say. */
export async function open(stage: Stage, page: Page, path: string): Promise<void> {
  await page.goto(stage.address + path)
  await page.locator('h1, h2').first().waitFor()
  await page.locator('.table-bones, .waiting, .public-skeleton').first().waitFor({ state: 'detached' })
}

/** In both languages, by the switch that stands on the page itself. */
export async function auditBoth(page: Page, where: string): Promise<string[]> {
  const found = await audit(page, `zh ${where}`)
  await page.getByText('English', { exact: true }).click()
  await page.locator('html[lang=en]').waitFor({ state: 'attached' })
  found.push(...(await audit(page, `en ${where}`)))
  await page.getByText('中文', { exact: true }).click()
  return found
}
