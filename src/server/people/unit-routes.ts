import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { may, unitKinds } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id, Line, Reason } from '#domain/shapes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { administratorOf } from './administrator.ts'
import { addUnit, endUnit, renameUnit } from './unit-changes.ts'
import { findUnitPage, listUnits } from './units.ts'

const ById = Type.Object({ id: Id }, exact)
const Below = Type.Object({ parent: Type.Optional(Id) }, exact)
const Name = Type.String({ pattern: '^\\S(.*\\S)?$', minLength: 1, maxLength: 60 })
const NewUnit = Type.Object(
  {
    parentId: Id,
    kind: Type.Union(unitKinds.map((kind) => Type.Literal(kind))),
    code: Type.Optional(
      Type.String({
        pattern: '^[0-9a-z@-]*$',
        maxLength: 60,
        description: "The parent's code and the own digits; a task force's short code; nothing for a department",
      }),
    ),
    name: Name,
    line: Type.Optional(Type.Union([Line, Type.Null()])),
  },
  exact,
)
const NewName = Type.Object({ name: Name }, exact)
const End = Type.Object({ reason: Reason }, exact)
type Named = { Params: Static<typeof ById> }

export function unitRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house

  const reader = async (request: FastifyRequest): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    if (!may(visitor.actor, 'unit.read'))
      throw problem('actor.not_allowed', { action: 'unit.read', role: visitor.actor.role })
    return visitor
  }

  const administrator = (request: FastifyRequest): Promise<Visitor> => administratorOf(house, request)

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

  app.get<Named>(
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

  app.post<{ Body: Static<typeof NewUnit> }>(
    '/api/units',
    { schema: { summary: 'Add a unit to the org tree', body: NewUnit } },
    async (request, reply) => {
      const { parentId, ...given } = request.body
      const id = await addUnit(database, await administrator(request), parentId, given, time.now())
      return reply.status(201).send({ id })
    },
  )

  app.put<Named & { Body: Static<typeof NewName> }>(
    '/api/units/:id',
    { schema: { summary: 'Rename a unit', params: ById, body: NewName } },
    async (request, reply) => {
      await renameUnit(database, await administrator(request), request.params.id, request.body.name, time.now())
      return reply.status(204).send()
    },
  )

  app.post<Named & { Body: Static<typeof End> }>(
    '/api/units/:id/end',
    { schema: { summary: 'End a unit in which nobody and nothing is left', params: ById, body: End } },
    async (request, reply) => {
      const { id } = request.params
      await endUnit(database, await administrator(request), house.keys, id, request.body.reason, time.now())
      return reply.status(204).send()
    },
  )
}
