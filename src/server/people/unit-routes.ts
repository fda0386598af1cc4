import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id } from '#domain/shapes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { findUnitPage, listUnits } from './units.ts'

const ById = Type.Object({ id: Id }, exact)
const Below = Type.Object({ parent: Type.Optional(Id) }, exact)

export function unitRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house

  const reader = async (request: FastifyRequest): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    if (!may(visitor.actor, 'unit.read'))
      throw problem('actor.not_allowed', { action: 'unit.read', role: visitor.actor.role })
    return visitor
  }

  app.get<{ Querystring: Static<typeof Below> }>(
    '/api/units',
    { schema: { summary: 'The units below one, or the topmost of my reach', querystring: Below } },
    async (request) => {
      const { district, actor } = await reader(request)
      const asOf = time.now()
      const parent = request.query.parent ?? null
      return {
        units: await database.read(district, actor, (tx) => listUnits(tx, actor.ranges, parent, asOf)),
        asOf,
      }
    },
  )

  app.get<{ Params: Static<typeof ById> }>(
    '/api/units/:id',
    { schema: { summary: 'One unit: what lies above it, who holds its posts, how it stands', params: ById } },
    async (request) => {
      const { district, actor } = await reader(request)
      const asOf = time.now()
      const withPosts = may(actor, 'people.read')
      return {
        ...(await database.read(district, actor, (tx) => findUnitPage(tx, request.params.id, withPosts, asOf))),
        asOf,
      }
    },
  )
}
