import { isDeepStrictEqual } from 'node:util'
import { defaultLadder, nextClock } from '#domain/hazards-clock.ts'
import { systemActor } from '#server/people/actors.ts'
import { explain } from './explain.ts'
import { type Call, hazardModel, idOf, plain, type Seen, type State } from './hazard-model.ts'
import { type Kept, type Logged, readBack } from './kept.ts'
import { linearise } from './linearise.ts'
import type { HazardOp, Recording } from './record.ts'
import type { Stage } from './stage.ts'

export type Report = {
  hazards: number
  calls: number
  accepted: number
  /** Of the accepted, by type of command. */
  done: Record<string, number>
  refused: Record<string, number>
  byClock: number
  looks: number
  /** What was found wrong, in words; empty when the history holds. */
  faults: string[]
}

/** Does what everybody saw, what the log says and what the tables hold tell one story that the rules allow? */
export async function verify(stage: Stage, recording: Recording): Promise<Report> {
  const kept = await readBack(stage)
  const report: Report = { hazards: 0, calls: 0, accepted: 0, done: {}, refused: {}, byClock: 0, looks: 0, faults: [] }
  const accepted = new Map<string, unknown>()
  const worded = new Set<string>()
  for (const [id, asked] of recording.histories) {
    const log = kept.events.get(id) ?? []
    const history = [...asked.map((op) => withOutside(op, log)), ...byClock(log)]
    report.hazards += 1
    report.byClock += history.length - asked.length
    count(report, asked)
    for (const fault of traffic(asked)) report.faults.push(`${id}: ${fault}`)
    const around = stage.around.get(id)
    const initial = stage.initial.get(id)
    if (around === undefined || initial === undefined) throw new Error(`${id} is no hazard of this stage`)
    const verdict = linearise(hazardModel(initial, id, around), history)
    report.looks += verdict.looks
    if (!verdict.ok) report.faults.push(`${id}: ${explain(verdict, history)}`)
    else report.faults.push(...agree(id, verdict.state, log, kept).map((fault) => `${id}: ${fault}`))
    for (const { call, answer } of asked) {
      if (call.kind !== 'command' || answer?.kind !== 'command' || answer.answer.outcome !== 'accepted') continue
      accepted.set(idOf(call), answer.answer)
      const { reason, note } = call.command.data as { reason?: string; note?: string }
      if ((reason ?? note) !== undefined) worded.add(`${call.actor.accountId} ${call.command.id} ${id}`)
    }
  }
  report.faults.push(...remembered(accepted, kept), ...words(worded, kept), ...numbers(kept), ...twins(stage, kept))
  return report
}

/** The rules of one hazard ask about its neighbours; what they were told is in the answer and in the log. */
function withOutside(op: HazardOp, log: readonly Logged[]): HazardOp {
  const { call, answer } = op
  if (call.kind !== 'command' || answer?.kind !== 'command') return op
  const written = log.filter(({ commandId }) => commandId === call.command.id)
  const failed = written.find(({ type }) => type === 'hazard.sample_failed')
  const born = written.find(({ type }) => type === 'hazard.reported')
  const relapseOf = (born?.data as { relapseOf: string | null } | undefined)?.relapseOf ?? null
  const inTheWay = answer.answer.outcome === 'refused' && answer.answer.problem.code === 'hazard.already_open'
  const openTwin = inTheWay ? 'a neighbour' : ((failed?.data as { twin: string | null } | undefined)?.twin ?? null)
  const lastClosed = relapseOf === null ? null : { id: relapseOf, closedAt: call.command.at }
  return { ...op, call: { ...call, outside: { openTwin, lastClosed } } }
}

/** What time itself did is in the log only: a call that was under way all along. */
function byClock(log: readonly Logged[]): HazardOp[] {
  const system = systemActor('330109')
  const verbs: Record<string, string> = {
    'hazard.lapsed': 'hazard.lapse',
    'hazard.escalated': 'hazard.escalate',
    'hazard.stalled': 'hazard.stall',
  }
  return log
    .filter(({ by }) => by === system.accountId)
    .map(({ type, subject, data, at, commandId }): HazardOp => {
      const command = { id: commandId, type: verbs[type] ?? type, subject, at, data: data as Record<string, unknown> }
      const outside = { openTwin: null, lastClosed: null }
      const call: Call = { kind: 'command', actor: system, sight: system, command, twin: false, outside }
      const answer: Seen = { kind: 'logged', events: [type] }
      return { call, invoked: 0, returned: Number.MAX_VALUE, answer, follows: null }
    })
}

