import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { exact, Id } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { mayHaveReceipt, receiptOf, seenEvent } from './receipts.ts'

const ByEvent = Type.Object({ eventId: Id }, exact)
const Wanted = Type.Object(
  {
    details: Type.Optional(
      Type.Boolean({ description: 'With who, from which post, and what was decided; else only their digest' }),
    ),
  },
  exact,
)

export function receiptRoutes(app: FastifyInstance, house: House): void {
  app.get<{ Params: Static<typeof ByEvent>; Querystring: Static<typeof Wanted> }>(
    '/api/receipts/:eventId',
    { schema: { summary: 'Proof that an event stands in the log, sealed', params: ByEvent, querystring: Wanted } },
    async (request) => {
      const { district, actor } = await house.visitorOf(request)
      const { eventId } = request.params
      mayHaveReceipt(actor, await seenEvent(house.database, district, actor, eventId))
      return receiptOf(house.database, district, eventId, request.query.details !== true)
    },
  )

  app.get(
    '/.well-known/bihuan-keys.json',
    {
      schema: { summary: 'The public keys with which receipts are checked' },
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    },
    async (_request, reply) => reply.header('cache-control', 'no-cache').send(house.signing.published()),
  )
}
