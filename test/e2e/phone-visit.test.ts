import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { hour, plus } from '#domain/calendar.ts'
import { immediateHours } from '#domain/hazards.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import { isSampled } from '#server/crypto/draw.ts'
import {
  drawByFinger,
  drawByMouse,
  find,
  goTo,
  handIn,
  itemOf,
  look,
  reader,
  register,
  restPasses,
  sha256,
  slacken,
  startVisit,
  toSignature,
  walkInHand,
} from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

const knitter = '杭州萧山蓝纹针织有限公司'
const packer = '杭州萧山禾木包装有限公司'
const tailor = '杭州萧山云帆服饰有限公司'

let stage: Stage
let server: Awaited<ReturnType<typeof reader>>
before(async () => {
  stage = await openStage()
  await register(stage, 'enterprise', knitter, '001/03/')
  await register(stage, 'enterprise', tailor, '001/05/')
  await register(stage, 'enterprise', packer, '003/')
  server = await reader(stage)
})
after(() => stage?.close())

const wires = () => itemOf(stage, 'ENT-EL-01')
const panel = () => itemOf(stage, 'ENT-EL-02')
const strips = () => itemOf(stage, 'ENT-EL-03')
const hydrant = () => itemOf(stage, 'ENT-FF-01')

async function desk(page: Page, hazard: string): Promise<void> {
  await page.goto(`${stage.address}/hazards/${hazard}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

test('赵明远 walks the sheet of a factory in 民丰河村, and each failed line is a hazard', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await page.getByRole('link', { name: knitter }).waitFor()
  await look(page, '1-today')
  await goTo(page, knitter)
  await look(page, '2-place')
  await page.getByRole('button', { name: '开始走访' }).click()
  await page.getByRole('progressbar').waitFor()
  await look(page, '3-sheet')
  assert.ok(await page.getByRole('button', { name: '核对签字' }).isDisabled(), 'an unfinished sheet is not signed')

  await find(page, wires(), { before: 'bare-wires-before.jpg', note: '二楼东侧' })
  await find(page, hydrant(), { before: 'hydrant-empty-before.jpg' })
  await restPasses(page)
  await look(page, '4-sheet-filled')
  const { draft, hazardOf } = await walkInHand(page)
  const shown = await toSignature(page)
  await drawByMouse(page)
  await look(page, '5-signature')
  await handIn(page)
  await page.getByText('已立案并交办').first().waitFor()
  await look(page, '6-sent')

  const { visit, text, textHash } = await server.visit(draft.id)
  assert.equal(text, shown)
  assert.equal(textHash, sha256(shown))
  assert.equal(visit.acknowledgement?.kind, 'signed')
  assert.equal(visit.acknowledgement?.textHash, textHash, 'the signature is bound to what was shown')
  assert.equal((await server.signature(draft.id))?.subarray(1, 4).toString(), 'PNG')
  assert.equal(visit.status, 'finished')
  assert.equal(visit.entries.length, visit.sheet.length)
  assert.equal(visit.entries.filter((entry) => entry.result === 'pass').length, visit.sheet.length - 2)
  for (const item of [wires(), hydrant()]) {
    const id = hazardOf(item.code)
    assert.equal(visit.entries.find((entry) => entry.itemCode === item.code)?.hazardId, id)
    const { hazard, parties } = await server.hazard(id)
    assert.equal(hazard.foundIn, draft.id)
    assert.deepEqual(hazard.before, draft.lines[item.code]?.photos)
    assert.equal(hazard.mode, item.mode)
    assert.equal(hazard.deadline, deadlineFor(item, item.mode, draft.startedAt))
    assert.equal(hazard.status, 'dispatched')
    const names = ['department', 'town', 'village', 'gridWorker'] as const
    const [department, town, village, worker] = names.map((role) => parties[role]?.name)
    assert.match(department ?? '', /消防/)
    assert.deepEqual([town, village, worker], ['瓜沥镇', '民丰河村', '陈建国'])
  }

  await slacken(stage, hazardOf(wires().code))
  assert.equal((await server.visit(draft.id)).text, shown, 'what was signed stays as it was signed')

  await page.goBack()
  await page.goto(`${stage.address}/field/walk/${draft.id}`)
  await page.getByText(/已经提交/).waitFor()
  await look(page, '7-walk-gone')
  const more = { entries: [{ itemCode: panel().code, result: 'pass' }] }
  const late = await stage.world.as('zhaomingyuan').give('safetyVisit.record', draft.id, more)
  assert.equal(late.outcome === 'refused' && late.problem.code, 'visit.wrong_state')
  await page.close()
})

test('without a grid worker nothing is dispatched until 周晓岚 waives that party with a reason', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await startVisit(page, packer)
  await find(page, hydrant(), { before: 'hydrant-empty-before.jpg' })
  await restPasses(page)
  const hazard = (await walkInHand(page)).hazardOf(hydrant().code)
  await toSignature(page)
  await drawByFinger(page)
  await handIn(page)
  await page.getByText(/缺少责任方.*网格员/).waitFor()
  await look(page, '8-party-missing')
  await page.close()

  const at = await stage.enter('zhouxiaolan', 'desk')
  await desk(at, hazard)
  assert.equal(await at.getByRole('button', { name: /^交\s*办$/ }).count(), 0, 'not offered while a party is missing')
  await at.getByRole('button', { name: '豁免缺失责任方' }).click()
  const form = at.getByRole('dialog')
  await form.getByRole('radio', { name: '网格员' }).check()
  await form.getByRole('button', { name: '豁免缺失责任方' }).click()
  await form.getByText('请填写').waitFor()
  await form.getByLabel('理由').fill('第三网格网格员空缺，村里代管')
  await form.getByRole('button', { name: '豁免缺失责任方' }).click()
  await form.waitFor({ state: 'hidden' })
  await at.getByRole('button', { name: /^交\s*办$/ }).click()
  await at
    .getByRole('tooltip')
    .getByRole('button', { name: /^交\s*办$/ })
    .click()
  await at.getByText('已交办').first().waitFor()
  const file = await server.hazard(hazard)
  assert.equal(file.hazard.status, 'dispatched')
  assert.deepEqual(file.hazard.waived, ['gridWorker'])
  await at.close()
})

test('what is put right on the spot is closed with the signature, and a second person may find that it was not', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await startVisit(page, tailor)
  await find(page, panel(), { before: 'panel-blocked-before.jpg', after: 'panel-blocked-after.jpg' })
  await find(page, strips(), { before: 'power-strips-before.jpg', mode: /^立即整改/ })
  await restPasses(page)
  const { draft, hazardOf } = await walkInHand(page)
  const [fixed, stricter] = [hazardOf(panel().code), hazardOf(strips().code)]
  const seed = drawingSeed(fixed)
  const { path } = stage.world.house
  const { settings } = path
  path.settings = async (district) => ({ ...(await settings(district)), sampleSeed: seed })
  const shown = await toSignature(page)
  await drawByFinger(page)
  await handIn(page)
  path.settings = settings
  await page.getByText('已当场销号').waitFor()
  await look(page, '9-fixed-on-site')
  await page.close()

  assert.equal((await server.visit(draft.id)).text, shown)
  const other = (await server.hazard(stricter)).hazard
  assert.equal(other.mode, 'immediate')
  assert.equal(other.deadline, plus(draft.startedAt, immediateHours * hour))
  assert.equal(strips().mode, 'concentrated')
  const { hazard } = await server.hazard(fixed)
  assert.equal(hazard.status, 'closed')
  assert.ok(hazard.closedOnSite)
  assert.deepEqual(hazard.before, draft.lines[panel().code]?.photos)
  assert.deepEqual(hazard.after, draft.lines[panel().code]?.fixed)
  assert.notDeepEqual(hazard.before, hazard.after)
  assert.equal(hazard.sample, 'due')

  const at = await stage.enter('fenglicheng', 'desk')
  await desk(at, fixed)
  await at.getByText(/待第二人到场抽查/).waitFor()
  await at.getByRole('button', { name: /^抽\s*查$/ }).click()
  const form = at.getByRole('dialog')
  await form.getByRole('radio', { name: /^不实/ }).check()
  await form.getByLabel('理由').fill('到场时配电箱前仍堆着布匹')
  await form.getByRole('button', { name: /^抽\s*查$/ }).click()
  await form.waitFor({ state: 'hidden' })
  await at
    .getByText(/抽查不实/)
    .first()
    .waitFor()
  const again = (await server.hazard(fixed)).hazard
  assert.equal(again.status, 'filed')
  assert.equal(again.sample, 'failed')
  await at.close()
})

/** A seed under which this hazard is drawn: which one is drawn is chance, and chance is set, not waited for. */
function drawingSeed(hazard: string): string {
  for (let n = 0; ; n++) if (isSampled(hazard, `seed ${n}`)) return `seed ${n}`
}

test('no screen complained about a script or about what the security policy forbids', () => {
  assert.deepEqual(stage.complaints, [])
})
