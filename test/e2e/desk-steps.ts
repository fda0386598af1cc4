import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import type { Evidence } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { tokenIn } from '#domain/notices.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import { storeFile } from '#server/files/files.ts'
import type { Stage } from '#test/e2e/stage.ts'
import { mint, type World } from '#test/world.ts'
import { hazardsZh } from '#web/text/hazards-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

/** The micro-grid of 李小满 in 民丰河村, under 陈建国's grid and 王桂兰's village. */
export const microGrid = '/330109/113/245/001/03/'
export const owner = { name: '钱蕙兰', phone: '19400080001' }

const pictures = new URL('../../src/server/demo/pictures/', import.meta.url)
export const photoAfter = fileURLToPath(new URL('power-strips-after.jpg', pictures))

type PlaceWish = { kind?: string; name?: string; unitPath?: string; by?: string }

export async function registerPlace(world: World, wish: PlaceWish = {}): Promise<string> {
  const id = mint(world)
  const { kind = 'enterprise', name = `蓝纹针织${id.slice(-4)}厂`, unitPath = microGrid, by = 'chenjianguo' } = wish
  const place = {
    kind,
    name,
    uscc: null,
    parentId: null,
    unitPath,
    address: '民丰路8号',
    position: null,
    contact: owner,
  }
  await world.as(by).must('place.register', id, place)
  return id
}

/** A drawn picture, stored as if this person had taken it. */
export async function photo(world: World, login: string, side: 'before' | 'after' = 'before'): Promise<Evidence[]> {
  const { actor, district } = world.as(login)
  const bytes = createReadStream(new URL(`power-strips-${side}.jpg`, pictures))
  const { hash } = await storeFile(world.house, { district, actor }, 'photo', bytes, world.house.time.now())
  return [{ hash, kind: 'photo' }]
}

export async function report(world: World, placeId: string, itemCode: string, by = 'chenjianguo'): Promise<string> {
  const id = mint(world)
  await world.as(by).must('hazard.report', id, { placeId, itemCode, before: await photo(world, by) })
  return id
}

/** Each of these items failing at each of these places, in one batch (at most 200). */
export async function reportAll(world: World, places: readonly string[], items: readonly string[]): Promise<string[]> {
  const { actor, district } = world.as('chenjianguo')
  const before = await photo(world, 'chenjianguo')
  const at = world.house.time.now()
  const wanted = places.flatMap((placeId) => items.map((itemCode) => ({ placeId, itemCode, before })))
  const commands = wanted.map((data) => ({ id: mint(world), type: 'hazard.report', subject: mint(world), at, data }))
  const answers = await applyBatch(world.house.path, { district, actor, actorsOf: null }, commands)
  if (answers.some((answer) => answer.outcome === 'refused')) throw new Error(JSON.stringify(answers))
  return commands.map(({ subject }) => subject)
}

/** Found on a safety visit or, with two certificate holders, in an administrative inspection that the party would not sign. */
export async function findOnSite(
  world: World,
  act: 'safetyVisit' | 'administrativeInspection',
  placeId: string,
  itemCode: string,
): Promise<{ visit: string; hazard: string }> {
  const [visit, hazard] = [mint(world), mint(world)]
  const login = act === 'safetyVisit' ? 'chenjianguo' : 'zhaomingyuan'
  const who = world.as(login)
  const found = { itemCode, result: 'fail', hazardId: hazard, photos: await photo(world, login) }
  if (act === 'safetyVisit') {
    await who.must('safetyVisit.start', visit, { placeId })
    await who.must('safetyVisit.record', visit, { entries: [found] })
    return { visit, hazard }
  }
  const papers = { approvalNo: '瓜检〔2022〕7号', noticeNo: '瓜通〔2022〕7号' }
  await who.must('administrativeInspection.start', visit, {
    placeId,
    with: [world.as('sunlixin').actor.accountId],
    ...papers,
  })
  const browser = await world.login(login)
  const sheet = (await browser.get(`/api/visits/${visit}`)).json().items as { code: string }[]
  const passed = sheet.filter(({ code }) => code !== itemCode).map(({ code }) => ({ itemCode: code, result: 'pass' }))
  await who.must('administrativeInspection.record', visit, { entries: [...passed, found] })
  const { textHash } = (await browser.get(`/api/visits/${visit}`)).json() as { textHash: string }
  const refusal = { textHash, witnesses: ['沈国良', '俞阿芳'], reason: '当事人拒绝签字' }
  await who.must('administrativeInspection.refuse', visit, refusal)
  return { visit, hazard }
}

const course = ['reported', 'filed', 'dispatched', 'rectifying', 'submitted', 'reinspected', 'closed'] as const
export type Stop = (typeof course)[number]

