import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import type { Visit } from '#domain/inspections.ts'
import type { CheckItem } from '#domain/standards.ts'
import { pictureFolder } from '#server/demo/pictures.ts'
import { mint } from '#test/world.ts'
import type { Draft } from '#web/field/drafts.ts'
import type { HazardFile } from '#web/hazards/answers.ts'
import type { Stage } from './stage.ts'

/** What one does on the phone, by the words on its screen. */

const village = '/330109/113/245/'

/** A place of 民丰河村, registered by whoever knows that grid; its owner can be reached. */
export async function register(stage: Stage, kind: string, name: string, grid: string): Promise<string> {
  const id = mint(stage.world)
  await stage.world.as('wangguilan').must('place.register', id, {
    kind,
    name,
    uscc: null,
    parentId: null,
    unitPath: `${village}${grid}`,
    address: `瓜沥镇民丰河村${name}门口`,
    position: null,
    contact: { name: '钱蕙兰', phone: '19400080001' },
  })
  return id
}

export function itemOf(stage: Stage, code: string): CheckItem {
  const item = stage.world.town.items.find((one) => one.code === code)
  if (item === undefined) throw new Error(`the catalogue has no ${code}`)
  return item
}

export const picture = (name: string) => fileURLToPath(new URL(name, pictureFolder))

/** Looks at a screen: nothing that shuts anybody out, nothing wider than the phone. With SHOTS it is kept as a picture. */
export async function look(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('正在打开').first().waitFor({ state: 'detached' })
  if (process.env['SHOTS']) await page.screenshot({ path: path.join(tmpdir(), `phone-${name}.png`) })
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
  assert.deepEqual(found, [], `${name} shuts people out`)
  const [wide, wider] = await page.evaluate(() => [document.documentElement.clientWidth, document.body.scrollWidth])
  assert.ok((wider ?? 0) <= (wide ?? 0), `${name} must be pushed sideways: ${wider} on ${wide} px`)
}

/** From today's list to the door of a place. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('link', { name: place }).click()
  await page.getByRole('heading', { name: place, level: 1 }).waitFor()
}

export async function startVisit(page: Page, place: string): Promise<void> {
  await goTo(page, place)
  await page.getByRole('button', { name: '开始走访' }).click()
  await page.getByRole('progressbar').waitFor()
}

const lineOf = (page: Page, item: CheckItem) => page.getByRole('group', { name: item.text, exact: true })

type Word = '合格' | '不合格' | '不适用' | '仍未整改' | '已整改到位'

export async function answer(page: Page, item: CheckItem, word: Word): Promise<void> {
  await lineOf(page, item).getByRole('button', { name: word, exact: true }).click()
}

export type Finding = { before: string; after?: string; mode?: RegExp; note?: string; word?: '不合格' | '仍未整改' }

/** A failed line with all that belongs to it, and back to the sheet. */
export async function find(page: Page, item: CheckItem, finding: Finding): Promise<void> {
  const { before, after, mode, note, word = '不合格' } = finding
  await answer(page, item, word)
  const done = page.getByRole('button', { name: /记下/ })
  assert.ok(await done.isDisabled(), 'a finding without a photo is no finding')
  await page.getByLabel('拍现场照片').setInputFiles(picture(before))
  await page.getByRole('img', { name: '照片' }).waitFor()
  if (mode !== undefined) await page.getByRole('radio', { name: mode }).check()
  if (note !== undefined) await page.getByLabel(/补充说明/).fill(note)
  if (after !== undefined) {
    await page.getByRole('button', { name: '当场整改了' }).click()
    await page.getByLabel('拍整改后照片').setInputFiles(picture(after))
    await page.getByRole('img', { name: '照片' }).nth(1).waitFor()
  }
  await done.click()
  await lineOf(page, item).getByRole('button', { name: word, pressed: true }).waitFor()
}

export async function restPasses(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^其余 \d+ 项合格/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^\d+ 项都合格/ })
    .click()
}

/** The end of the sheet; gives the text that the party is shown. */
export async function toSignature(page: Page): Promise<string> {
  await page.getByRole('button', { name: '核对签字' }).click()
  return (await page.getByRole('region', { name: '要签字的内容' }).textContent()) ?? ''
}

