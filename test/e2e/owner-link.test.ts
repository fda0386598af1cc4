import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { day, plus } from '#domain/calendar.ts'
import {
  acts,
  bring,
  confirmAct,
  fillAct,
  findOnSite,
  openDesk,
  owner,
  photoAfter,
  registerPlace,
  shot,
  textOf,
  tokenOf,
} from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { hazardsZh } from '#web/text/hazards-zh.ts'
import { publicZh } from '#web/text/public-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

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

const code = owner.phone.slice(-4)
const itemText = () => world.town.items.find((item) => item.code === 'ENT-EL-01')?.text as string

/** A hazard handed over, and the link that its owner got. */
async function linked(act: 'safetyVisit' | 'administrativeInspection' = 'safetyVisit') {
  const { hazard } = await findOnSite(world, act, await registerPlace(world, { name: '蓝纹针织厂' }), 'ENT-EL-01')
  await bring(world, hazard, 'dispatched')
  return { hazard, token: await tokenOf(world, hazard) }
}

async function openLink(token: string): Promise<Page> {
  const page = await stage.visit(`/o/${token}`, 'phone')
  page.setDefaultTimeout(25_000)
  return page
}

/** Opens one of the three acts; the code is asked for once per visit. */
async function openAct(page: Page, act: 'submit' | 'extend' | 'object', given?: string): Promise<void> {
  await page.getByRole('button', { name: publicZh[`act.${act}`], exact: true }).click()
  if (given !== undefined) await giveCode(page, given)
}

async function giveCode(page: Page, digits: string): Promise<void> {
  await page.getByLabel(publicZh['code.label']).fill(digits)
  await page.getByRole('button', { name: publicZh['code.continue'] }).click()
}

/** Sends the open form and comes back to the notice. */
async function sendForm(page: Page, act: 'submit' | 'extend' | 'object'): Promise<void> {
  await page.getByRole('button', { name: publicZh[`${act}.send`] }).click()
  await page.getByRole('heading', { name: publicZh[`${act}.doneTitle`] }).waitFor()
  await page.getByRole('button', { name: publicZh.back, exact: true }).click()
}

describe('the owner opens the link of a message', () => {
  it('sees what is wrong, where and until when, without an account; opening it changes nothing', async () => {
    const { hazard, token } = await linked()
    const before = await fileOf(hazard)
    const page = await openLink(token)
    await page.getByRole('heading', { level: 1, name: itemText() }).waitFor()
    const said = await textOf(page.locator('body'))
    for (const words of [
      '蓝纹针织厂',
      '民丰路8号',
      '2022年6月30日',
      '24:00',
      publicZh['title.advice'],
      publicZh['kind.advice'],
    ]) {
      assert.ok(said.includes(words), words)
    }
    for (const name of [owner.name, owner.phone, '陈建国', '周晓岚', '责令']) assert.ok(!said.includes(name), name)
    assert.equal(await page.title(), publicZh['title.advice'])
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'scrolls sideways')
    await shot(page, 'owner-notice')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: itemText() }).waitFor()
    assert.deepEqual(await fileOf(hazard), before)
    const desk = await openDesk(stage, 'zhouxiaolan', `/hazards/${hazard}`)
    await desk.getByText(hazardsZh.linkOpens.replace('{n}', '2')).waitFor()
    await desk.close()
    await page.close()
  })

  it('an administrative inspection speaks as an order', async () => {
    const { token } = await linked('administrativeInspection')
    const page = await openLink(token)
    await page.getByText(publicZh['kind.order']).waitFor()
    assert.equal(await page.title(), publicZh['title.order'])
    await page.close()
  })

  it('a wrong code says how many tries are left, and after five the link waits', async () => {
    const { hazard, token } = await linked()
    const page = await openLink(token)
    await openAct(page, 'object', '12')
    await page.getByText(publicZh['code.four']).waitFor()
    for (const left of [4, 3, 2]) {
      await giveCode(page, '0000')
      await page.getByText(publicZh['code.wrong'].replace('{left}', String(left))).waitFor()
    }
    await shot(page, 'owner-code-wrong')
    await giveCode(page, '0000')
    await page.getByText(publicZh['code.wrongLast']).waitFor()
    await giveCode(page, '0000')
    await page.getByText('已锁定到').waitFor()
    assert.ok(await page.getByRole('button', { name: publicZh['code.continue'] }).isDisabled())
    assert.equal((await fileOf(hazard)).objection, null)
    await page.close()
  })
})

