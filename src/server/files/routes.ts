import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { exact, Hash } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { sendFile, storeFile } from './files.ts'

const Kind = Type.Object(
  { kind: Type.Union([Type.Literal('photo'), Type.Literal('video'), Type.Literal('document')]) },
  exact,
)
const Name = Type.Object({ hash: Hash }, exact)

export function fileRoutes(app: FastifyInstance, house: House): void {
  app.post<{ Querystring: Static<typeof Kind>; Body: Readable }>(
    '/api/files',
    { schema: { summary: 'Bring a photo, video or document; the body is the bytes', querystring: Kind } },
    async (request, reply) => {
      const visitor = await house.visitorOf(request)
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