/** Walks a hazard on from one stop to another, each step by the person whose step it is. */
export async function bring(world: World, hazard: string, to: Stop, from: Stop = 'reported'): Promise<void> {
  const steps: Record<Exclude<Stop, 'reported'>, () => Promise<unknown>> = {
    filed: () => world.as('zhouxiaolan').must('hazard.file', hazard),
    dispatched: () => world.as('zhouxiaolan').must('hazard.dispatch', hazard),
    rectifying: () => world.as('wangguilan').must('hazard.rectify', hazard),
    submitted: async () =>
      world.as('chenjianguo').must('hazard.submit', hazard, { after: await photo(world, 'chenjianguo', 'after') }),
    reinspected: () => world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason: '现场已整改' }),
    closed: () => world.as('zhouxiaolan').must('hazard.close', hazard),
  }
  for (const stop of course.slice(course.indexOf(from) + 1, course.indexOf(to) + 1)) {
    await steps[stop as keyof typeof steps]()
  }
}

/** The token in the last message about this hazard, once the message is there: a desk never shows it. */
export async function tokenOf(world: World, hazard: string): Promise<string> {
  return until(async () => {
    const [row] = await world.house.database.worker(world.town.district, async (tx) => {
      const found = await sql<{ bodySealed: Buffer }>`select body_sealed from notice
        where hazard_id = ${hazard} and link_id is not null order by created_at desc limit 1`.execute(tx)
      return found.rows
    })
    return row === undefined ? null : tokenIn(unseal(world.house.keys, row.bodySealed).toString())
  }, 'a message with a link')
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  ask: () => Promise<T | null | undefined | false>,
  what: string,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export async function openDesk(stage: Stage, login: string, path = '/hazards'): Promise<Page> {
  const page = await stage.enter(login, 'desk')
  page.setDefaultTimeout(25_000)
  await page.goto(stage.address + path)
  return page
}

/** Through the login form, in a browser that knows nobody yet. */
export async function logIn(stage: Stage, login: string, path = '/hazards'): Promise<Page> {
  const page = await stage.visit(path, 'desk')
  page.setDefaultTimeout(25_000)
  await fillLogin(page, login, stage.world.town.passwords.get(login) as string)
  await page.getByRole('navigation').first().waitFor()
  return page
}

export async function fillLogin(page: Page, login: string, password: string): Promise<void> {
  await page.locator('#login').fill(login)
  await page.locator('#password').fill(password)
  await page.locator('button[type=submit]').click()
}

export const word = (action: HazardAction): string => wordsZh[`action.${action}`]
export const acts = (page: Page): Locator => page.getByRole('region', { name: hazardsZh.actsTitle })
export const actButton = (page: Page, action: HazardAction): Locator =>
  acts(page).getByRole('button', { name: word(action), exact: true })

/** What a reader sees there. */
export async function textOf(place: Locator): Promise<string> {
  await place.first().waitFor()
  return (await place.allInnerTexts()).join('\n')
}

/** Why an act is not possible now, as it stands in the list of the acts that are off. */
export async function whyNot(page: Page, action: HazardAction): Promise<string> {
  const list = acts(page).locator('details')
  if ((await list.getAttribute('open')) === null) await list.locator('summary').click()
  return textOf(list.locator('li', { has: page.getByText(word(action), { exact: true }) }))
}

/** An act without words: the button, then the question that comes up. */
export async function confirmAct(page: Page, action: HazardAction, twice = false): Promise<void> {
  // Pictures that arrive, and the question as it opens, move the button away from under the click.
  await page.waitForFunction(() => [...document.images].every((image) => image.complete))
  await actButton(page, action).click()
  const ok = page.locator('.ant-popconfirm').getByRole('button', { name: word(action), exact: true })
  await ok.waitFor()
  await page.waitForTimeout(400)
  await (twice ? ok.dblclick() : ok.click())
  await page
    .getByText(hazardsZh.actDone.replace('{action}', word(action)))
    .first()
    .waitFor()
}

/** An act with a form: the button, what `fill` does in the form, then the form's own button. */
export async function fillAct(page: Page, action: HazardAction, fill: (form: Locator) => Promise<void>): Promise<void> {
  await actButton(page, action).click()
  const form = page.getByRole('dialog')
  await fill(form)
  await form.getByRole('button', { name: word(action), exact: true }).click()
  await page
    .getByText(hazardsZh.actDone.replace('{action}', word(action)))
    .first()
    .waitFor()
  await form.waitFor({ state: 'detached' })
}

/** Keeps a picture of the page where the variable SHOTS names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (!folder) return
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
