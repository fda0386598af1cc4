import { day, minute, plus } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { storeProofs } from '#server/demo/proofs.ts'
import { relayOf } from '#server/demo/replay.ts'
import type { Settled } from '#server/demo/settle.ts'
import type { House } from '#server/http/house.ts'

export type Step = Command & { by: string }
type Laned = Step & { lane: number }

/** What several phones send at about the same time: each of them in order, all of them at once. */
export type Round = { until: string; lanes: readonly (readonly Step[])[] }

const phones = 4
const mostInRound = 40
const mostDays = 3

/** A share of the pilot as rounds of commands, in order of time. The seed decides all of it. */
export async function makeSteps(house: House, town: Settled, seed: string, share: number): Promise<Round[]> {
  await storeProofs(house, relayOf(town))
  const steps = pilotSteps(town, { share, seed, towns: ['330109113'] })
  // What belongs together goes through one phone.
  const villages = [...new Set(Array.from({ length: steps.total }, (_, n) => steps.village(n)))]
  const laned = Array.from(steps, (step, n): Laned => {
    return { ...step, by: step.by as string, lane: villages.indexOf(steps.village(n)) % phones }
  })
  return inRounds(laned)
}

/** Never more than some days in one: what a phone sends a week late is dated to when it came. */
function inRounds(steps: readonly Laned[]): Round[] {
  const rounds: Round[] = []
  for (let n = 0; n < steps.length; ) {
    const from = steps[n] as Laned
    const part = steps.slice(n, n + mostInRound).filter(({ at }) => at <= plus(from.at, mostDays * day))
    n += part.length
    const lanes = Array.from({ length: phones }, (_, lane) =>
      part.filter((step) => step.lane === lane).map(({ lane: _, ...step }): Step => step),
    )
    rounds.push({ until: plus((part.at(-1) as Step).at, minute), lanes: lanes.filter((lane) => lane.length > 0) })
  }
  return rounds
}
