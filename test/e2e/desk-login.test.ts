import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fillLogin, logIn, registerPlace, report, shot } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { deskZh } from '#web/text/desk-zh.ts'
import { problemsZh } from '#web/text/problems-zh.ts'

let stage: Stage
let world: Stage['world']
let hazard: string
before(async () => {
  stage = await openStage()
  world = stage.world
  hazard = await report(world, await registerPlace(world), 'ENT-EL-01')
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

describe('the door', () => {
  it('leads back to where one wanted to go; wrong passwords are refused, then the account waits', async () => {
    const page = await stage.visit(`/hazards/${hazard}`, 'desk')
    await fillLogin(page, 'zhenghaiyan', 'not-the-password-1A')
    await page.getByText(problemsZh['problem.session.wrong_credentials']).waitFor()
    await fillLogin(page, 'zhouxiaolan', world.town.passwords.get('zhouxiaolan') as string)
    await page.waitForURL(`**/hazards/${hazard}`)
    const other = await stage.visit('/login', 'desk')
    for (let n = 0; n < 5; n++) {
      const answered = other.waitForResponse('**/api/session')
      await fillLogin(other, 'zhenghaiyan', `not-the-password-${n}A`)
      await answered
      await other.locator('button[type=submit]:not(.ant-btn-loading)').waitFor()
    }
    await fillLogin(other, 'zhenghaiyan', world.town.passwords.get('zhenghaiyan') as string)
    await other.getByText(/已锁定至 2022-06-15 \d\d:\d\d/).waitFor()
    await shot(other, 'login-locked')
    await page.close()
    await other.close()
  })

  it('logs out everywhere', async () => {
    const [here, there] = [await logIn(stage, 'fenglicheng'), await logIn(stage, 'fenglicheng')]
    await here.locator('.account-button').click()
    await here.getByText(deskZh.logOutEverywhere, { exact: true }).click()
    await here.getByRole('dialog').getByRole('button', { name: deskZh.logOutEverywhere }).click()
    await here.waitForURL('**/login')
    await there.getByRole('navigation').first().getByText(deskZh.units).click()
    await there.waitForURL('**/login')
  })
})
