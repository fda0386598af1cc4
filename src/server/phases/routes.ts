import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id } from '#domain/shapes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { phasePage } from './reads.ts'
import { findAreas, listPhases } from './store.ts'

const ById = Type.Object({ id: Id }, exact)

/** Begin and switch are commands and go through /api/sync. */
export function phaseRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house
  const reader = async (request: FastifyRequest): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    const { role } = visitor.actor
    if (!may(visitor.actor, 'phase.read')) throw problem('actor.not_allowed', { action: 'phase.read', role })
    return visitor
  }

  app.get('/api/phases', { schema: { summary: 'The phases of my area, the newest first' } }, async (request) => {
    const { district, actor } = await reader(request)
    const found = await database.read(district, actor, async (tx) => ({
      phases: await listPhases(tx),
      areas: await findAreas(tx, actor.ranges),
    }))
    return { ...found, asOf: time.now() }
  })

  app.get<{ Params: Static<typeof ById> }>(
    '/api/phases/:id',
    {
      schema: {
        summary: 'One phase: what a switch would hand over, or the frozen snapshot, checked anew, and its hand-over',
        params: ById,
      },
    },
    async (request) => {
      const { district, actor } = await reader(request)
      const asOf = time.now()
      return { ...(await phasePage(database, district, actor, request.params.id, asOf)), asOf }
    },
  )
}
