import { instant, minute } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { storeProofs } from '#server/demo/proofs.ts'
import { laneOf, relayOf } from '#server/demo/replay.ts'
import type { Settled } from '#server/demo/settle.ts'
import type { House } from '#server/http/house.ts'

export type Step = Command & { by: string }

/** What several phones send at about the same time: each of them in order, all of them at once. */
export type Round = { until: string; lanes: readonly (readonly Step[])[] }

const mostInRound = 40

/** A share of the pilot as rounds of commands, in order of time. The seed decides all of it. */
export async function makeSteps(house: House, town: Settled, seed: string, share: number): Promise<Round[]> {
  await storeProofs(house, relayOf(town))
  const steps = pilotSteps(town, { share, seed, towns: ['330109113'] })
  const rounds: Round[] = []
  for (let from = 0; from < steps.total; from += mostInRound) {
    const rows = Array.from({ length: Math.min(mostInRound, steps.total - from) }, (_, n) => from + n)
    const lanes = Map.groupBy(rows, (n) => laneOf(steps.village(n)))
    const last = steps.at(rows.at(-1) as number)
    rounds.push({
      until: instant(last + minute),
      lanes: [...lanes.values()].map((lane) => lane.map((n) => steps.step(n) as Step)),
    })
  }
  return rounds
}
