import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommandType } from '#domain/commands.ts'
import { foundBy, outcomesOf } from '#web/field/job-outcomes.ts'
import {
  askedAgain,
  type Job,
  type JobAnswer,
  newJob,
  nextCommands,
  refusedCommand,
  remarksOf,
} from '#web/field/jobs.ts'
import { ids, startedAt, walk } from './walk.ts'

type Said = 'accepted' | { code: string }

/** A job of one stage of findings; each command is answered as said. */
function job(said: [type: CommandType, subject: string, answer: Said, data?: object][], more: Partial<Job> = {}): Job {
  const commands = said.map(([type, subject, , data], n) => ({
    id: `c${n}`,
    type,
    subject,
    at: startedAt,
    data: { ...data },
  }))
  const answers = said.map(([, , answer], n): [string, JobAnswer] => [
    `c${n}`,
    answer === 'accepted'
      ? { outcome: 'accepted' }
      : { outcome: 'refused', trouble: { code: answer.code, facts: {}, requestId: null } },
  ])
  const fresh = newJob({
    id: ids.visit,
    kind: 'visit',
    accountId: 'account',
    postId: 'post',
    title: '蓝纹针织',
    createdAt: startedAt,
    stages: [{ commands, needed: false }],
    files: [],
    findings: { [ids.fresh]: '电线未穿管' },
    draft: null,
  })
  return { ...fresh, answers: Object.fromEntries(answers), ...more }
}

const outcome = (...all: Parameters<typeof job>) => outcomesOf(job(...all)).map((one) => one.outcome)

test('a finding stands where its last accepted step left it', () => {
  const [h, yes] = [ids.fresh, 'accepted'] as const
  assert.deepEqual(outcome([]), ['reported'])
  assert.deepEqual(outcome([['hazard.file', h, yes]]), ['filed'])
  assert.deepEqual(
    outcome([
      ['hazard.file', h, yes],
      ['hazard.dispatch', h, yes],
    ]),
    ['dispatched'],
  )
  assert.deepEqual(outcome([['hazard.fix_on_site', h, yes]]), ['fixed'])
  assert.deepEqual(outcome([['hazard.reinspect', h, yes, { passed: true }]]), ['passed'])
  assert.deepEqual(outcome([['hazard.reinspect', h, yes, { passed: false }]]), ['sentBack'])
})

test('a missing party is the desk’s work; any other refusal is told with its reason', () => {
  const h = ids.fresh
  assert.deepEqual(
    outcome([
      ['hazard.file', h, 'accepted'],
      ['hazard.dispatch', h, { code: 'hazard.party_missing' }],
    ]),
    ['partyMissing'],
  )
  const [told] = outcomesOf(job([['hazard.fix_on_site', h, { code: 'hazard.evidence_missing' }]]))
  assert.deepEqual([told?.outcome, told?.trouble?.code], ['notDone', 'hazard.evidence_missing'])
})

test('what was open before goes on as it was, and nobody is said to have found it', () => {
  const findings = { [ids.fresh]: '电线未穿管', [ids.known]: '安全出口堵塞' }
  const visit = job([], { findings, draft: walk() })
  assert.deepEqual(
    outcomesOf(visit).map(({ hazardId, outcome }) => [hazardId, outcome]),
    [
      [ids.fresh, 'reported'],
      [ids.known, 'known'],
    ],
  )
  assert.deepEqual(foundBy(visit), [ids.fresh])
  assert.deepEqual(foundBy(job([], { kind: 'reinspect' })), [])
})

test('a needed stage holds the rest back; one that is not needed does not', () => {
  const no = { code: 'visit.item_unknown' }
  const held = job([['safetyVisit.record', ids.visit, no]])
  const needed = { ...held, stages: held.stages.map((stage) => ({ ...stage, needed: true })) }
  assert.equal(refusedCommand(needed)?.trouble.code, 'visit.item_unknown')
  assert.deepEqual(nextCommands(needed), needed.stages[0]?.commands)
  assert.equal(refusedCommand(held), null)
  assert.equal(nextCommands(held), null)
  assert.equal(remarksOf(held).length, 1)
  assert.deepEqual(askedAgain(needed).answers, {})
  assert.equal(askedAgain(needed).state, 'waiting')
})
