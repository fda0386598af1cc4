import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { day, hour, plus } from '#domain/calendar.ts'
import {
  actButton,
  bring,
  confirmAct,
  fillAct,
  findOnSite,
  logIn,
  openDesk,
  registerPlace,
  report,
  shot,
  textOf,
  until,
  whyNot,
} from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { hazardsZh } from '#web/text/hazards-zh.ts'
import { problemsZh } from '#web/text/problems-zh.ts'
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

const page = (id: string) => `/hazards/${id}`
const notices = '.panel:has(> h2:text-is("通知"))'
const timeline = '.timeline .entry'

describe('a hazard is handed over', () => {
  it('one dispatch sends one notice, and the page shows how far it got', async () => {
    const { hazard } = await findOnSite(world, 'safetyVisit', await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'filed')
    const desk = await openDesk(stage, 'zhouxiaolan', page(hazard))
    await confirmAct(desk, 'hazard.dispatch', true)
    await desk.locator(notices).getByText(wordsZh['noticeState.delivered']).waitFor()
    const panel = desk.locator(notices)
    assert.equal(await panel.locator('li').count(), 1)
    assert.match(await textOf(panel), new RegExp(wordsZh['template.advice']))
    await panel.locator('summary').click()
    const said = await textOf(panel.locator('.words'))
    assert.match(said, /建议.*整改/)
    assert.doesNotMatch(said, /责令/)
    assert.doesNotMatch(said, /330109-[\w-]{43}/, 'the desk must not show the token')
    const dispatched = desk.locator(timeline, { hasText: wordsZh['event.hazard.dispatched'] })
    assert.equal(await dispatched.count(), 1)
    assert.match(await textOf(dispatched), /周晓岚[\s\S]*镇街指挥室/)
    await desk.reload()
    await desk.locator(notices).getByText(wordsZh['noticeState.delivered']).waitFor()
    assert.equal(await desk.locator(`${notices} li`).count(), 1)
    await shot(desk, 'hazard-dispatched')
    await desk.close()
  })

  it('only what an administrative inspection found is ordered', async () => {
    const { hazard } = await findOnSite(world, 'administrativeInspection', await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'dispatched')
    const desk = await openDesk(stage, 'zhouxiaolan', page(hazard))
    const panel = desk.locator(notices)
    await panel.getByText(wordsZh['noticeState.delivered']).waitFor()
    assert.match(await textOf(panel), new RegExp(wordsZh['template.order']))
    await panel.locator('summary').click()
    assert.match(await textOf(panel.locator('.words')), /责令/)
    await desk.getByText(hazardsZh.actAdministrativeInspection).waitFor()
    await desk.close()
  })

  it('a finding of a safety visit is transferred or suspended only once an inspection is linked', async () => {
    const place = await registerPlace(world)
    const { hazard } = await findOnSite(world, 'safetyVisit', place, 'ENT-EL-01')
    await bring(world, hazard, 'rectifying')
    const desk = await openDesk(stage, 'wuzhiqiang', page(hazard))
    await desk.getByText(hazardsZh.actSafetyVisit).waitFor()
    for (const action of ['hazard.transfer', 'hazard.suspend', 'hazard.shut_down'] as const) {
      assert.equal(await actButton(desk, action).count(), 0, action)
      const why = await whyNot(desk, action)
      assert.ok(why.includes(problemsZh['problem.hazard.needs_administrative_inspection']), `${action}: ${why}`)
    }
    await shot(desk, 'hazard-without-inspection')
    await findOnSite(world, 'administrativeInspection', place, 'ENT-EL-03')
    await desk.reload()
    await actButton(desk, 'hazard.suspend').waitFor()
    await fillAct(desk, 'hazard.transfer', async (form) => {
      await form.locator('.ant-select').click()
      await desk.locator('.ant-select-item-option', { hasText: '瓜通〔2022〕7号' }).click()
      await form.locator('textarea').fill('逾期不改，移送立案')
    })
    await desk.locator('.head .status-transferred').waitFor()
    assert.match(await textOf(desk.locator(timeline).first()), /移送立案[\s\S]*逾期不改，移送立案/)
    await desk.close()
  })
})

