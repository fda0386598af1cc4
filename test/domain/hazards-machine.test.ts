import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { hour, type Instant, plus } from '#domain/calendar.ts'
import { commandData } from '#domain/commands.ts'
import {
  type Hazard,
  type HazardStatus,
  hazardStatuses,
  immediateHours,
  isFinal,
  missingParties,
  mostExtensions,
  owesProof,
} from '#domain/hazards.ts'
import { defaultLadder, nextClock } from '#domain/hazards-clock.ts'
import { availableHazardActions, deadlineFor, decideHazard, decideReport } from '#domain/hazards-decide.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { evolveHazard, type HazardEvent, type Moment } from '#domain/hazards-evolve.ts'
import type { HazardData } from '#domain/hazards-guards.ts'
import { type Actor, may } from '#domain/people.ts'
import { Problem, type ProblemCode } from '#domain/problems.ts'
import { modes, severities } from '#domain/standards.ts'
import { actorRoles, hazardId, idOf, type Walker, walkers, walkersFor } from './hazard-actors.ts'
import { actions, agreedEdges, agreedRefusals, edgeName, startsFrom } from './hazard-contract.ts'
import {
  colleague,
  dataFor,
  factsOf,
  finders,
  inspection,
  itemOf,
  photo,
  type Surroundings,
  start,
  visit,
} from './hazard-surroundings.ts'

// A refusal is an ordinary answer here, half a million times over: its stack is not worth writing.
Error.stackTraceLimit = 0

const seed = 20220615
const witnessesPerStatus = 24

type Outcome = { code: ProblemCode } | { events: HazardEvent[] }
type Witness = { hazard: Hazard; around: Surroundings; now: Instant }
type Past = { event: HazardEvent; moment: Moment }

function attempt(
  action: HazardAction,
  hazard: Hazard,
  data: HazardData,
  actor: Actor,
  now: Instant,
  around: Surroundings,
): Outcome {
  try {
    return { events: decideHazard(action, hazard, data, actor, now, factsOf(around)) }
  } catch (error) {
    if (error instanceof Problem) return { code: error.code }
    throw error
  }
}

function birth(around: Surroundings): Past {
  const finder = finders[around.finder] as Walker
  const report = { placeId: idOf(20), itemCode: 'ENT-EL-01', before: [photo] }
  const [event] = decideReport(
    report,
    around.act,
    around.act === 'report' ? null : visit,
    finder,
    start,
    factsOf(around),
  )
  return { event: event as HazardEvent, moment: { hazardId, by: finder.accountId, at: start, commandId: idOf(2) } }
}

const fold = (history: readonly Past[]) =>
  history.reduce<Hazard | null>((was, { event, moment }) => evolveHazard(was, event, moment), null) as Hazard

/** What the walks saw, for the questions about all of them together. */
const taken = new Map<string, number>()
const acceptedBy = new Set<string>()
const witnesses = new Map<HazardStatus, Map<string, Witness>>()

function remember(hazard: Hazard, around: Surroundings, now: Instant): void {
  const flags = [
    hazard.extension,
    hazard.objection,
    hazard.voiding,
    hazard.closingDown,
    hazard.overdueSince,
    hazard.stalledSince,
    hazard.sample,
  ].map((value) => (value === null ? 0 : 1))
  const shape = [
    `${hazard.severity} ${flags[0]}`,
    ...flags,
    hazard.sample,
    hazard.extensions,
    hazard.mode,
    hazard.severity,
    hazard.act,
    hazard.approvals.length,
    hazard.team?.phaseId,
    around.gap ? hazard.waived.length : 'whole',
    around.inspected,
    `${now <= plus(hazard.foundAt, immediateHours * hour)} ${hazard.mode} ${hazard.act} ${around.signed} ${around.finder} ${hazard.sample}`,
  ].join()
  const known = witnesses.get(hazard.status) ?? new Map<string, Witness>()
  witnesses.set(hazard.status, known)
  if (!known.has(shape)) known.set(shape, { hazard, around, now })
}

function take(
  action: HazardAction,
  was: Hazard,
  events: readonly HazardEvent[],
  actor: Actor,
  at: Instant,
  commandId: string,
): Past[] {
  const moment = { hazardId, by: actor.accountId, at, commandId }
  const past = events.map((event) => ({ event, moment }))
  const now = past.reduce<Hazard>((hazard, { event }) => evolveHazard(hazard, event, moment), was)
  const edge = edgeName(action, was.status, now.status)
  assert.ok(agreedEdges.has(edge), `${edge} is on no list`)
  taken.set(edge, (taken.get(edge) ?? 0) + 1)
  acceptedBy.add(`${action} ${was.status} ${actor.role}`)
  return past
}

