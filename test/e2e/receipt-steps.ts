import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { Receipt } from '#domain/receipts-shape.ts'
import { eventually } from '#test/e2e/phone-steps.ts'
import type { World } from '#test/world.ts'

/** The receipt of what this command did, as the desk reads it, once it is sealed. */
export async function receiptOf(world: World, eventId: string, login = 'zhouxiaolan'): Promise<Receipt> {
  const desk = await world.login(login)
  const ask = () => desk.get(`/api/receipts/${eventId}`)
  return (await eventually(ask, ({ statusCode }) => statusCode === 200)).json() as Receipt
}

/** What a click on a download brings. */
export async function downloaded(
  page: Page,
  click: () => Promise<void>,
): Promise<{ path: string; text: string; name: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  const path = await file.path()
  return { path, text: await readFile(path, 'utf8'), name: file.suggestedFilename() }
}
