import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { may, roles } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id } from '#domain/shapes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { AccountQuery, findColleagues, listAccounts } from './account-list.ts'
import { endPost, givePost, openAccount, setDisabled, setPassword } from './accounts.ts'
import { administratorOf } from './administrator.ts'

const ById = Type.Object({ id: Id }, exact)
const Password = Type.String({ maxLength: 200, description: '12 or more characters of three kinds' })
const NewAccount = Type.Object(
  {
    login: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,39}$' }),
    displayName: Type.String({ pattern: '\\S', maxLength: 40 }),
    password: Password,
  },
  exact,
)
const NewPost = Type.Object(
  {
    unitId: Id,
    role: Type.Union(roles.map((role) => Type.Literal(role))),
    certificateNo: Type.Optional(Type.Union([Type.String({ pattern: '^\\S.{2,38}\\S$' }), Type.Null()])),
  },
  exact,
)
const NewPassword = Type.Object({ password: Password }, exact)
const Disabled = Type.Object({ disabled: Type.Boolean() }, exact)
type Named = { Params: Static<typeof ById> }

export function accountRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house

  const administrator = (request: FastifyRequest): Promise<Visitor> => administratorOf(house, request)

  app.get(
    '/api/colleagues',
    { schema: { summary: 'Whom to take along to an administrative inspection' } },
    async (request) => {
      const { district, actor } = await house.visitorOf(request)
      if (!may(actor, 'visit.read')) throw problem('actor.not_allowed', { action: 'visit.read', role: actor.role })
      return {
        rows: await database.read(district, actor, (tx) => findColleagues(tx, actor.accountId, time.now())),
      }
    },
  )

  app.get<{ Querystring: AccountQuery }>(
    '/api/accounts',
    { schema: { summary: 'The accounts that I administer', querystring: AccountQuery } },
    async (request) => {
      const { district, actor } = await administrator(request)
      return database.read(district, actor, (tx) => listAccounts(tx, request.query, time.now()))
    },
  )

  app.post<{ Body: Static<typeof NewAccount> }>(
    '/api/accounts',
    { schema: { summary: 'Open an account', body: NewAccount } },
    async (request, reply) => {
      const id = await openAccount(database, await administrator(request), request.body, time.now())
      return reply.status(201).send({ id })
    },
  )

  app.post<Named & { Body: Static<typeof NewPost> }>(
    '/api/accounts/:id/posts',
    { schema: { summary: 'Give a post, from now on', params: ById, body: NewPost } },
    async (request, reply) => {
      const given = { ...request.body, certificateNo: request.body.certificateNo ?? null }
      const id = await givePost(database, await administrator(request), request.params.id, given, time.now())
      return reply.status(201).send({ id })
    },
  )

  app.delete<Named>(
    '/api/posts/:id',
    { schema: { summary: 'End a post now', params: ById } },
    async (request, reply) => {
      await endPost(database, await administrator(request), request.params.id, time.now())
      return reply.status(204).send()
    },
  )

  app.post<Named & { Body: Static<typeof NewPassword> }>(
    '/api/accounts/:id/password',
    {
      schema: {
        summary: 'Set a password and log the account out everywhere',
        params: ById,
        body: NewPassword,
      },
    },
    async (request, reply) => {
      await setPassword(database, await administrator(request), request.params.id, request.body.password, time.now())
      return reply.status(204).send()
    },
  )

  app.post<Named & { Body: Static<typeof Disabled> }>(
    '/api/accounts/:id/disabled',
    { schema: { summary: 'Shut an account out, or let it in again', params: ById, body: Disabled } },
    async (request, reply) => {
      await setDisabled(database, await administrator(request), request.params.id, request.body.disabled, time.now())
      return reply.status(204).send()
    },
  )
}
