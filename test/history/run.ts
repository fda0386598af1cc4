import { sql } from '#server/db/sql.ts'
import { seededRandom } from '#server/demo/random.ts'
import type { World } from '#test/world.ts'
import { play } from './play.ts'
import { openRecording } from './record.ts'
import { type Stage, setStage } from './stage.ts'
import { type Report, verify } from './verify.ts'

export type HistoryOptions = {
  seed: string
  /** Places with something to find; half a dozen of them are fought over at a time. */
  spots: number
  /** Calls for each of them. */
  calls: number
  /** Changes the server that is about to be tried, once its people have logged in. */
  tamper?: (world: World) => void
}

const atOnce = 6

/** One seeded history from the first call to the verdict. */
export async function runHistory(world: World, options: HistoryOptions): Promise<Report> {
  const stage = await setStage(world, options.spots, seededRandom(`${options.seed} stage`))
  try {
    options.tamper?.(world)
    const recording = openRecording()
    for (let n = 0; n < options.spots; n += atOnce)
      await play(stage, recording, stage.spots.slice(n, n + atOnce), options.calls, (hand) =>
        seededRandom(`${options.seed} ${n} ${hand}`),
      )
    await allNumbered(stage)
    const report = await verify(stage, recording)
    if (recording.unanswered > 0) report.faults.push(`${recording.unanswered} calls had no answer`)
    return report
  } finally {
    stage.close()
  }
}

async function allNumbered({ world }: Stage): Promise<void> {
  for (;;) {
    const left = await world.house.database.worker(world.town.district, async (tx) => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from unnumbered`.execute(tx)
      return rows[0]?.n ?? 0
    })
    if (left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
