import type { State } from './hazard-model.ts'
import type { Verdict } from './linearise.ts'
import type { HazardOp } from './record.ts'

/** Where the search for an order ended, in words that lead to the calls in question. */
export function explain(verdict: Extract<Verdict<State>, { ok: false }>, history: readonly HazardOp[]): string {
  const line = (n: number) => {
    const { call, answer, invoked, returned } = history[n] as HazardOp
    const what =
      call.kind === 'look'
        ? 'look'
        : `${call.command.type} ${call.command.id.slice(-6)} seen ${call.command.seen ?? '-'}`
    const who = call.kind === 'look' ? call.sight.role : call.actor.role
    const heard =
      answer === null
        ? 'no answer'
        : answer.kind === 'look'
          ? `version ${answer.hazard?.version ?? 'none'}`
          : answer.kind === 'logged'
            ? answer.events.join()
            : answer.answer.outcome === 'accepted'
              ? `accepted as version ${answer.answer.version}`
              : `${answer.answer.problem.code} ${JSON.stringify(answer.answer.problem.facts)}`
    return `    ${invoked.toFixed(2)}-${returned?.toFixed(2) ?? 'never'} ${who} ${what}: ${heard}`
  }
  const { hazard } = verdict.state
  return [
    `no order of its ${history.length} calls explains the answers. After ${verdict.longest.length} of them`,
    `(${verdict.longest
      .filter((n) => (history[n] as HazardOp).call.kind === 'command')
      .slice(-6)
      .map(line)
      .join('\n')})`,
    `it is ${hazard?.status ?? 'unborn'} at version ${hazard?.version ?? 0}, and none of these fits:`,
    ...verdict.stuck.map(line),
  ].join('\n')
}