describe('a hazard is closed', () => {
  it('an extreme one takes two people, and says so to the first', async () => {
    const hazard = await report(world, await registerPlace(world), 'ENT-EV-03')
    await bring(world, hazard, 'reinspected')
    const first = await openDesk(stage, 'zhouxiaolan', page(hazard))
    await confirmAct(first, 'hazard.close')
    await first.getByText(hazardsZh.approvals.replace('{n}', '1').replace('{needed}', '2')).waitFor()
    assert.equal(await actButton(first, 'hazard.close').count(), 0)
    const why = await whyNot(first, 'hazard.close')
    assert.ok(why.includes(problemsZh['problem.hazard.already_approved'].replace('{needed}', '2')), why)
    await shot(first, 'hazard-one-approval')
    const again = await world.as('zhouxiaolan').give('hazard.close', hazard)
    assert.equal(again.outcome === 'refused' && again.problem.code, 'hazard.already_approved')

    const second = await openDesk(stage, 'fenglicheng', page(hazard))
    await confirmAct(second, 'hazard.close')
    await second.locator('.head .status-closed').waitFor()
    await first.locator('.head .status-closed').waitFor()
    assert.equal(await first.locator(timeline, { hasText: wordsZh['event.hazard.close_approved'] }).count(), 2)
    await first.close()
    await second.close()
  })

  it('whoever rectified does not judge; a failed re-inspection is rework', async () => {
    const hazard = await report(world, await registerPlace(world), 'ENT-EL-01')
    await bring(world, hazard, 'submitted')
    const worker = await openDesk(stage, 'chenjianguo', page(hazard))
    const why = await whyNot(worker, 'hazard.reinspect')
    assert.ok(why.includes(problemsZh['problem.hazard.same_person']), why)
    const cadre = await openDesk(stage, 'wangguilan', page(hazard))
    await fillAct(cadre, 'hazard.reinspect', async (form) => {
      await form.getByText(hazardsZh.failedReinspect).click()
      await form.locator('textarea').fill('插线板还在叠接')
    })
    await cadre.locator('.head .status-rectifying').waitFor()
    await cadre.getByText(hazardsZh.reworked.replace('{n}', '1')).waitFor()
    await worker.locator(timeline, { hasText: '插线板还在叠接' }).waitFor()
    await actButton(worker, 'hazard.submit').waitFor()
    await shot(worker, 'hazard-reworked')
    await worker.close()
    await cadre.close()
  })
})

describe('time passes', () => {
  it('the same item failing again within 90 days leads to the old hazard and back', async () => {
    const place = await registerPlace(world)
    const first = await report(world, place, 'ENT-EL-01')
    await bring(world, first, 'closed')
    const second = await report(world, place, 'ENT-EL-01')
    const desk = await openDesk(stage, 'zhouxiaolan', page(second))
    await desk.locator('.head').getByText(wordsZh['situation.relapsed']).waitFor()
    await desk.getByRole('link', { name: hazardsZh.relapsePrevious }).click()
    await desk.waitForURL(`**${page(first)}`)
    await desk.getByRole('link', { name: hazardsZh.relapseLater }).click()
    await desk.waitForURL(`**${page(second)}`)
    await desk.close()
  })

  it('past its deadline a hazard turns overdue before the eyes of the desk, and can be referred', async () => {
    const { hazard } = await findOnSite(world, 'safetyVisit', await registerPlace(world), 'ENT-EV-02')
    await bring(world, hazard, 'dispatched')
    const deadline = plus(world.house.time.now(), day)
    world.house.time.setTo(plus(deadline, -20_000))
    const list = await logIn(stage, 'zhouxiaolan', '/hazards?overdue=true')
    await list.getByText(hazardsZh.emptyTitle).waitFor()
    const file = await list.context().newPage()
    await file.goto(stage.address + page(hazard))
    assert.ok((await whyNot(file, 'hazard.refer')).includes(problemsZh['problem.hazard.not_overdue']))

    world.house.time.setTo(deadline)
    const at = Date.now()
    await list.locator(`[data-row="${hazard}"]`).waitFor()
    assert.ok(Date.now() - at < 8000, `overdue was seen after ${Date.now() - at} ms`)
    await list.getByText(hazardsZh.countOverdue.replace('{overdue}', '1')).waitFor()
    await file.locator('.head .clock-late').waitFor()
    await shot(list, 'list-overdue')
    await fillAct(file, 'hazard.refer', async (form) => {
      await form.locator('.ant-select').click()
      await file.locator('.ant-select-item-option', { hasText: wordsZh['department.fire'] }).click()
      await form.locator('textarea').fill('多次提醒仍不整改')
    })
    const referred = file.locator(timeline, { hasText: wordsZh['event.hazard.referred'] })
    assert.match(await textOf(referred), /消防救援大队[\s\S]*多次提醒仍不整改/)

    for (const hours of [24, 72]) {
      world.house.time.setTo(plus(deadline, hours * hour))
      await until(
        async () => (await rungsOf(hazard)).length === (hours === 24 ? 2 : 3),
        `the rung after ${hours} hours`,
      )
    }
    const leader = await logIn(stage, 'hewenbin', page(hazard))
    await leader.getByText(hazardsZh.rung.replace('{n}', '3')).waitFor()
    for (const [rung, role] of [
      [1, 'villageCadre'],
      [2, 'townDesk'],
      [3, 'leader'],
    ] as const) {
      const said = hazardsZh.detailRung.replace('{rung}', String(rung)).replace('{role}', wordsZh[`role.${role}`])
      assert.equal(await leader.locator(timeline, { hasText: said }).count(), 1, said)
    }
    assert.equal(await leader.locator(timeline, { hasText: wordsZh['event.hazard.lapsed'] }).count(), 1)
    await shot(leader, 'hazard-rungs')
  })
})

async function rungsOf(hazard: string): Promise<unknown[]> {
  const answer = await (await world.login('hewenbin')).get(`/api/hazards/${hazard}`)
  return (answer.json().timeline as { type: string }[]).filter((event) => event.type === 'hazard.escalated')
}
