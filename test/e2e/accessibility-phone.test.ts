import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit, auditBoth, languages, open, speak } from '#test/e2e/axe.ts'
import { bring, findOnSite, owner, registerPlace, report, tokenOf } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { publicZh } from '#web/text/public-zh.ts'

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

describe('nothing keeps people out, in either language,', () => {
  it("of the owner's link", async () => {
    const place = await registerPlace(world)
    const { hazard } = await findOnSite(world, 'safetyVisit', place, 'ENT-EL-01')
    await bring(world, hazard, 'dispatched')
    const closed = await report(world, place, 'ENT-MG-01')
    await bring(world, closed, 'closed')
    const page = await stage.visit('/o/nothing', 'phone')
    const found: string[] = []
    for (const [name, path] of Object.entries({
      dead: '/o/nothing',
      closed: `/o/${await tokenOf(world, closed)}`,
      notice: `/o/${await tokenOf(world, hazard)}`,
    })) {
      await open(stage, page, path)
      found.push(...(await auditBoth(page, name)))
    }
    await page.getByRole('button', { name: publicZh['act.submit'], exact: true }).click()
    found.push(...(await auditBoth(page, 'code')))
    await page.getByLabel(publicZh['code.label']).fill(owner.phone.slice(-4))
    await page.getByRole('button', { name: publicZh['code.continue'] }).click()
    await page.getByRole('button', { name: publicZh['submit.send'] }).click()
    found.push(...(await auditBoth(page, 'proof')))
    for (const step of ['extend', 'object'] as const) {
      await page.getByRole('button', { name: publicZh.back }).click()
      await page.getByRole('button', { name: publicZh[`act.${step}`], exact: true }).click()
      await page.locator('textarea').waitFor()
      found.push(...(await auditBoth(page, step)))
    }
    await page.close()
    assert.deepEqual(found, [])
  })

  it('of the phone', async () => {
    const place = await registerPlace(world)
    const hazard = await report(world, place, 'ENT-EL-03')
    await bring(world, hazard, 'submitted')
    const worker = await stage.enter('chenjianguo', 'phone')
    const inspector = await stage.enter('zhaomingyuan', 'phone')
    const cadre = await stage.enter('wangguilan', 'phone')
    const found: string[] = []
    for (const language of languages) {
      for (const [page, path] of [
        [worker, '/field'],
        [worker, '/field/find'],
        [worker, '/field/report'],
        [worker, '/field/me'],
        [worker, `/field/place/${place}`],
        [inspector, `/field/place/${place}/inspect`],
        [cadre, `/field/reinspect/${hazard}`],
      ] as const) {
        await speak(page, language)
        await open(stage, page, path)
        found.push(...(await audit(page, `${language} ${path}`)))
      }
    }
    assert.deepEqual(found, [])
  })
})
