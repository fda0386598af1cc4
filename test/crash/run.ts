import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
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
  seals: number
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
    const war = await live(ground, planKills(ground.rounds, kills, random), seed)
    say(`disturbed: done, ${JSON.stringify(war.driven.kills)}`)
    const faults = [
      ...peace.driven.faults.map((fault) => `undisturbed: ${fault}`),
      ...[...soundness(peace.snapshot), ...unverified(peace)].map((fault) => `undisturbed: ${fault}`),
      ...war.driven.faults,
      ...soundness(war.snapshot),
      ...unverified(war),
      ...differences(peace.snapshot, war.snapshot),
    ]
    return {
      commands: war.driven.answers.size,
      rounds: ground.rounds.length,
      events: war.snapshot.events.length,
      seals: war.verdict.seals,
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

type Lived = { driven: Driven; snapshot: Snapshot; restarts: number; verdict: Verdict }
type Verdict = { ok: boolean; events: number; seals: number; firstBad: unknown }

async function live(ground: Ground, kills: readonly Kill[], seed: string): Promise<Lived> {
  const folder = await ground.copy()
  const child = await startChild(folder)
  let driven: Driven
  let snapshot: Snapshot
  try {
    driven = await drive(child, folder, ground, kills, seededRandom(`${seed} driving`))
    snapshot = await takeSnapshot(folder)
  } finally {
    await child.stop()
  }
  return { driven, snapshot, restarts: child.restarts, verdict: await verify(folder) }
}

/** As an auditor does it, with the command of the product. */
async function verify(folder: string): Promise<Verdict> {
  const command = fileURLToPath(import.meta.resolve('#server/cli/bihuan.ts'))
  const env = { ...process.env, DATABASE_URL: undefined, BIHUAN_DATA: undefined }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [command, 'verify', '--data', folder], { env }, (error, said, errors) => {
      if (said === '') reject(new Error(`verify said nothing: ${errors || error?.message}`))
      else resolve(JSON.parse(said) as Verdict)
    })
  })
}

function unverified({ verdict, snapshot }: Lived): string[] {
  const whole = verdict.ok && verdict.events === snapshot.events.length
  return whole ? [] : [`verify says ${JSON.stringify(verdict)} of ${snapshot.events.length} events`]
}
