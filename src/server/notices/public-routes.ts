import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Command } from '#domain/events.ts'
import { publicEvents } from '#domain/notices.ts'
import { problem } from '#domain/problems.ts'
import { Envelope, exact, Hash, Id } from '#domain/shapes.ts'
import { receiptOf, seenEvent } from '#server/events/receipts.ts'
import { sendFile, storeFile } from '#server/files/files.ts'
import type { House } from '#server/http/house.ts'
import { openLink, openLinkWithCode } from './links.ts'
import { applyForGuest } from './public-commands.ts'
import { viewFor } from './public-view.ts'

const Token = Type.Object({ token: Type.String({ maxLength: 100 }) }, exact)
const TokenAndHash = Type.Object({ token: Type.String({ maxLength: 100 }), hash: Hash }, exact)
const TokenAndEvent = Type.Object({ token: Type.String({ maxLength: 100 }), eventId: Id }, exact)
const Code = Type.String({ pattern: '^[0-9]{4}$' })
const Batch = Type.Object({ code: Code, commands: Type.Array(Envelope, { maxItems: 20 }) }, exact)
const Kind = Type.Object(
  { kind: Type.Union([Type.Literal('photo'), Type.Literal('video'), Type.Literal('document')]) },
  exact,
)
const CodeHeader = Type.Object({ 'x-code': Code }, { additionalProperties: true })

/** Per address; a page with a dozen photos opens within it. */
const config = { rateLimit: { max: 30, timeWindow: 60_000 } }

/** The page behind a link in a message: no account, nothing about persons, nothing kept by browsers or search engines. */
export function publicRoutes(app: FastifyInstance, house: House): void {
  app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply, payload) => {
      reply
        .header('referrer-policy', 'no-referrer')
        .header('x-robots-tag', 'noindex, nofollow')
        .header('cache-control', 'no-store')
      return payload
    })

    scope.get<{ Params: Static<typeof Token> }>(
      '/api/public/:token',
      { schema: { summary: 'What a link is about; changes nothing', params: Token }, config },
      async (request) => viewFor(house, await openLink(house, request.params.token, 'view')),
    )

    scope.get<{ Params: Static<typeof TokenAndHash> }>(
      '/api/public/:token/files/:hash',
      { schema: { summary: 'A photo, video or document of that hazard', params: TokenAndHash }, config },
      async (request, reply) =>
        sendFile(house, await openLink(house, request.params.token, 'file'), request.params.hash, reply),
    )

    scope.get<{ Params: Static<typeof TokenAndEvent> }>(
      '/api/public/:token/receipts/:eventId',
      {
        schema: { summary: 'Proof of an entry in the history of that hazard; nobody is named', params: TokenAndEvent },
        config,
      },
      async (request) => {
        const { district, actor, link } = await openLink(house, request.params.token, 'receipt')
        const { eventId } = request.params
        const { subject, type } = await seenEvent(house.database, district, actor, eventId)
        if (subject !== link.hazardId || !publicEvents.includes(type)) throw problem('receipt.not_found')
        return receiptOf(house.database, district, eventId, true)
      },
    )

    scope.register(async (bytes) => {
      bytes.removeAllContentTypeParsers()
      bytes.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
      bytes.post<{
        Params: Static<typeof Token>
        Querystring: Static<typeof Kind>
        Headers: Static<typeof CodeHeader>
        Body: Readable
      }>(
        '/api/public/:token/files',
        {
          schema: {
            summary: 'Bring proof; the body is the bytes',
            params: Token,
            querystring: Kind,
            headers: CodeHeader,
          },
          config,
        },
        async (request, reply) => {
          const guest = await openLinkWithCode(house, request.params.token, request.headers['x-code'], 'upload')
          const file = await storeFile(house, guest, request.query.kind, request.body, house.time.now())
          return reply.status(201).send(file)
        },
      )
    })

    scope.post<{ Params: Static<typeof Token>; Body: Static<typeof Batch> }>(
      '/api/public/:token/sync',
      { schema: { summary: 'Act on that hazard as the party', params: Token, body: Batch }, config },
      async (request) => {
        const guest = await openLinkWithCode(house, request.params.token, request.body.code, 'act')
        const answers = await applyForGuest(house, guest, request.body.commands as Command[])
        return { answers, serverTime: house.time.now() }
      },
    )
  })
}