describe('the owner answers', () => {
  it('objects and asks for more time, and the desk answers both', async () => {
    const { hazard, token } = await linked()
    const page = await openLink(token)
    await openAct(page, 'object', code)
    await page.getByRole('button', { name: publicZh['object.send'] }).click()
    await page.getByText(publicZh['reason.short'].replace('{least}', '2')).waitFor()
    await page.getByLabel(publicZh['object.reason'], { exact: true }).fill('这段线路归房东管')
    await sendForm(page, 'object')
    await page.getByText(publicZh['due.objectionOpen']).waitFor()

    await openAct(page, 'extend')
    await page.getByLabel(publicZh['extend.until']).fill('2022-06-29')
    await page.getByLabel(publicZh['extend.reason'], { exact: true }).fill('线槽已订，下周到货')
    await page.getByRole('button', { name: publicZh['extend.send'] }).click()
    await page.getByText('2022-07-01').waitFor()
    await page.getByLabel(publicZh['extend.until']).fill('2022-07-08')
    await shot(page, 'owner-extend')
    await sendForm(page, 'extend')
    await page.getByText(publicZh['due.extensionOpen'].replace('{date}', '2022年7月8日')).waitFor()
    await shot(page, 'owner-waiting')

    const desk = await openDesk(stage, 'zhouxiaolan', `/hazards/${hazard}`)
    await desk.getByText(hazardsZh.objectionAsked).waitFor()
    await desk.locator('.timeline', { hasText: '这段线路归房东管' }).waitFor()
    const asked = desk.locator('.timeline .entry', { hasText: '这段线路归房东管' })
    assert.ok((await textOf(asked)).startsWith(wordsZh['role.party']), await textOf(asked))
    await shot(desk, 'desk-requests')
    await fillAct(desk, 'hazard.answer_objection', async (form) => {
      await form.getByText(hazardsZh.notUpheld, { exact: true }).click()
      await form.locator('textarea').fill('租赁合同写明由承租方维护')
    })
    await fillAct(desk, 'hazard.answer_extension', async (form) => {
      await form.getByText(hazardsZh.granted, { exact: true }).click()
      await form.locator('textarea').fill('同意，请按期完成')
    })
    await desk.getByText(hazardsZh.deadlineWas.replace('{at}', '2022-06-30 24:00').replace('{n}', '1')).waitFor()
    await page.reload()
    await page.getByText('2022年7月8日').first().waitFor()
    await page.getByText(publicZh['due.extended'].replace('{date}', '2022年6月30日')).waitFor()
    await page.locator('.public-history', { hasText: wordsZh['event.hazard.objection_answered'] }).waitFor()
    assert.equal(await tokenOf(world, hazard), token, 'the answers come with the same link')
    await desk.close()
    await page.close()
  })

  it('uploads proof, which a colleague re-inspects and the desk closes', async () => {
    const { hazard, token } = await linked()
    const page = await openLink(token)
    await openAct(page, 'submit', code)
    await page.getByRole('button', { name: publicZh['submit.send'] }).click()
    await page.getByRole('alert').getByText(publicZh['submit.need.photo']).waitFor()
    await page.locator('input[type=file]').first().setInputFiles(photoAfter)
    await page.getByText(publicZh['proof.done'], { exact: true }).waitFor()
    await page.getByLabel(publicZh['submit.note']).fill('已换线槽')
    await shot(page, 'owner-submit')
    await sendForm(page, 'submit')
    await page.getByText(publicZh['due.submitted']).waitFor()
    for (const act of ['submit', 'extend', 'object'] as const) {
      const button = page.getByRole('button', { name: publicZh[`act.${act}`], exact: true })
      assert.ok((await button.count()) === 0 || (await button.isDisabled()), act)
    }

    const cadre = await openDesk(stage, 'wangguilan', `/hazards/${hazard}`)
    await cadre.locator('.timeline', { hasText: '已换线槽' }).waitFor()
    assert.equal(await cadre.locator('.pair-side').nth(1).locator('img').count(), 1)
    await fillAct(cadre, 'hazard.reinspect', async (form) => {
      await form.getByText(hazardsZh.passedReinspect).click()
      await form.locator('textarea').fill('线路已入槽')
    })
    const desk = await openDesk(stage, 'zhouxiaolan', `/hazards/${hazard}`)
    await acts(desk).getByRole('button', { name: wordsZh['action.hazard.close'], exact: true }).waitFor()
    await confirmAct(desk, 'hazard.close')
    await desk.locator('.head .status-closed').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: publicZh['closed.title'] }).waitFor()
    await shot(page, 'owner-closed')
    await cadre.close()
    await desk.close()
    await page.close()
  })
})

describe('a link ends', () => {
  it('when the desk revokes it, and when its time is over', async () => {
    const { hazard, token } = await linked()
    const desk = await openDesk(stage, 'zhouxiaolan', `/hazards/${hazard}`)
    const revoke = wordsZh['action.link.revoke']
    await desk.getByRole('button', { name: revoke }).click()
    await desk.locator('.ant-popover').getByLabel(hazardsZh.fieldReason).fill('发错了号码')
    await desk.locator('.ant-popover').getByRole('button', { name: revoke }).click()
    await desk.getByText(hazardsZh.linkRevokedDone).waitFor()
    await desk.locator('.panel li', { hasText: /[0-9]{2}:[0-9]{2} 作废/ }).waitFor()
    const page = await openLink(token)
    await page.getByRole('heading', { name: publicZh['link.expired.title'] }).waitFor()
    await page.getByText(publicZh['link.help.call']).waitFor()
    assert.ok(!(await textOf(page.locator('body'))).includes('蓝纹针织厂'))
    await shot(page, 'owner-revoked')

    const other = await linked()
    world.house.time.setTo(plus(world.house.time.now(), 15 * day + 31 * day))
    await page.goto(`${stage.address}/o/${other.token}`)
    await page.getByRole('heading', { name: publicZh['link.expired.title'] }).waitFor()
    await page.goto(`${stage.address}/o/330109-${'x'.repeat(43)}`)
    await page.getByRole('heading', { name: publicZh['link.not_found.title'] }).waitFor()
  })
})

/** Everything about a hazard that opening its link could have changed. */
async function fileOf(hazard: string) {
  const answer = await (await world.login('zhouxiaolan')).get(`/api/hazards/${hazard}`)
  const file = answer.json() as {
    hazard: { version: number; objection: unknown }
    timeline: unknown[]
    notices: { id: string }[]
  }
  return { ...file.hazard, timeline: file.timeline, notices: file.notices.map((notice) => notice.id) }
}