const anySurroundings: fc.Arbitrary<Surroundings> = fc.record({
  severity: fc.constantFrom(...severities),
  mode: fc.constantFrom(...modes),
  evidenceKinds: fc.constantFrom(['photo'] as const, ['photo', 'video'] as const),
  act: fc.constantFrom('safetyVisit', 'administrativeInspection', 'report'),
  signed: fc.boolean(),
  gap: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  inspected: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
  sampled: fc.boolean(),
  finder: fc.nat(finders.length - 1),
})
const anyStep = fc.record({
  wild: fc.nat(5),
  turn: fc.nat(9),
  action: fc.nat(),
  actor: fc.nat(),
  data: fc.nat(15),
  hours: fc.oneof(fc.nat(3), fc.nat(40)),
})
type Step = { wild: number; turn: number; action: number; actor: number; data: number; hours: number }
const exits: readonly HazardAction[] = [
  'hazard.request_void',
  'hazard.answer_void',
  'hazard.transfer',
  'hazard.suspend',
  'hazard.shut_down',
]

/** Of what the state is for: mostly any of it, at times the date, at times a way off the main road. */
function sensible(step: Step, hazard: Hazard): readonly HazardAction[] {
  const all = actions.filter((action) => startsFrom(action, hazard.status))
  const moreTime: HazardAction = hazard.extension === null ? 'hazard.request_extension' : 'hazard.answer_extension'
  const leaving = all.filter((action) => exits.includes(action))
  const staying = all.filter((action) => !exits.includes(action) && action !== 'hazard.hand_over')
  const answering = hazard.closingDown !== null && all.includes('hazard.shut_down')
  if (step.turn < 2 && answering) return ['hazard.shut_down']
  // A phase ends seldom.
  if (step.turn === 9 && step.data === 15 && !isFinal(hazard.status)) return ['hazard.hand_over']
  if (step.turn === 0 && leaving.length > 0) return leaving
  return step.turn < 3 && all.includes(moreTime) ? [moreTime] : staying
}

/** One in six steps is anything by anybody; the others are tried as they should be done. */
function choose(step: Step, hazard: Hazard, now: Instant): { action: HazardAction; actor: Walker; data: HazardData } {
  const wanted = step.wild === 0 ? [] : sensible(step, hazard)
  const from = wanted.length === 0 ? actions : wanted
  const action = from[step.action % from.length] as HazardAction
  const by = step.wild === 0 ? walkers : walkersFor(action).filter(({ kind }) => kind !== 'foreign')
  const ways = dataFor(action, hazard, now)
  const data = step.data < 6 ? ways.slice(0, 1) : ways
  return { action, actor: by[step.actor % by.length] as Walker, data: data[step.data % data.length] as HazardData }
}

function checkStep(
  action: HazardAction,
  actor: Walker,
  was: Hazard,
  now: Hazard,
  events: readonly HazardEvent[],
  at: Instant,
  around: Surroundings,
  sent: HazardData,
): void {
  const usual = deadlineFor(itemOf(around), now.mode, was.foundAt)
  const types = events.map(({ type }) => type)
  assert.notEqual(actor.kind, 'foreign', 'nobody acts on what is out of reach')
  if (isFinal(was.status)) assert.equal(action, 'hazard.sample_check', 'what is final takes only a second look')
  if (action === 'hazard.reinspect' || action === 'hazard.close')
    assert.notEqual(actor.accountId, was.rectifier, 'nobody judges the own proof')
  if (action === 'hazard.close')
    assert.notEqual(actor.accountId, was.reinspectedBy, 'who looked does not close out alone')
  if (action === 'hazard.sample_check') {
    for (const first of [was.rectifier, was.foundBy, was.reinspectedBy])
      assert.notEqual(actor.accountId, first, 'a second look by a second person')
    if (around.act !== 'report')
      assert.notEqual(actor.accountId, colleague.accountId, 'nor by a colleague of that visit')
  }
  if (action === 'hazard.answer_extension') assert.notEqual(actor.accountId, was.extension?.by)
  if (action === 'hazard.answer_void') assert.notEqual(actor.accountId, was.voiding?.by)
  if (types.includes('hazard.closed') && !now.closedOnSite) {
    assert.equal(new Set(now.approvals).size, now.approvals.length)
    assert.ok(now.approvals.length >= (now.severity === 'critical' ? 2 : 1), 'critical takes two approvers')
    assert.equal(now.approvals.includes(now.rectifier ?? ''), false, 'no approval by the rectifier')
  }
  if (types.includes('hazard.closed') && now.closedOnSite)
    assert.ok(around.signed && now.mode === 'immediate' && was.sample !== 'failed')
  if (!types.some((type) => ['hazard.filed', 'hazard.mode_changed', 'hazard.sample_failed'].includes(type))) {
    assert.equal(now.originalDeadline, was.originalDeadline, 'an extension leaves the first date alone')
  }
  if (was.overdueSince === null && now.overdueSince !== null) {
    assert.ok(
      action === 'hazard.lapse' && owesProof(was.status) && (was.deadline as Instant) <= at,
      'overdue only while proof is owed',
    )
  }
  if (action === 'hazard.lapse') assert.equal(was.overdueSince, null, 'overdue begins once')
  if (action === 'hazard.stall')
    assert.ok(was.stalledSince === null && was.statusSince < at, 'a wait is called out once')
  assert.equal(now.statusSince, now.status === was.status ? was.statusSince : at)
  if (now.status !== was.status) assert.equal(now.stalledSince, null, 'a new state is a new wait')
  for (const { type, data } of events) {
    if (type === 'hazard.extension_requested')
      assert.ok(data.until > at && data.until > (was.deadline as Instant), 'more time lies ahead')
    if (type === 'hazard.sample_failed')
      assert.ok(data.deadline > at && now.overdueSince === null && now.rung === 0, 'a false close-out begins anew')
    const dated = type === 'hazard.filed' || type === 'hazard.mode_changed'
    if (dated && sent.deadline !== undefined)
      assert.ok(data.deadline > at || data.deadline === usual, 'no date is set that has passed')
  }
  if (types.includes('hazard.dispatched'))
    assert.deepEqual(missingParties(now, now.parties), [], 'four parties are named or waived')
}