function count(report: Report, ops: readonly HazardOp[]): void {
  for (const { call, answer } of ops) {
    report.calls += 1
    if (call.kind !== 'command' || answer?.kind !== 'command') continue
    const accepted = answer.answer.outcome === 'accepted'
    if (accepted) report.accepted += 1
    const [counts, word] = accepted
      ? [report.done, call.command.type]
      : [report.refused, (answer.answer as { problem: { code: string } }).problem.code]
    counts[word] = (counts[word] ?? 0) + 1
  }
}

/** Nobody hears "still being applied" of a command that nobody else is giving, and nothing fails. */
function traffic(ops: readonly HazardOp[]): string[] {
  return ops.flatMap((op, n) => {
    const { call, answer } = op
    if (call.kind !== 'command' || answer?.kind !== 'command' || answer.answer.outcome === 'accepted') return []
    const { code } = answer.answer.problem
    if (code === 'server.failed') return [`${call.command.type} failed`]
    if (code !== 'command.in_progress') return []
    const another = ops.some(
      (other, m) =>
        m !== n &&
        other.call.kind === 'command' &&
        idOf(other.call) === idOf(call) &&
        other.invoked <= (op.returned as number) &&
        (other.returned ?? Number.POSITIVE_INFINITY) >= op.invoked,
    )
    return another ? [] : [`${call.command.type} is said to be under way, and is not`]
  })
}

/** The order that the callers saw gives the row, the log and the clock. */
function agree(id: string, state: State, log: readonly Logged[], kept: Kept): string[] {
  const row = kept.hazards.get(id) ?? null
  const told = log.map(({ type, data, at, by, commandId }) => ({ type, data, at, by, commandId }))
  const faults: string[] = []
  const mine = state.told.length === 0 ? [] : told.slice(told.length - state.told.length)
  if (!isDeepStrictEqual(plain(state.told), plain(mine)))
    faults.push(`the log has ${told.map(({ type }) => type)}, the answers make ${state.told.map(({ type }) => type)}`)
  if (!isDeepStrictEqual(plain(state.hazard), plain(row))) faults.push('the row is not what the answers make of it')
  if (row !== null && row.version !== log.length) faults.push(`version ${row.version} after ${log.length} events`)
  const clock = row === null ? null : nextClock(row, defaultLadder)
  const running = kept.clocks.get(id) ?? null
  if (!isDeepStrictEqual(plain(clock), plain(running)))
    faults.push(`the clock is ${JSON.stringify(running)}, not ${JSON.stringify(clock)}`)
  return faults
}

function remembered(accepted: ReadonlyMap<string, unknown>, kept: Kept): string[] {
  const faults = [...kept.commands.keys()]
    .filter((key) => !accepted.has(key))
    .map((key) => `${key} is remembered and was never accepted`)
  for (const [key, answer] of accepted) {
    const known = kept.commands.get(key)
    if (!isDeepStrictEqual(plain(known), plain(answer))) faults.push(`${key} was accepted and is not remembered so`)
  }
  return faults
}

/** Words stand beside what was accepted, once each; what was refused left none. */
function words(worded: ReadonlySet<string>, kept: Kept): string[] {
  const lost = [...worded].filter((key) => !kept.remarks.has(key)).map((key) => `the words of ${key} are lost`)
  const left = [...kept.remarks].filter((key) => !worded.has(key)).map((key) => `${key} left words behind`)
  return [...lost, ...left]
}

function numbers(kept: Kept): string[] {
  const faults: string[] = []
  for (const [id, log] of kept.events) {
    const seqs = log.map(({ seq }) => seq)
    if (seqs.some((seq) => seq === null)) faults.push(`${id}: an event has no number`)
    if (seqs.some((seq, n) => n > 0 && (seq as number) <= (seqs[n - 1] as number)))
      faults.push(`${id}: events are numbered in another order than they came: ${seqs}`)
  }
  return faults
}

function twins(stage: Stage, kept: Kept): string[] {
  return stage.spots.flatMap(({ itemCode, hazards }) => {
    const rows = hazards.flatMap((id) => kept.hazards.get(id) ?? [])
    const faults =
      rows.filter(({ closedAt }) => closedAt === null).length > 1 ? [`${itemCode} is open twice at a place`] : []
    const named = hazards.flatMap((id) =>
      (kept.events.get(id) ?? []).map(({ data }) => (data as { twin?: string }).twin),
    )
    const strange = named.filter((twin) => typeof twin === 'string' && !hazards.includes(twin))
    return [...faults, ...strange.map((twin) => `${twin} is no neighbour`)]
  })
}
