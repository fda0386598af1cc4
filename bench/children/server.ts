import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { serialize } from 'node:v8'
import { type Heard, isWriting, listen, transactionsOf, withoutScope } from '#bench/lifecycle/hearing.ts'
import type { Sent } from '#bench/lifecycle/recording.ts'
import { readConfig } from '#server/config.ts'
import { type Running, run } from '#server/main.ts'
import { answer, type Listening } from './child.ts'

let running: Running | null = null
const inspector = new Session()
let hearing: ReturnType<typeof listen> | null = null
let heard: Heard[] = []

answer(
  {
    /** The product as `bihuan start` serves it, without the screens. */
    listen: async (data: { folder: string }): Promise<Listening> => {
      const config = { ...readConfig({ LOG_LEVEL: 'error' }, { data: data.folder, port: 0 }), databaseUrl: null }
      running = await run(config)
      await running.app.listen({ port: 0, host: '127.0.0.1' })
      const address = running.app.server.address()
      return { port: typeof address === 'object' && address !== null ? address.port : 0, pid: process.pid }
    },
    cpu: () => process.cpuUsage(),
    /** Only a demo's clock can be moved, and only forward. */
    clock: (at: string) => {
      const time = running?.house.time
      if (time !== undefined && at > time.now()) time.setTo(at)
    },
    /** Hears from now on what is sent to the database, to write it down when asked. */
    hear: () => {
      if (running === null) throw new Error('nothing runs yet')
      hearing = listen(running.database.pool)
      heard = hearing.take()
    },
    /** The transaction of each batch, known by the id of its first command. */
    writeDown: (data: { firsts: string[]; file: string }) => {
      hearing?.stop()
      const wanted = new Set(data.firsts)
      const found: Record<string, Sent[]> = {}
      for (const transaction of transactionsOf(heard).filter(isWriting)) {
        const ids = transaction.flatMap(({ values }) => (values ?? []).filter((value) => Array.isArray(value)))
        const first = ids.map((list) => list[0]).find((id) => wanted.has(id))
        if (first !== undefined) found[first] = withoutScope(transaction)
      }
      writeFileSync(data.file, serialize(found))
      return { found: Object.keys(found).length, wanted: wanted.size }
    },
    startProfile: async () => {
      inspector.connect()
      await inspector.post('Profiler.enable')
      await inspector.post('Profiler.setSamplingInterval', { interval: 500 })
      await inspector.post('Profiler.start')
    },
    stopProfile: async (data: { file: string }) => {
      const { profile } = await inspector.post('Profiler.stop')
      inspector.disconnect()
      writeFileSync(data.file, JSON.stringify(profile))
    },
  },
  async () => running?.close(),
)
