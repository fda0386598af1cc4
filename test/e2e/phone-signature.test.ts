import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { mint } from '#test/world.ts'
import {
  arrived,
  drawByMouse,
  eventually,
  find,
  goTo,
  handIn,
  itemOf,
  look,
  reader,
  register,
  restPasses,
  slacken,
  startVisit,
  toSignature,
  walkInHand,
} from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

const weaver = '杭州萧山青梭纺织有限公司'
const tailor = '杭州萧山云帆服饰有限公司'
const stranger = '长联村便民五金店'

let stage: Stage
let server: Awaited<ReturnType<typeof reader>>
before(async () => {
  stage = await openStage(async (world) => {
    const shop = { kind: 'shop', name: stranger, uscc: null, parentId: null, position: null, contact: null }
    const data = { ...shop, unitPath: '/330109/113/264/001/', address: '长联村1号' }
    await world.as('yuxiuzhen').must('place.register', mint(world), data)
  })
  await register(stage, 'enterprise', weaver, '001/02/')
  await register(stage, 'enterprise', tailor, '001/05/')
  server = await reader(stage)
})
after(() => stage?.close())

const wires = () => itemOf(stage, 'ENT-EL-01')
const strips = () => itemOf(stage, 'ENT-EL-03')

test('an empty sheet is no signature, and 拒签 takes a reason and two witnesses', async () => {
  const page = await stage.enter('chenjianguo', 'phone')
  assert.equal(await page.getByRole('link', { name: stranger }).count(), 0, 'another village is not on the list')
  await goTo(page, weaver)
  assert.ok(await page.getByRole('button', { name: '行政检查' }).isDisabled())
  await page.getByText(/行政检查只能由持行政执法证的人员进行/).waitFor()
  await look(page, '10-no-inspection')
  await page.getByRole('button', { name: '开始走访' }).click()
  await find(page, wires(), { before: 'bare-wires-before.jpg' })
  await restPasses(page)
  const { draft, hazardOf } = await walkInHand(page)
  const shown = await toSignature(page)
  await page.getByText('请对方在此签名').waitFor()
  assert.ok(await page.getByRole('button', { name: '请先签名' }).isDisabled())
  await page.getByRole('img', { name: /签名区/ }).click()
  assert.ok(await page.getByRole('button', { name: '请先签名' }).isDisabled(), 'a dot is not a name')
  await look(page, '11-blank')

  await page.getByRole('button', { name: '拒签' }).click()
  const record = page.getByRole('button', { name: '记录拒签' })
  await page.getByLabel(/拒签的理由/).fill('负责人不在，现场人员不肯签')
  await page.getByLabel(/见证人 1/).fill('李小满')
  await page.getByLabel(/见证人 2/).fill('李小满')
  await page.getByText(/填两名见证人/).waitFor()
  assert.ok(await record.isDisabled(), 'the same person twice is one witness')
  await page.getByLabel(/见证人 2/).fill('俞秀珍')
  await look(page, '12-refusal')
  await record.click()
  await arrived(page)
  const { visit } = await server.visit(draft.id)
  const { acknowledgement } = visit
  assert.equal(acknowledgement?.kind, 'refused')
  await stage.world.as('zhouxiaolan').must('hazard.file', hazardOf(wires().code))
  await slacken(stage, hazardOf(wires().code))
  const { text, textHash } = await server.visit(draft.id)
  assert.deepEqual([text, textHash], [shown, acknowledgement?.textHash], 'what was refused stays as it was shown')
  assert.equal(acknowledgement?.kind === 'refused' && acknowledgement.witnesses, 2)
  assert.equal(await server.signature(draft.id), null)
  assert.equal(visit.status, 'finished')
  await page.close()
})

test('two certificate holders may order; a visit only ever advises', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await goTo(page, tailor)
  await page.getByRole('link', { name: '行政检查' }).click()
  const begin = page.getByRole('button', { name: /开始检查/ })
  await page.getByText(/不得少于 2 人/).waitFor()
  assert.ok(await begin.isDisabled(), 'nobody inspects alone')
  await page.getByRole('checkbox', { name: /孙立新/ }).check()
  await page.getByLabel('审批编号').fill('瓜执检批〔2022〕12号')
  await page.getByLabel('检查通知书编号').fill('瓜执检通〔2022〕12号')
  await look(page, '13-inspection')
  await begin.click()
  await find(page, strips(), { before: 'power-strips-before.jpg' })
  await restPasses(page)
  const { draft, hazardOf } = await walkInHand(page)
  const shown = await toSignature(page)
  assert.match(shown, /责令整改期限/)
  await drawByMouse(page)
  await handIn(page)
  const { visit, text } = await server.visit(draft.id)
  assert.equal(text, shown)
  assert.equal(visit.act === 'administrativeInspection' && visit.certificatePosts.length, 2)
  const templates = async (hazard: string) => (await server.hazard(hazard)).notices.map((notice) => notice.template)
  const told = (hazard: string) =>
    eventually(
      () => templates(hazard),
      (found) => found.length > 0,
    )
  const ordered = hazardOf(strips().code)
  assert.deepEqual(await told(ordered), ['order'])

  await opensAsPdf(page, '责令限期改正通知书')
  await look(page, '13-papers')

  await page.getByRole('link', { name: '回到今天' }).click()
  await startVisit(page, tailor)
  await find(page, strips(), { before: 'power-strips-before.jpg', word: '仍未整改' })
  await find(page, wires(), { before: 'bare-wires-before.jpg' })
  await restPasses(page)
  await look(page, '14-known')
  const { draft: walk, hazardOf: foundIn } = await walkInHand(page)
  const advice = await toSignature(page)
  assert.match(advice, /建议整改期限/)
  assert.doesNotMatch(advice, /责令/)
  await drawByMouse(page)
  await handIn(page)
  await opensAsPdf(page, '隐患整改告知书')
  assert.equal(await page.getByRole('link', { name: /责令/ }).count(), 0, 'a visit has no paper that orders')
  const later = await server.visit(walk.id)
  assert.equal(later.text, advice)
  const named = later.visit.entries.find((entry) => entry.itemCode === strips().code)
  assert.equal(named?.hazardId, ordered, 'what was open before stays one hazard')
  assert.deepEqual(await told(foundIn(wires().code)), ['advice'])
  assert.deepEqual(await told(ordered), ['order'])
  await page.close()
})

/** The paper of what was just handed in, beside its receipt. */
async function opensAsPdf(page: Page, title: string): Promise<void> {
  const link = page.getByRole('link', { name: `打开 PDF：${title}` })
  const answer = await page.request.get(new URL((await link.getAttribute('href')) as string, page.url()).href)
  assert.equal(answer.headers()['content-type'], 'application/pdf')
}

test('no screen complained about a script or about what the security policy forbids', () => {
  assert.deepEqual(stage.complaints, [])
})
