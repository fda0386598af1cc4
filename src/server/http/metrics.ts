import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Instant } from '#domain/calendar.ts'
import { millis } from '#domain/calendar.ts'
import type { House } from './house.ts'

/** How the log of the whole installation stands. */
export type LogState = { seals: number; waiting: number; lastSealAt: Instant | null }
export type StateOfLog = () => Promise<LogState>

/** Prometheus figures of the process, of the requests by route and of the log. Says nothing about anybody's rows. */
export function measure(app: FastifyInstance, house: House, stateOfLog: StateOfLog): void {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const seconds = new Histogram({
    name: 'bihuan_http_request_seconds',
    help: 'Time from request to answer by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [register],
  })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] })
  const seals = gauge('bihuan_seals', 'Seals made so far')
  const waiting = gauge('bihuan_events_waiting', 'Events that are committed and not yet numbered')
  const age = gauge('bihuan_last_seal_age_seconds', 'Time since the newest seal; -1 before the first')
  const signing = gauge('bihuan_signing', '1 while there is a key to seal with')
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  const show = ({ seals: made, waiting: left, lastSealAt }: LogState) => {
    seals.set(made)
    waiting.set(left)
    age.set(lastSealAt === null ? -1 : (millis(house.time.now()) - millis(lastSealAt)) / 1000)
  }
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    // Without the database the process still says how it is.
    await stateOfLog().then(show, (error: unknown) => {
      request.log.warn(error)
      for (const one of [seals, waiting, age]) one.set(Number.NaN)
    })
    signing.set(house.signing.current() === null ? 0 : 1)
    return reply.type(register.contentType).send(await register.metrics())
  })
}