const stroke = [
  [0.2, 0.3],
  [0.5, 0.7],
  [0.35, 0.4],
  [0.8, 0.5],
  [0.6, 0.8],
] as const

/** Where the name is drawn, in the page's pixels. */
async function nameOn(page: Page): Promise<[number, number][]> {
  const sheet = page.getByRole('img', { name: /签名区/ })
  await sheet.scrollIntoViewIfNeeded()
  const box = await sheet.boundingBox()
  assert.ok(box)
  return stroke.map(([x, y]) => [box.x + box.width * x, box.y + box.height * y])
}

export async function drawByMouse(page: Page): Promise<void> {
  const [first, ...rest] = await nameOn(page)
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const point of rest) await page.mouse.move(...point, { steps: 6 })
  await page.mouse.up()
}

/** A finger, as the phone reports it. The session stays: taking it away would also end an emulated loss of signal. */
export async function drawByFinger(page: Page): Promise<void> {
  const corners = await nameOn(page)
  const points = corners.flatMap(([x, y], n) => {
    const [nextX, nextY] = corners[n + 1] ?? [x, y]
    return [0, 0.25, 0.5, 0.75].map((part) => ({ x: x + (nextX - x) * part, y: y + (nextY - y) * part }))
  })
  const phone = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    phone.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', points.slice(0, 1))
  for (const point of points) await touch('touchMove', [point])
  await touch('touchEnd', [])
}

export async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: '确认签字并提交' }).click()
  await arrived(page)
}

/** Whatever else stands there instead is what went wrong. */
export async function arrived(page: Page): Promise<void> {
  const done = page.getByText('已送达服务器', { exact: true }).waitFor()
  await done.catch(async () => assert.fail(`it did not arrive: ${await page.getByRole('main').textContent()}`))
}

/** The walks kept on this phone that are not handed in. */
export function keptWalks(page: Page): Promise<Draft[]> {
  return page.evaluate(
    () =>
      new Promise<Draft[]>((resolve, reject) => {
        const opening = indexedDB.open('bihuan-field')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const all = opening.result.transaction('drafts').objectStore('drafts').getAll()
          all.onerror = () => reject(all.error)
          all.onsuccess = () => resolve((all.result as Draft[]).filter((one) => one.kind === 'walk'))
        }
      }),
  )
}

/** The one walk in hand, and the hazard that each failed line will be. */
export async function walkInHand(page: Page): Promise<{ draft: Draft; hazardOf: (code: string) => string }> {
  const [draft, ...others] = await keptWalks(page)
  assert.ok(draft !== undefined && others.length === 0, 'exactly one walk is in hand')
  const hazardOf = (code: string) => {
    const id = draft.lines[code]?.hazardId
    assert.ok(id, `${code} failed`)
    return id
  }
  return { draft, hazardOf }
}

export type VisitFile = { visit: Visit; text: string; textHash: string }

/** What the server knows, as the town's desk reads it. */
export async function reader(stage: Stage) {
  const desk = await stage.world.login('zhouxiaolan')
  const get = async <T>(url: string): Promise<T> => (await desk.get(url)).json() as T
  return {
    get,
    hazard: (id: string) => get<HazardFile>(`/api/hazards/${id}`),
    visit: (id: string) => get<VisitFile>(`/api/visits/${id}`),
    /** The drawn name as a picture, or null where there is none. */
    signature: async (id: string) => {
      const { statusCode, rawPayload } = await desk.get(`/api/visits/${id}/signature`)
      return statusCode === 200 ? rawPayload : null
    },
  }
}

/** The desk gives more time afterwards; what was shown to the party knows nothing of it. */
export async function slacken(stage: Stage, hazard: string): Promise<void> {
  const reason = '设备检修期间分段整改'
  await stage.world.as('zhouxiaolan').must('hazard.change_mode', hazard, { mode: 'deadline', reason })
}

export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** Asks until it is so: reactions and notices come a moment after what they follow. */
export async function eventually<T>(ask: () => Promise<T>, is: (found: T) => boolean, withinMs = 10_000): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const found = await ask()
    if (is(found)) return found
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(found)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
