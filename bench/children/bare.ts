import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import pg from 'pg'
import { type Filling, type Recording, valueMaker } from '#bench/lifecycle/recording.ts'
import { answer, type Listening } from './child.ts'

/** What a request to the bare server carries: the commands as the product gets them, and which recording they stand for. */
type Body = { key: string; slots: Record<string, string>; commands: { id: string }[] }

const app = Fastify()
let pool: pg.Pool | null = null

answer(
  {
    /** Fastify and pg with the product's own statements, prepared, in the product's transactions, and nothing else. */
    listen: async (data: {
      url: string
      recordings: string
      connections: number
      atOnce: boolean
    }): Promise<Listening> => {
      const recorded = JSON.parse(readFileSync(data.recordings, 'utf8')) as Record<string, Recording>
      const steps = new Map(Object.entries(recorded).map(([key, recording]) => [key, prepared(recording)]))
      const own = new pg.Pool({
        connectionString: data.url,
        max: data.connections,
        options: '-c search_path=d330109,shared',
        pipeline: data.atOnce,
      } as pg.PoolConfig)
      pool = own
      app.post<{ Body: Body }>('/api/sync', async ({ body }) => {
        const statements = steps.get(body.key)
        if (statements === undefined) throw new Error(`nothing recorded for ${body.key}`)
        const filling: Filling = { slots: body.slots, now: Date.now(), minted: [] }
        const client = await own.connect()
        try {
          const sent: Promise<unknown>[] = []
          for (const { name, text, values } of statements) {
            const query = values === null ? text : { name, text, values: values.map((make) => make(filling)) }
            const answered = client.query(query as pg.QueryConfig)
            if (data.atOnce) sent.push(answered)
            else await answered
          }
          await Promise.all(sent)
        } catch (error) {
          await client.query('rollback')
          throw error
        } finally {
          client.release()
        }
        const answers = body.commands.map(({ id }) => ({ id, outcome: 'accepted' }))
        return { answers, serverTime: new Date().toISOString() }
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const address = app.server.address()
      return { port: typeof address === 'object' && address !== null ? address.port : 0, pid: process.pid }
    },
    cpu: () => process.cpuUsage(),
  },
  async () => {
    await app.close()
    await pool?.end()
  },
)

const names = new Map<string, string>()

function prepared({ statements }: Recording) {
  return statements.map(({ text, values }) => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return { name, text, values: values?.map(valueMaker) ?? null }
  })
}
