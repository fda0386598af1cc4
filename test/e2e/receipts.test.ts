import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { bring, findOnSite, openDesk, registerPlace, report, shot, textOf, tokenOf } from '#test/e2e/desk-steps.ts'
import {
  drawByMouse,
  find,
  handIn,
  itemOf,
  look,
  register,
  restPasses,
  startVisit,
  toSignature,
  walkInHand,
} from '#test/e2e/phone-steps.ts'
import { downloaded } from '#test/e2e/receipt-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { insightZh } from '#web/text/insight-zh.ts'
import { publicZh } from '#web/text/public-zh.ts'
import { receiptsZh } from '#web/text/receipts-zh.ts'
import { verifyZh } from '#web/text/verify-zh.ts'

let stage: Stage
let world: Stage['world']
before(async () => {
  stage = await openStage()
  world = stage.world
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

const run = promisify(execFile)
const bihuan = path.resolve('src/server/cli/bihuan.ts')

/** What the command line says of a file, with the keys that the installation published, and nothing else. */
async function verified(file: string): Promise<{ code: number; said: { ok: boolean; event?: { type: string } } }> {
  const args = [bihuan, 'verify', '--receipt', file, '--keys', world.house.config.publishedKeysFile]
  const { code, stdout } = await run(process.execPath, args, { env: { PATH: process.env['PATH'] } }).then(
    (done) => ({ ...done, code: 0 }),
    (failed: { code: number; stdout: string }) => failed,
  )
  return { code, said: JSON.parse(stdout) }
}

const panel = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title }) })

describe('the receipt of a close-out', () => {
  it('stands on the page of the hazard, appears by itself, and holds on the command line', async () => {
    const hazard = await report(world, await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'reinspected')
    const page = await openDesk(stage, 'zhouxiaolan', `/hazards/${hazard}`)
    await page.locator('.head').first().waitFor()
    assert.equal(await page.getByRole('heading', { name: receiptsZh['title.closed'] }).count(), 0)
    await bring(world, hazard, 'closed', 'reinspected')
    const receipt = panel(page, receiptsZh['title.closed'])
    await receipt.locator('.qr').waitFor()
    assert.match(await textOf(receipt), /第 \d+ 号/)
    await shot(page, 'receipt-desk')

    const file = await downloaded(page, () => receipt.getByRole('button', { name: receiptsZh.downloadLong }).click())
    assert.match(file.name, /^bihuan-receipt-330109-\d+\.json$/)
    assert.ok(!file.text.includes('accountId'), 'what is handed out does not say who')
    const good = await verified(file.path)
    assert.deepEqual([good.code, good.said.ok, good.said.event?.type], [0, true, 'hazard.closed'])
    const whole = await downloaded(page, () => receipt.getByRole('button', { name: receiptsZh.whole }).click())
    assert.ok(whole.text.includes('accountId'))
    assert.equal((await verified(whole.path)).code, 0)
    const forged = `${file.path}.forged.json`
    await writeFile(forged, file.text.replace('hazard.closed', 'hazard.voided'))
    assert.deepEqual([(await verified(forged)).code, (await verified(forged)).said.ok], [1, false])

    const [check] = await Promise.all([page.context().waitForEvent('page'), receipt.getByRole('link').click()])
    await check.getByRole('heading', { name: verifyZh['ok.title'] }).waitFor()
    await check.close()
    await page.emulateMedia({ media: 'print' })
    assert.ok(await receipt.locator('.qr').isVisible(), 'the paper carries the code')
    assert.ok(!(await receipt.getByRole('button', { name: receiptsZh.downloadLong }).isVisible()))
    await page.close()
  })
})

describe('a receipt that was sealed long after its event', () => {
  it('says so beside the time', async () => {
    const hazard = await report(world, await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'closed')
    const page = await openDesk(stage, 'zhouxiaolan', '/hazards')
    await page.route('**/api/receipts/*', async (route) => {
      const answer = await route.fetch()
      const sealed = await answer.json()
      if (answer.ok()) sealed.seal.at = '2031-01-01T00:00:00.000Z'
      await route.fulfill({ response: answer, json: sealed })
    })
    await page.goto(`${stage.address}/hazards/${hazard}`)
    const receipt = panel(page, receiptsZh['title.closed'])
    await receipt.locator('.qr').waitFor()
    const said = await textOf(receipt)
    assert.match(said, /2031-01-01 08:00/)
    assert.ok(said.includes(receiptsZh.sealedLate.split('{')[0] as string), said)
    await page.close()
  })
})

