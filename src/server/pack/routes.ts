import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact } from '#domain/shapes.ts'
import { senderOf } from '#server/files/routes.ts'
import type { House } from '#server/http/house.ts'
import { packFor } from './pack.ts'

const PackQuery = Type.Object(
  {
    since: Type.Optional(Type.Integer({ minimum: 0, description: 'The `seq` of what is held' })),
    key: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'The `key` of what is held' })),
  },
  exact,
)

/** A phone asks at its start and every few minutes; putting a whole pack together is work. */
const packsPerMinute = 20

const compress = promisify(gzip)

export function packRoutes(app: FastifyInstance, house: House): void {
  app.get<{ Querystring: Static<typeof PackQuery> }>(
    '/api/pack',
    {
      schema: {
        summary: 'What a phone holds of my reach, or what changed in it, as lines of JSON',
        querystring: PackQuery,
      },
      config: { rateLimit: { max: packsPerMinute, timeWindow: 60_000, keyGenerator: senderOf } },
    },
    async (request, reply) => {
      const visitor = await house.visitorOf(request, 'unattended')
      if (!may(visitor.actor, 'place.read')) throw problem('actor.not_allowed', { action: 'place.read' })
      const { since, key } = request.query
      const lines = await packFor(house, visitor, since === undefined || key === undefined ? null : { since, key })
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      reply.type('application/x-ndjson').header('cache-control', 'no-store').header('vary', 'accept-encoding')
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(text)
      return reply.header('content-encoding', 'gzip').send(await compress(text))
    },
  )
}
