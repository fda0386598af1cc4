import { type Instant, millis } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import { uuidV7 } from '#domain/ids.ts'
import { applyBatch, type WritePath } from '#server/commands/apply.ts'
import type { District } from '#server/db/transaction.ts'
import type { NumberedEvent } from '#server/events/numbered.ts'
import type { Reaction } from '#server/events/reactions.ts'
import { systemActor } from '#server/people/actors.ts'
import { sha256 } from './phases.ts'
import { findWaiting } from './store.ts'

const usualBatch = 200

/**
 * Hands each hazard of a snapshot over, through the same write path as everybody. The batches commit by themselves and
 * the cursor moves behind the last of them: killed in between, it goes on with those that were not handed over yet.
 * What has ended meanwhile stays as it ended. Hazards found after the switch carry no team: nobody handed them over,
 * and whose they are is said by the phase itself.
 */
export function handOverReaction(house: { path: WritePath }, atOnce = usualBatch): Reaction {
  return {
    name: 'phases',
    async react(_tx, district, events) {
      for (const event of events)
        if (event.type === 'phase.switched') await handOver(house.path, district, event, atOnce)
    },
  }
}

async function handOver(path: WritePath, district: District, event: NumberedEvent, atOnce: number): Promise<void> {
  const waiting = await path.database.look(district, (tx) => findWaiting(tx, event.subject))
  const system = systemActor(district.code)
  const to = event.data['successor'] as string
  for (let n = 0; n < waiting.length; n += atOnce) {
    const commands = waiting.slice(n, n + atOnce).map((id) => commandOf(event, id, to))
    const answers = await applyBatch(path, { district, actor: system, actorsOf: null }, commands)
    for (const answer of answers) {
      if (answer.outcome === 'refused' && !settled.includes(answer.problem.code))
        throw new Error(`hazard.hand_over was refused: ${answer.problem.code}`)
    }
  }
}

/** It ended before its turn came, or it was handed over already. */
const settled: readonly string[] = ['hazard.wrong_state', 'hazard.handed_over']

function commandOf({ subject: phase, occurred: at }: NumberedEvent, hazard: string, to: string): Command {
  return { id: handOverId(phase, hazard, at), type: 'hazard.hand_over', subject: hazard, at, data: { phase, to } }
}

/** The same for ever: whoever hands the same hazard of the same phase over once more gets the first answer again. */
export function handOverId(phase: string, hazard: string, at: Instant): string {
  return uuidV7(millis(at), Buffer.from(sha256(`${phase} ${hazard}`), 'hex').subarray(0, 10))
}
