import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { problem } from '#domain/problems.ts'
import { exact, Hash } from '#domain/shapes.ts'
import { sha256 } from '#server/crypto/seal.ts'
import type { House } from '#server/http/house.ts'
import { cookieName } from '#server/http/session-cookie.ts'
import { sendFile, storeFile } from './files.ts'

const Kind = Type.Object(
  { kind: Type.Union([Type.Literal('photo'), Type.Literal('video'), Type.Literal('document')]) },
  exact,
)
const Name = Type.Object({ hash: Hash }, exact)

/** Far above what a phone sends that comes back from a day without a network. */
const uploadsPerMinute = 120

/** A session, or without one the address. The cookie itself is not kept. */
export const senderOf = ({ cookies, ip }: FastifyRequest): string => {
  const token = cookies[cookieName]
  return token === undefined ? ip : sha256(token).toString('base64')
}

export function fileRoutes(app: FastifyInstance, house: House): void {
  app.post<{ Querystring: Static<typeof Kind>; Body: Readable | undefined }>(
    '/api/files',
    {
      schema: { summary: 'Bring a photo, video or document; the body is the bytes', querystring: Kind },
      config: {
        largeBody: true,
        rateLimit: { max: uploadsPerMinute, timeWindow: 60_000, keyGenerator: senderOf },
      },
    },
    async (request, reply) => {
      const visitor = await house.visitorOf(request)
      // Without a body there is no stream to wait for.
      if (!request.body) throw problem('file.damaged')
      const file = await storeFile(house, visitor, request.query.kind, request.body, house.time.now())
      return reply.status(201).send(file)
    },
  )

  app.get<{ Params: Static<typeof Name> }>(
    '/api/files/:hash',
    { schema: { summary: 'A file of something I may see', params: Name } },
    async (request, reply) => sendFile(house, await house.visitorOf(request), request.params.hash, reply),
  )
}
