import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { auditBoth } from '#test/e2e/axe.ts'
import { bring, openDesk, registerPlace, report, shot, textOf } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { mint } from '#test/world.ts'
import { phasesZh } from '#web/text/phases-zh.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

describe('the leader switches a phase', () => {
  it('begins one, sees what a switch would do, switches it, and has the frozen figures', async () => {
    const { world } = stage
    const place = await registerPlace(world)
    await report(world, place, 'ENT-EL-01')
    await bring(world, await report(world, place, 'ENT-FF-01'), 'submitted')
    await bring(world, await report(world, await registerPlace(world), 'ENT-EL-01'), 'closed')

    const page = await openDesk(stage, 'hewenbin', '/phases')
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: phasesZh.begin }).first().click()
    await dialog.getByLabel(phasesZh.name).fill('除险保安试点')
    await dialog.getByRole('button', { name: phasesZh.begin }).click()
    await page.getByText(phasesZh.aheadHint).waitFor()
    assert.match(await textOf(page.locator('.panel', { hasText: phasesZh.aheadTitle })), /没有办结的隐患\s*2 处/)
    assert.deepEqual(await auditBoth(page, 'a running phase'), [])
    await shot(page, 'phase-running')

    await page.getByRole('button', { name: phasesZh.switch, exact: true }).click()
    await dialog.getByRole('combobox').click()
    await page.locator('.ant-select-item-option').first().click()
    await dialog.getByLabel(phasesZh.reason).fill('转段会议决定')
    assert.match(await textOf(dialog), /2 处没有办结的隐患会定格/)
    await dialog.getByRole('button', { name: phasesZh.switch, exact: true }).click()

    await page.locator('[data-hand-over="2/2"]').waitFor()
    await page.getByRole('heading', { name: phasesZh.receipt }).waitFor()
    assert.match(await textOf(page.locator('.panel', { hasText: phasesZh.frozenTitle })), /与封存的事件一致/)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: phasesZh.save }).click(),
    ])
    const text = await readFile(await saved.path(), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    assert.equal((await page.locator('.daily-root-code').first().innerText()).replaceAll(/\s/g, ''), hash)
    assert.deepEqual(await auditBoth(page, 'a switched phase'), [])
    await shot(page, 'phase-switched')
    await page.close()
  })
})

describe('the desk of the same town', () => {
  it('sees what was frozen and may switch nothing', async () => {
    const { world } = stage
    const leader = world.as('hewenbin')

    await leader.must('phase.begin', mint(world), { name: '第二阶段', unitPath: '/330109/113/' })
    const page = await openDesk(stage, 'zhouxiaolan', '/phases')
    await page.getByText(phasesZh.onlyLeader).waitFor()
    assert.ok(await page.getByRole('button', { name: phasesZh.switch, exact: true }).isDisabled())
    await page.getByRole('link', { name: `除险保安试点 · ${phasesZh.ended}` }).click()
    await page.getByText(phasesZh.progressDone).waitFor()
    await page.close()
  })
})