/** Where somebody of the town must act, and time calls out who does not. */
const townsTurn: readonly HazardStatus[] = ['reported', 'verified', 'filed', 'submitted', 'reinspected']

function checkHazard(hazard: Hazard, history: readonly Past[]): void {
  assert.equal(hazard.version, history.length, 'the version counts the events')
  assert.deepEqual(fold(history), hazard, 'the history folds to the state')
  assert.equal(hazard.closedAt !== null, isFinal(hazard.status), 'nothing ends except closed, closed down or void')
  if (['transferred', 'suspended', 'closedDown'].includes(hazard.status)) assert.equal(hazard.inspectionId, inspection)
  assert.ok(hazard.extensions <= mostExtensions)
  if (isFinal(hazard.status)) assert.deepEqual([hazard.extension, hazard.objection, hazard.voiding], [null, null, null])
  const clock = nextClock(hazard, defaultLadder)?.kind
  const ladder = hazard.overdueSince === null ? 'deadline' : hazard.rung < 3 ? 'escalation' : undefined
  const running = [
    owesProof(hazard.status) ? ladder : undefined,
    townsTurn.includes(hazard.status) && hazard.stalledSince === null ? 'waiting' : undefined,
  ]
  if (clock === undefined)
    assert.deepEqual(running, [undefined, undefined], 'time acts where proof is owed or the town waited for')
  else assert.ok(running.includes(clock), clock)
}

/** A rung is climbed once per deadline. */
function climbs(history: readonly Past[]): void {
  let highest = 0
  let before: Hazard | null = null
  for (const { event, moment } of history) {
    const after = evolveHazard(before, event, moment)
    if (event.type === 'hazard.escalated') {
      assert.ok(event.data.rung > highest, 'a rung is climbed twice')
      highest = event.data.rung
    } else if (before !== null && after.deadline !== before.deadline && after.overdueSince === null) highest = 0
    before = after
  }
}

test('random walks of random people never break a rule', () => {
  let decisions = 0
  let refusals = 0
  const walk = (around: Surroundings, steps: readonly Step[]) => {
    const history: Past[] = [birth(around)]
    let now = start
    for (const [n, step] of steps.entries()) {
      now = plus(now, step.hours * hour)
      const hazard = Object.freeze(fold(history))
      remember(hazard, around, now)
      if (n > 3 && isFinal(hazard.status) && hazard.sample !== 'due' && step.wild > 0) break
      const { action, actor, data } = choose(step, hazard, now)
      const shown = availableHazardActions(hazard, actor, now, factsOf(around)).find((one) => one.action === action)
      const outcome = attempt(action, hazard, data, actor, now, around)
      decisions++
      if ('code' in outcome) {
        refusals++
        continue
      }
      assert.ok(Value.Check(commandData[action], data), `${action} is well-formed`)
      assert.equal(shown?.problem, null, `${action} is shown as possible`)
      history.push(...take(action, hazard, outcome.events, actor, now, idOf(1000 + n)))
      const after = fold(history)
      checkStep(action, actor, hazard, after, outcome.events, now, around, data)
      checkHazard(after, history)
    }
    climbs(history)
  }
  fc.assert(fc.property(anySurroundings, fc.array(anyStep, { minLength: 10, maxLength: 60, size: 'max' }), walk), {
    seed,
    numRuns: 1600,
  })
  console.log(`walks: ${decisions} decisions, ${decisions - refusals} accepted, ${refusals} refused`)
})

