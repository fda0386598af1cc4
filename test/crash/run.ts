import { seededRandom } from '#server/demo/random.ts'
import { startChild } from './child.ts'
import { type Driven, drive, type Kill, planKills } from './drive.ts'
import { type Ground, layGround } from './ground.ts'
import { differences, type Snapshot, soundness, takeSnapshot } from './snapshot.ts'

export type CrashOptions = { seed: string; share: number; kills: number; say?: (line: string) => void }

export type CrashReport = {
  commands: number
  rounds: number
  events: number
  notices: number
  kills: Driven['kills']
  restarts: number
  cameBack: number
  sentAgain: number
  downMs: number[]
  /** What was lost, doubled or left crooked, in words; empty when nothing was. */
  faults: string[]
}

/** The same seeded commands twice from the same beginning: once in peace, once while things are killed. */
export async function runCrash({ seed, share, kills, say = () => {} }: CrashOptions): Promise<CrashReport> {
  const ground = await layGround(seed, share)
  try {
    say(`${ground.rounds.length} rounds of ${ground.rounds.flatMap(({ lanes }) => lanes.flat()).length} commands`)
    const peace = await live(ground, [], seed)
    say('undisturbed: done')
    const random = seededRandom(`${seed} kills`)
    const war = await live(ground, planKills(ground.rounds.length, kills, random), seed)
    say(`disturbed: done, ${JSON.stringify(war.driven.kills)}`)
    const faults = [
      ...peace.driven.faults.map((fault) => `undisturbed: ${fault}`),
      ...soundness(peace.snapshot).map((fault) => `undisturbed: ${fault}`),
      ...war.driven.faults,
      ...soundness(war.snapshot),
      ...differences(peace.snapshot, war.snapshot),
    ]
    return {
      commands: war.driven.answers.size,
      rounds: ground.rounds.length,
      events: war.snapshot.events.length,
      notices: war.snapshot.tables['notice']?.size ?? 0,
      kills: war.driven.kills,
      restarts: war.restarts,
      cameBack: war.driven.cameBack,
      sentAgain: war.driven.sentAgain,
      downMs: war.driven.downMs,
      faults,
    }
  } finally {
    await ground.remove()
  }
}

type Lived = { driven: Driven; snapshot: Snapshot; restarts: number }

async function live(ground: Ground, kills: readonly Kill[], seed: string): Promise<Lived> {
  const folder = await ground.copy()
  const child = await startChild(folder)
  try {
    const driven = await drive(child, folder, ground, kills, seededRandom(`${seed} driving`))
    return { driven, snapshot: await takeSnapshot(folder), restarts: child.restarts }
  } finally {
    await child.stop()
  }
}
