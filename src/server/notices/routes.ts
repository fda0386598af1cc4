import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import { isInstant } from '#domain/calendar.ts'
import { isUuid } from '#domain/ids.ts'
import { noticeStates } from '#domain/notices.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { takeReport } from './callback.ts'
import { listNotices, type NoticePage } from './list.ts'
import { readable } from './notices.ts'
import { isSigned, smsKey } from './provider.ts'

const Wanted = Type.Object(
  {
    state: Type.Optional(Type.Union(noticeStates.map((state) => Type.Literal(state)))),
    cursor: Type.Optional(Type.String({ maxLength: 300 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  exact,
)
const Report = Type.Object(
  {
    ref: Type.String({ minLength: 1, maxLength: 200 }),
    status: Type.Union([Type.Literal('delivered'), Type.Literal('failed')]),
    error: Type.Optional(Type.String({ maxLength: 500 })),
  },
  exact,
)

export function noticeRoutes(app: FastifyInstance, house: House): void {
  app.get<{ Querystring: Static<typeof Wanted> }>(
    '/api/notices',
    { schema: { summary: 'Messages about hazards within my reach, newest first', querystring: Wanted } },
    async (request) => {
      const { actor, district } = await house.visitorOf(request)
      if (!may(actor, 'hazard.read')) throw problem('actor.not_allowed', { action: 'hazard.read' })
      const { state = null, cursor, limit = 50 } = request.query
      const page = { state, after: cursor === undefined ? null : readCursor(cursor), limit }
      const rows = await house.database.read(district, actor, (tx) => listNotices(tx, { ...page, limit: limit + 1 }))
      const shown = rows
        .slice(0, limit)
        .map(({ bodySealed, ...notice }) => ({ ...notice, text: readable(house.keys, bodySealed) }))
      return {
        rows: shown,
        next: rows.length > limit ? writeCursor(shown.at(-1)) : null,
        asOf: house.time.now(),
      }
    },
  )

  app.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 10_000 }, (_request, body, done) =>
      done(null, body),
    )
    scope.post<{ Body: Buffer }>(
      '/api/sms/callback',
      {
        schema: { summary: 'The SMS provider reports what became of a text; signed with the shared key' },
        config: { rateLimit: { max: 600, timeWindow: 60_000 } },
      },
      async (request, reply) => {
        const signature = request.headers['x-bihuan-signature']
        const isOurs =
          Buffer.isBuffer(request.body) &&
          typeof signature === 'string' &&
          isSigned(smsKey(house.keys), request.body, signature)
        if (!isOurs) throw problem('notice.signature_wrong')
        await takeReport(house, readReport(request.body))
        return reply.status(204).send()
      },
    )
  })
}

function readReport(body: Buffer): Static<typeof Report> {
  const report: unknown = parse(body.toString())
  if (!Value.Check(Report, report)) throw problem('request.invalid')
  return report
}

function writeCursor(last: { createdAt: string; id: string } | undefined): string | null {
  return last === undefined ? null : Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64url')
}

function readCursor(cursor: string): NoticePage['after'] {
  const keys: unknown = parse(Buffer.from(cursor, 'base64url').toString())
  const [createdAt, id] = Array.isArray(keys) ? (keys as unknown[]) : []
  if (typeof createdAt !== 'string' || !isInstant(createdAt) || !isUuid(id))
    throw problem('request.invalid', {}, '/query/cursor')
  return { createdAt, id }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