test('every state is reached by a walk', () => {
  const reached = hazardStatuses.map((status) => [status, (witnesses.get(status)?.size ?? 0) > 0] as const)
  assert.deepEqual(
    reached.filter(([, yes]) => !yes),
    [],
  )
})

test('every state × action × role is accepted or refused with an agreed problem', () => {
  const seen = new Map<HazardAction, Set<string>>(actions.map((action) => [action, new Set()]))
  const pairs = new Map<string, Set<string>>()
  let triples = 0
  let decisions = 0
  for (const status of hazardStatuses) {
    const some = diverse(witnesses.get(status) ?? new Map<string, Witness>())
    for (const action of actions)
      for (const role of actorRoles) {
        const outcomes = new Set<string>()
        for (const { hazard, around, now } of some)
          for (const actor of walkers.filter((one) => one.role === role))
            for (const data of dataFor(action, hazard, now)) {
              if (agreedRefusals(action).includes('file.awaited')) {
                const early = attempt(action, hazard, data, actor, now, { ...around, awaited: true })
                outcomes.add('code' in early ? early.code : 'accepted')
              }
              const outcome = attempt(action, hazard, data, actor, now, around)
              decisions++
              outcomes.add('code' in outcome ? outcome.code : 'accepted')
              if ('events' in outcome) take(action, hazard, outcome.events, actor, now, idOf(3))
              else if (!may({ role }, action) || !startsFrom(action, status)) break
            }
        triples++
        const name = `${status} × ${action} × ${role}`
        if (!may({ role }, action)) assert.deepEqual([...outcomes], ['actor.not_allowed'], name)
        else if (!startsFrom(action, status)) assert.deepEqual([...outcomes], ['hazard.wrong_state'], name)
        else
          for (const one of outcomes)
            assert.ok(one === 'accepted' || agreedRefusals(action).includes(one as ProblemCode), `${name}: ${one}`)
        for (const one of outcomes) {
          if (may({ role }, action) && startsFrom(action, status)) seen.get(action)?.add(one)
          const pair = `${status} × ${action}`
          pairs.set(pair, (pairs.get(pair) ?? new Set()).add(one))
        }
      }
  }

  for (const action of actions) {
    assert.deepEqual(
      [...(seen.get(action) ?? [])].sort(),
      ['accepted', ...agreedRefusals(action)].sort(),
      `${action}: each agreed refusal happens`,
    )
  }
  const forbidden = hazardStatuses.flatMap((status) =>
    actions.filter((action) => !startsFrom(action, status)).map((action) => `${status} × ${action}`),
  )
  for (const pair of forbidden)
    assert.deepEqual([...(pairs.get(pair) ?? [])].sort(), ['actor.not_allowed', 'hazard.wrong_state'], pair)
  console.log(
    `matrix: ${hazardStatuses.length} states × ${actions.length} actions × ${actorRoles.length} roles = ${triples} triples, ${decisions} decisions; ${forbidden.length} forbidden (state, action) pairs, all refused`,
  )
})

test('every edge was taken, and no listed role is listed in vain', () => {
  const missing = [...agreedEdges].filter((edge) => !taken.has(edge))
  assert.deepEqual(missing, [])
  const listed = actions.flatMap((action) =>
    hazardStatuses
      .filter((status) => startsFrom(action, status))
      .flatMap((status) =>
        actorRoles.filter((role) => may({ role }, action)).map((role) => `${action} ${status} ${role}`),
      ),
  )
  assert.deepEqual(
    listed.filter((one) => !acceptedBy.has(one)),
    [],
  )
  console.log(
    `edges: ${taken.size} of ${agreedEdges.size} taken; ${listed.length} (action, state, role) triples accepted at least once`,
  )
})

/** Few witnesses that show every value of every trait, then others up to the number wanted. */
function diverse<T>(byShape: ReadonlyMap<string, T>): T[] {
  const shown = new Set<string>()
  const telling = [...byShape.keys()].filter((shape) => {
    const fresh = shape
      .split(',')
      .map((value, trait) => `${trait} ${value}`)
      .filter((one) => !shown.has(one))
    for (const one of fresh) shown.add(one)
    return fresh.length > 0
  })
  return [...new Set([...telling, ...byShape.keys()])]
    .slice(0, Math.max(telling.length, witnessesPerStatus))
    .map((shape) => byShape.get(shape) as T)
}
