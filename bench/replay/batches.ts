import { instant } from '#domain/calendar.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { demoPosts } from '#server/demo/posts.ts'
import { windowsOf } from '#server/demo/replay-windows.ts'
import { settledAt } from '#server/demo/settle.ts'
import { allUnits } from '#server/demo/town.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'

/** As many as a phone sends at once. */
const batchSize = 200

/** One request of the replay: its body, and the id of its first command, by which it is known. */
export type Batch = { first: string; commands: number; body: string }
/** What happens between two midnights: where the clock is put before, and the batches of each connection, in order. */
export type Window = { clock: string; lanes: Batch[][] }

/**
 * The pilot's own steps, without what owners do through their links, as the relay's phones would send them: each village
 * always over the same connection.
 */
export function batchesOf(share: number, lanes: number): { windows: Window[]; total: number } {
  const town = { posts: demoPosts(allUnits(), 'everybody'), items: shippedCatalogue(settledAt) }
  const steps = pilotSteps(town, { share })
  const laneOf = (village: string) =>
    [...village].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 0) % lanes
  const windows = windowsOf(steps).map((window): Window => {
    const rows = Map.groupBy(window.rows(), (n) => laneOf(steps.village(n)))
    const batches = Array.from({ length: lanes }, (_, lane) => {
      const own = rows.get(lane) ?? []
      return Array.from({ length: Math.ceil(own.length / batchSize) }, (_, n): Batch => {
        const commands = own.slice(n * batchSize, (n + 1) * batchSize).map((row) => steps.step(row))
        return { first: commands[0]?.id ?? '', commands: commands.length, body: JSON.stringify({ commands }) }
      })
    })
    return { clock: instant(window.end), lanes: batches }
  })
  return { windows, total: steps.total }
}
