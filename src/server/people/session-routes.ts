import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { type Action, passwordIsStrong, permissions } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { cookieName } from '#server/http/session-cookie.ts'
import { mayHere } from './administrator.ts'
import { hashPassword } from './passwords.ts'
import {
  changePassword,
  choosePost,
  closeAllSessions,
  closeSession,
  findSession,
  type OpenSession,
  openSession,
} from './sessions.ts'

/** Per address: a whole office may share one, and five wrong passwords lock the account anyway. */
const loginsPerMinute = 120

const Login = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: 60 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  exact,
)
const Choice = Type.Object({ postId: Id }, exact)
const NewPassword = Type.Object(
  { current: Type.String({ maxLength: 200 }), next: Type.String({ maxLength: 200 }) },
  exact,
)

/** The session of a request, with or without a post. Throws `session.required`. */
export async function sessionOf(
  house: Pick<House, 'database' | 'time'>,
  request: FastifyRequest,
  touch = true,
): Promise<OpenSession> {
  const token = request.cookies[cookieName]
  const session = token ? await findSession(house.database, token, house.time.now(), touch) : undefined
  if (session === undefined) throw problem('session.required')
  return session
}

function describe(house: House, session: OpenSession) {
  const { account, posts, post, visitor } = session
  const actions = Object.keys(permissions) as Action[]
  return {
    account: { id: account.accountId, displayName: account.displayName, login: account.login },
    post: post && {
      id: post.id,
      role: post.role,
      unit: post.unit,
      certificateNo: post.certificateNo,
      line: post.unit.line,
    },
    posts: posts.map((one) => ({ id: one.id, role: one.role, unitName: one.unit.name })),
    may: visitor === null ? [] : actions.filter((action) => mayHere(visitor.actor, action)),
    demo: house.demo,
    district: { code: account.district.code, name: account.district.name },
    serverTime: house.time.now(),
  }
}

export function sessionRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house

  app.get('/api/session', { schema: { summary: 'Who am I, under which post, and what may I do' } }, async (request) =>
    describe(house, await sessionOf(house, request)),
  )

  app.post<{ Body: Static<typeof Login> }>(
    '/api/session',
    { schema: { summary: 'Log in', body: Login }, config: { rateLimit: { max: loginsPerMinute, timeWindow: 60_000 } } },
    async (request, reply) => {
      const { token } = await openSession(database, house.keys, request.body.login, request.body.password, time.now())
      const session = await findSession(database, token, time.now())
      if (session === undefined) throw problem('session.required')
      const secure = house.config.publicUrl.startsWith('https:')
      return reply
        .setCookie(cookieName, token, { path: '/', httpOnly: true, sameSite: 'strict', secure })
        .send(describe(house, session))
    },
  )

  app.delete('/api/session', { schema: { summary: 'Log out here' } }, async (request, reply) => {
    const { account } = await sessionOf(house, request)
    await closeSession(database, account.tokenHash)
    return gone(reply)
  })

  app.delete('/api/sessions', { schema: { summary: 'Log out everywhere' } }, async (request, reply) => {
    const { account } = await sessionOf(house, request)
    await closeAllSessions(database, account.accountId)
    return gone(reply)
  })

  app.put<{ Body: Static<typeof Choice> }>(
    '/api/session/post',
    { schema: { summary: 'Act under another of my posts', body: Choice } },
    async (request) => {
      const { account, posts } = await sessionOf(house, request)
      if (!posts.some((post) => post.id === request.body.postId)) throw problem('post.not_found', {}, '/postId')
      await choosePost(database, account.tokenHash, request.body.postId)
      return describe(house, await sessionOf(house, request))
    },
  )

  app.put<{ Body: Static<typeof NewPassword> }>(
    '/api/session/password',
    { schema: { summary: 'Change my password', body: NewPassword } },
    async (request, reply) => {
      const { account } = await sessionOf(house, request)
      if (!passwordIsStrong(request.body.next)) throw problem('session.weak_password', {}, '/next')
      await changePassword(database, account, request.body.current, await hashPassword(request.body.next), time.now())
      return reply.status(204).send()
    },
  )
}

function gone(reply: FastifyReply) {
  return reply.clearCookie(cookieName, { path: '/' }).status(204).send()
}
