import type { CheckItem } from '#domain/standards.ts'
import type { Pilot, PilotOptions } from './pilot.ts'
import { type Step, stepOf } from './pilot-commands.ts'
import { planPilot } from './pilot-plan.ts'
import { type Happening, theOwner } from './pilot-steps-table.ts'
import type { DemoPost } from './posts.ts'

export type Steps = Iterable<Step> & {
  /** Known ahead, for a bar. */
  total: number
  pilot: Pilot
  /** The n-th in order of time, made anew each time it is asked for. */
  step(n: number): Step
  /** When it happens, in ms since 1970, without making it. */
  at(n: number): number
  /** The village in which it happens: steps of different villages never wait for each other. */
  village(n: number): string
}

/**
 * The pilot's commands in order of time, for the accounts of these posts. What an owner does through the link of a
 * message (`by` null) comes only `withOwners`: over HTTP it takes another door.
 */
export function pilotSteps(
  town: { posts: readonly DemoPost[]; items: readonly CheckItem[] },
  options: PilotOptions & { withOwners?: boolean },
): Steps {
  const pilot = planPilot(town.posts, town.items, options)
  const { steps } = pilot
  const rows = options.withOwners ? steps.inOrder() : withoutOwners(pilot)
  const row = (n: number) => rows[n] as number
  return {
    total: rows.length,
    pilot,
    step: (n) => stepOf(pilot, row(n)),
    at: (n) => steps.at(row(n)),
    village: (n) => villageOf(pilot, row(n)),
    *[Symbol.iterator]() {
      for (let n = 0; n < rows.length; n++) yield stepOf(pilot, row(n))
    },
  }
}

function withoutOwners({ steps }: Pilot): Uint32Array {
  const rows = steps.inOrder()
  const objected = new Set<number>()
  for (const row of rows) if (steps.by(row) === theOwner) objected.add(steps.subject(row))
  return rows.filter((row) => {
    const happening = steps.happening(row)
    return !((happening === 'object' || happening === 'answerObjection') && objected.has(steps.subject(row)))
  })
}

const onPlaces: ReadonlySet<Happening> = new Set(['register', 'merge'])
const onVisits: ReadonlySet<Happening> = new Set(['start', 'record', 'acknowledge', 'finish'])

function villageOf({ steps, places, visits, lives }: Pilot, row: number): string {
  const happening = steps.happening(row)
  const n = steps.subject(row)
  const place = onPlaces.has(happening) ? n : onVisits.has(happening) ? visits[n]?.place : lives[n]?.place
  return places[place ?? -1]?.path.split('/').slice(0, 4).join('/') ?? ''
}
