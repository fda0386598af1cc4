import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import Fastify from 'fastify'
import pg from 'pg'
import type { Sent } from '#bench/lifecycle/recording.ts'
import { answer, type Listening } from './child.ts'

const app = Fastify({ bodyLimit: 8 * 1024 * 1024 })
let pool: pg.Pool | null = null

answer(
  {
    /** Fastify and pg with the very transactions that the product was heard to send for these batches, and nothing else. */
    listen: async (data: { url: string; file: string; connections: number }): Promise<Listening> => {
      const transactions = deserialize(readFileSync(data.file)) as Record<string, Sent[]>
      const own = new pg.Pool({
        connectionString: data.url,
        max: data.connections,
        options: '-c search_path=d330109,shared',
      })
      pool = own
      const names = new Map<string, string>()
      const nameOf = (text: string) => {
        const name = names.get(text) ?? `s${names.size}`
        names.set(text, name)
        return name
      }
      app.post<{ Body: { commands: { id: string }[] } }>('/api/sync', async ({ body }) => {
        const statements = transactions[body.commands[0]?.id ?? '']
        if (statements === undefined) throw new Error('nothing recorded for this batch')
        const client = await own.connect()
        try {
          for (const { text, values } of statements) {
            if (values === null) await client.query(text)
            else await client.query({ name: nameOf(text), text, values: values as unknown[] })
          }
        } catch (error) {
          await client.query('rollback')
          throw error
        } finally {
          client.release()
        }
        return { answers: body.commands.map(({ id }) => ({ id, outcome: 'accepted' })) }
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const address = app.server.address()
      return { port: typeof address === 'object' && address !== null ? address.port : 0, pid: process.pid }
    },
    cpu: () => process.cpuUsage(),
    clock: () => undefined,
  },
  async () => {
    await app.close()
    await pool?.end()
  },
)
