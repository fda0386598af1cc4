import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { readConfig } from '#server/config.ts'
import { type Running, run } from '#server/main.ts'
import { answer, type Listening } from './child.ts'

let running: Running | null = null
const inspector = new Session()

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