describe('the receipt of a notice', () => {
  it('opens from the list of the desk and from the file of the hazard', async () => {
    const { hazard } = await findOnSite(world, 'safetyVisit', await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'dispatched')
    await tokenOf(world, hazard)
    const page = await openDesk(stage, 'zhouxiaolan', '/notices')
    await page.getByRole('button', { name: receiptsZh.open }).first().click()
    const dialog = page.getByRole('dialog', { name: receiptsZh['title.notice'] })
    await dialog.locator('.qr').waitFor()
    await shot(page, 'receipt-notice')
    const file = await downloaded(page, () => dialog.getByRole('button', { name: receiptsZh.downloadLong }).click())
    assert.equal((await verified(file.path)).code, 0)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), receiptsZh.open, 'the focus is back')
    await page.goto(`${stage.address}/hazards/${hazard}`)
    await page.locator('.lines').getByRole('button', { name: receiptsZh.open }).first().click()
    await page.getByRole('dialog').locator('.qr').waitFor()
    await page.close()
  })

  it('is the owner’s as well, behind the link', async () => {
    const { hazard } = await findOnSite(world, 'safetyVisit', await registerPlace(world), 'ENT-EL-03')
    await bring(world, hazard, 'dispatched')
    const page = await stage.visit(`/o/${await tokenOf(world, hazard)}`, 'phone')
    page.setDefaultTimeout(25_000)
    const told = panel(page, receiptsZh['title.notice'])
    await told.locator('.qr').waitFor()
    await shot(page, 'receipt-owner')
    const file = await downloaded(page, () => told.getByRole('button', { name: receiptsZh.downloadLong }).click())
    assert.ok(!file.text.includes('accountId') && !file.text.includes('unitPath'))
    const { code, said } = await verified(file.path)
    assert.deepEqual([code, said.event?.type], [0, 'hazard.dispatched'])
    const history = panel(page, publicZh['history.heading'])
    await history.getByRole('button', { name: receiptsZh.open }).first().click()
    await page.getByRole('dialog').locator('.qr').waitFor()
    await shot(page, 'receipt-owner-step')
    await page.close()
    await bring(world, hazard, 'closed', 'dispatched')
    const ended = await stage.visit(`/o/${await tokenOf(world, hazard)}`, 'phone')
    await panel(ended, receiptsZh['title.closed']).locator('.qr').waitFor()
    await ended.close()
  })
})

describe('the receipt of a refusal to sign', () => {
  it('stands beside what was read out', async () => {
    const { visit } = await findOnSite(world, 'administrativeInspection', await registerPlace(world), 'ENT-EL-01')
    const page = await openDesk(stage, 'zhouxiaolan', `/visits/${visit}`)
    const refused = panel(page, receiptsZh['title.refused'])
    await refused.locator('.qr').waitFor()
    await shot(page, 'receipt-visit')
    const file = await downloaded(page, () => refused.getByRole('button', { name: receiptsZh.downloadLong }).click())
    const { said } = await verified(file.path)
    assert.equal(said.event?.type, 'administrativeInspection.signature_refused')
    await page.close()
  })
})

describe('the receipt of a signature', () => {
  it('is there for the party to scan, as soon as the signed visit is with the server', async () => {
    const place = '杭州萧山蓝纹针织有限公司'
    await register(stage, 'enterprise', place, '001/03/')
    const page = await stage.enter('chenjianguo', 'phone')
    await startVisit(page, place)
    await find(page, itemOf(stage, 'ENT-EL-01'), { before: 'bare-wires-before.jpg' })
    await restPasses(page)
    const { draft } = await walkInHand(page)
    await toSignature(page)
    await drawByMouse(page)
    await handIn(page)
    await page.getByRole('button', { name: receiptsZh.open }).click()
    const dialog = page.getByRole('dialog', { name: receiptsZh['title.signed'] })
    await dialog.locator('.qr').waitFor()
    await look(page, 'receipt')
    const file = await downloaded(page, () => dialog.getByRole('button', { name: receiptsZh.downloadLong }).click())
    assert.equal((await verified(file.path)).said.event?.type, 'safetyVisit.signed')
    const desk = await openDesk(stage, 'zhouxiaolan', `/visits/${draft.id}`)
    await panel(desk, receiptsZh['title.signed']).locator('.qr').waitFor()
    for (const one of [page, desk]) await one.close()
  })
})

describe('the root of the day', () => {
  it('stands on the reports, on the screen and on paper', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', '/reports?area=manage')
    const root = panel(page, insightZh['root.title'])
    await root.getByText(/([0-9a-f]{4} ){15}[0-9a-f]{4}/).waitFor()
    await page.emulateMedia({ media: 'print' })
    assert.ok(await root.isVisible())
    await shot(page, 'receipt-root')
    await page.close()
  })
})
