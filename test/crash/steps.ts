import { day, hour, instant } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { storeProofs } from '#server/demo/proofs.ts'
import { relayOf } from '#server/demo/replay.ts'
import type { Settled } from '#server/demo/settle.ts'
import type { House } from '#server/http/house.ts'

export type Step = Command & { by: string }

/** What several phones send at about the same time: each of them in order, all of them at once. */
export type Round = { until: string; lanes: readonly (readonly Step[])[] }

const phones = 4
const mostInRound = 60

/**
 * A share of the pilot as rounds of commands, in order of time and never over a midnight, where most deadlines lie.
 * The seed decides all of it. Villages never wait for each other, so that each belongs to one phone.
 */
export async function makeSteps(house: House, town: Settled, seed: string, share: number): Promise<Round[]> {
  await storeProofs(house, relayOf(town))
  const steps = pilotSteps(town, { share, seed })
  const dayOf = (n: number) => Math.floor((steps.at(n) + 8 * hour) / day)
  const villages = [...new Set(Array.from({ length: steps.total }, (_, n) => steps.village(n)))]
  const rounds: Round[] = []
  for (let from = 0, to = 0; from < steps.total; from = to) {
    const lanes: Step[][] = Array.from({ length: phones }, () => [])
    for (; to < steps.total && to - from < mostInRound && dayOf(to) === dayOf(from); to++)
      lanes[villages.indexOf(steps.village(to)) % phones]?.push(steps.step(to) as Step)
    rounds.push({ until: instant(steps.at(to - 1)), lanes: lanes.filter((lane) => lane.length > 0) })
  }
  return rounds
}
