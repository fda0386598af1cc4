import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Command } from '#domain/events.ts'
import { problem } from '#domain/problems.ts'
import { Envelope, exact } from '#domain/shapes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { applyBatch, type Sender } from './apply.ts'

const most = 200
const Batch = Type.Object({ commands: Type.Array(Envelope, { minItems: 1, description: `At most ${most}` }) }, exact)

/** The batch path: a phone's outbox and a desk's button send the same objects. */
export function commandRoutes(app: FastifyInstance, house: House, actorsOf: NonNullable<Sender['actorsOf']>): void {
  app.post<{ Body: Static<typeof Batch> }>(
    '/api/sync',
    { schema: { summary: 'Give commands; each is answered by itself', body: Batch }, bodyLimit: 8 * 1024 * 1024 },
    async (request) => {
      const visitor = await house.visitorOf(request)
      const commands = request.body.commands as Command[]
      if (commands.length > most) throw problem('command.too_many', { most }, '/commands')
      const answers = await applyBatch(house.path, senderOf(visitor, actorsOf), commands)
      return { answers, serverTime: house.time.now() }
    },
  )
}

/** Only a relay may speak for others. */
export function senderOf(
  visitor: Pick<Visitor, 'district' | 'actor' | 'kind'>,
  actorsOf: NonNullable<Sender['actorsOf']>,
): Sender {
  return { district: visitor.district, actor: visitor.actor, actorsOf: visitor.kind === 'relay' ? actorsOf : null }
}
