import { isDeepStrictEqual } from 'node:util'
import type { Command } from '#domain/events.ts'
import type { Hazard, HazardFacts, Parties } from '#domain/hazards.ts'
import { decideHazard, decideReport, isHazardAction, type Report } from '#domain/hazards-decide.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import type { HazardData } from '#domain/hazards-guards.ts'
import { type Actor, covers } from '#domain/people.ts'
import { Problem, problem } from '#domain/problems.ts'
import { type Answer, refused } from '#server/commands/answers.ts'
import type { Model } from './linearise.ts'

export type Call =
  | { kind: 'look'; sight: Actor }
  | {
      kind: 'command'
      actor: Actor
      /** Whose session it came through: what that one does not see is not there, and the ids are that one's. */
      sight: Actor
      command: Command<Record<string, unknown>>
      /** The batch held another command of the same id. */
      twin: boolean
      /** What the answer and the log say of other hazards, of which this model knows nothing. */
      outside: Pick<HazardFacts, 'openTwin' | 'lastClosed'>
    }

export type Seen =
  | { kind: 'look'; hazard: Hazard | null }
  | { kind: 'command'; answer: Answer }
  /** Known from the log alone: the clock tells nobody what it was answered. */
  | { kind: 'logged'; events: readonly string[] }

/** What stays the same about a hazard while people act on it. */
export type Surroundings = Pick<HazardFacts, 'item' | 'place' | 'visit' | 'sampled' | 'files'> & {
  /** By department line. */
  parties: ReadonlyMap<string, Parties>
}

export type Told = { type: string; data: unknown; at: string; by: string; commandId: string }

/** A hazard as the rules alone would have it: its row, what it has done so far, and which ids were answered for it. */
export type State = {
  hazard: Hazard | null
  told: readonly Told[]
  done: ReadonlyMap<string, { command: Command<Record<string, unknown>>; answer: Answer | null }>
}

/** Answers about the traffic, not about the hazard: they say that nothing was done. */
const traffic = ['command.in_progress', 'server.busy']

export type CommandCall = Extract<Call, { kind: 'command' }>

export const idOf = (call: CommandCall) => `${call.sight.accountId} ${call.command.id}`

/** The rules of the domain as the one truth about a single hazard, without server and database. */
export function hazardModel(initial: State, id: string, around: Surroundings): Model<State, Call, Seen> {
  return {
    initial,
    key: ({ hazard }) => (hazard === null ? 'unborn' : JSON.stringify(hazard)),
    step(state, call, seen) {
      if (call.kind === 'look') {
        const visible = state.hazard !== null && covers(call.sight, state.hazard) ? plain(state.hazard) : null
        return seen?.kind === 'look' && isDeepStrictEqual(visible, plain(seen.hazard)) ? [state] : []
      }
      if (seen?.kind === 'logged') {
        const { expected, next } = apply(state, id, around, call)
        return expected.outcome === 'accepted' && isDeepStrictEqual(expected.events, seen.events) ? [next] : []
      }
      const answer = seen?.kind === 'command' ? seen.answer : null
      if (answer?.outcome === 'refused' && traffic.includes(answer.problem.code)) return [state]
      if (call.twin && answer?.outcome === 'refused' && answer.problem.code === 'command.altered') return [state]
      const before = state.done.get(idOf(call))
      if (before !== undefined) return again(state, before, call, answer)
      const { expected, next } = apply(state, id, around, call)
      if (answer === null) return expected.outcome === 'accepted' ? [next] : []
      return same(expected, answer) ? [next] : []
    },
    onlyLooks(state, call, seen) {
      if (call.kind === 'look' || state.done.has(idOf(call))) return true
      return seen.kind === 'command' && seen.answer.outcome === 'refused'
    },
  }
}

/** Which hazard stands in the way is not always said: the database itself may have refused the twin. */
function same(expected: Answer, answer: Answer): boolean {
  const twins = [expected, answer].every(
    (one) => one.outcome === 'refused' && one.problem.code === 'hazard.already_open',
  )
  return twins || isDeepStrictEqual(plain(expected), plain(answer))
}

/** The same id once more: the same answer for the same content, and a refusal for any other. */
function again(
  state: State,
  before: { command: Command<Record<string, unknown>>; answer: Answer | null },
  call: CommandCall,
  answer: Answer | null,
): State[] {
  if (answer === null) return []
  if (!isDeepStrictEqual(plain(before.command), plain(call.command)))
    return answer.outcome === 'refused' && answer.problem.code === 'command.altered' ? [state] : []
  return isDeepStrictEqual(plain(before.answer), plain(answer)) ? [state] : []
}

/** What the rules answer, and how the hazard stands afterwards. */
function apply(state: State, id: string, around: Surroundings, call: CommandCall): { expected: Answer; next: State } {
  const { command, actor } = call
  try {
    const at = state.hazard !== null && command.at < state.hazard.changedAt ? state.hazard.changedAt : command.at
    const events = decide(state.hazard, around, call, at)
    const moment = { hazardId: id, by: actor.accountId, at, commandId: command.id }
    const hazard = events.reduce<Hazard | null>((was, event) => evolveHazard(was, event, moment), state.hazard)
    const version = (hazard as Hazard).version
    const types = events.map((event) => event.type)
    const answer: Answer = { id: command.id, outcome: 'accepted', subject: id, version, events: types }
    const told = events.map(({ type, data }) => ({ type, data, at, by: actor.accountId, commandId: command.id }))
    const done = new Map(state.done).set(idOf(call), { command, answer })
    return { expected: answer, next: { hazard, told: [...state.told, ...told], done } }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { expected: refused(command.id, error), next: state }
  }
}

function decide(hazard: Hazard | null, around: Surroundings, call: CommandCall, at: string): HazardEvent[] {
  const { command, actor, sight, outside } = call
  const { type, data, seen } = command
  if (type === 'hazard.report') {
    const taken = problem('command.subject_exists', {}, '/subject')
    if (hazard !== null && covers(sight, hazard)) throw taken
    const { place } = around
    const visible = place !== null && covers({ ...sight, line: '*' }, { ...place, department: null })
    const facts = { ...factsOf(around, '', undefined), ...outside, place: visible ? place : null }
    const born = decideReport(data as Report, 'report', null, actor, at, facts)
    // Out of sight, yet its id is taken: the database says so when all the rules have let it pass.
    if (hazard !== null) throw taken
    return born
  }
  if (hazard === null || !covers(sight, hazard)) throw problem('hazard.not_found', {}, '/subject')
  if (seen !== undefined && seen !== hazard.version)
    throw problem('command.stale', { version: hazard.version }, '/seen')
  if (!isHazardAction(type)) throw new Error(`${type} is no verb of a hazard`)
  const facts = { ...factsOf(around, hazard.department, (data as HazardData).department), ...outside }
  return decideHazard(type, hazard, data as HazardData, actor, at, facts)
}

const noParties: Parties = { department: null, town: null, village: null, gridWorker: null }

function factsOf({ parties, ...same }: Surroundings, department: string, referredTo: string | undefined): HazardFacts {
  return {
    ...same,
    parties: parties.get(department) ?? noParties,
    departments: referredTo === undefined ? {} : { [referredTo]: parties.get(referredTo)?.department ?? null },
    inspections: [],
    awaited: [],
    openTwin: null,
    lastClosed: null,
  }
}

/** As JSON has it: no key without a value. */
export function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
