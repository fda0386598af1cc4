import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { exact, Hash } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { hasContent } from './content.ts'
import { presentFiles } from './store.ts'

const most = 500
const Asked = Type.Object({ hashes: Type.Array(Hash, { maxItems: most }) }, exact)

export function heldRoutes(app: FastifyInstance, house: House): void {
  app.post<{ Body: Static<typeof Asked> }>(
    '/api/files/held',
    { schema: { summary: 'Which of these files the server holds, so that a phone may let go of them', body: Asked } },
    async (request) => {
      const { district, actor } = await house.visitorOf(request)
      const files = await house.database.read(district, actor, (tx) => presentFiles(tx, request.body.hashes))
      const there = await Promise.all(
        [...files.keys()].map(async (hash) => ((await hasContent(house.config.filesFolder, hash)) ? [hash] : [])),
      )
      return { held: there.flat() }
    },
  )
}
