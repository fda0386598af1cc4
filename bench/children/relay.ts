import { batchesOf } from '#bench/replay/batches.ts'
import { answer } from './child.ts'
import { Connection } from './http.ts'

/** Sends the whole replay over so many connections; the parent moves the server's clock before each window. */
export type RelayTask = { port: number; cookie: string; share: number; lanes: number; warmShare: number }
export type Relayed = {
  commands: number
  refused: number
  firstRefusal: string | null
  /** Of what came after warming up. */
  measured: number
  seconds: number
  cpuMs: number
}

let clockIsSet: () => void = () => undefined

answer(
  {
    work,
    clockSet: () => clockIsSet(),
    /** The ids under which the batches are known. */
    firsts: ({ share, lanes }: { share: number; lanes: number }) =>
      batchesOf(share, lanes).windows.flatMap((window) => window.lanes.flat().map(({ first }) => first)),
  },
  async () => undefined,
)

async function work(task: RelayTask): Promise<Relayed> {
  const { windows, total } = batchesOf(task.share, task.lanes)
  const connections = await Promise.all(Array.from({ length: task.lanes }, () => Connection.open(task.port)))
  const relayed: Relayed = { commands: 0, refused: 0, firstRefusal: null, measured: 0, seconds: 0, cpuMs: 0 }
  let from = performance.now()
  let cpu = process.cpuUsage()
  let warm = false
  let paused = 0
  for (const { clock, lanes } of windows) {
    const before = performance.now()
    const set = new Promise<void>((resolve) => {
      clockIsSet = resolve
    })
    process.send?.({ what: 'window', data: clock })
    await set
    paused += performance.now() - before
    if (!warm && relayed.commands >= total * task.warmShare) {
      warm = true
      process.send?.({ what: 'begin' })
      from = performance.now()
      cpu = process.cpuUsage()
      relayed.measured = 0
      paused = 0
    }
    await Promise.all(
      lanes.map(async (batches, lane) => {
        for (const { body, commands } of batches) {
          const { status, body: text } = await (connections[lane] as Connection).send(
            'POST',
            '/api/sync',
            task.cookie,
            body,
          )
          relayed.commands += commands
          relayed.measured += commands
          const refused = status === 200 ? text.split('"outcome":"refused"').length - 1 : commands
          if (refused === 0) continue
          relayed.refused += refused
          relayed.firstRefusal ??= `${status} ${/\{[^{]*"outcome":"refused".{0,300}/.exec(text)?.[0] ?? text.slice(0, 300)}`
        }
      }),
    )
  }
  const used = process.cpuUsage(cpu)
  for (const connection of connections) connection.close()
  relayed.seconds = (performance.now() - from - paused) / 1000
  relayed.cpuMs = (used.user + used.system) / 1000
  return relayed
}
