import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { until } from '#test/e2e/desk-steps.ts'
import type { World } from '#test/world.ts'
import type { HazardFile } from '#web/hazards/answers.ts'

/** The receipt of what last happened to a hazard in this way, as the desk has it once it is sealed. */
export async function receiptOf(world: World, hazard: string, type: string): Promise<BriefReceipt> {
  const desk = await world.login('zhouxiaolan')
  const { timeline } = (await desk.get(`/api/hazards/${hazard}`)).json() as HazardFile
  const event = timeline.findLast((entry) => entry.type === type)?.id
  return until(async () => {
    const answer = await desk.get(`/api/receipts/${event}`)
    return answer.statusCode === 200 ? (answer.json() as BriefReceipt) : null
  }, `the receipt of ${type}`)
}

/** What a click on a download brings. */
export async function downloaded(page: Page, click: () => Promise<void>) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  const path = await file.path()
  return { path, text: await readFile(path, 'utf8'), name: file.suggestedFilename() }
}
