import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { problem } from '#domain/problems.ts'
import { exact, Hash } from '#domain/shapes.ts'
import type { House } from '#server/http/house.ts'
import { largest } from './content.ts'
import { type Share, senderOf } from './routes.ts'
import { claimedBytes } from './under-way.ts'
import type { Announced } from './upload-store.ts'
import { type Progress, uploadsOf } from './uploads.ts'

const version = '1.0.0'
const partType = 'application/offset+octet-stream'
const Name = Type.Object({ hash: Hash }, exact)
type ByName = { Params: Static<typeof Name>; Body: Readable | undefined }

/**
 * Files in parts, by the tus protocol 1.0.0 (core, creation, creation-with-upload, termination). `Upload-Metadata` of the
 * first request carries `hash` and `kind`; the address of an upload is its hash, for its owner alone.
 */
export function uploadRoutes(app: FastifyInstance, house: House, within: Share): void {
  const uploads = uploadsOf(house)
  const now = () => house.time.now()

  app.addHook('onRequest', async (_request, reply) => void reply.header('tus-resumable', version))
  const visitorOf = async (request: FastifyRequest, reply: FastifyReply) => {
    const visitor = await house.visitorOf(request)
    if (request.headers['tus-resumable'] === version) return visitor
    reply.header('tus-version', version)
    throw problem('upload.version', { version })
  }

  app.options('/api/uploads', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .headers({
        'tus-version': version,
        'tus-extension': 'creation,creation-with-upload,termination',
        'tus-max-size': Math.max(...Object.values(largest)),
      })
      .status(204)
      .send(),
  )

  app.post<{ Body: Readable | undefined }>(
    '/api/uploads',
    { schema: { summary: 'Announce a file that comes in parts (tus)' }, config: { largeBody: true } },
    async (request, reply) => {
      const visitor = await visitorOf(request, reply)
      const announced = announcedIn(request.headers)
      const { headers, body } = request
      const begun = await uploads.begin(visitor, announced, now())
      reply.header('location', `/api/uploads/${announced.hash}`)
      const more = body && headers['content-type'] === partType && begun.offset < begun.length
      if (!more)
        return progressIn(reply, begun)
          .status(begun.created ? 201 : 200)
          .send()
      // What was there before goes on from where it is, which its sender does not know yet.
      if (begun.offset > 0) throw wrong(reply, begun.offset)
      const add = () => uploads.append(visitor, announced.hash, 0, body, now)
      const reached = await within(senderOf(request), claimedBytes(headers['content-length'], announced.kind), add)
      return progressIn(reply, reached).status(201).send()
    },
  )

  app.head<ByName>(
    '/api/uploads/:hash',
    { schema: { summary: 'How much of a file is here (tus)', params: Name } },
    async (request, reply) => {
      const visitor = await visitorOf(request, reply)
      const { offset, length } = await uploads.progress(visitor, request.params.hash, now())
      return progressIn(reply, { offset, length }).header('upload-length', length).status(200).send()
    },
  )

  app.patch<ByName>(
    '/api/uploads/:hash',
    { schema: { summary: 'Bring the next part of a file (tus)', params: Name }, config: { largeBody: true } },
    async (request, reply) => {
      const visitor = await visitorOf(request, reply)
      const { headers, body, params } = request
      if (headers['content-type'] !== partType) throw problem('request.type', { type: partType })
      const from = wholeNumber(headers['upload-offset'])
      if (from === null || !body) throw problem('request.invalid', {}, '/headers/upload-offset')
      const add = () => uploads.append(visitor, params.hash, from, body, now)
      try {
        const reached = await within(senderOf(request), claimedBytes(headers['content-length'], 'video'), add)
        return await progressIn(reply, reached).status(204).send()
      } catch (error) {
        const { code, facts } = error as { code?: string; facts?: { offset?: number } }
        throw code === 'upload.offset_wrong' ? wrong(reply, facts?.offset ?? 0) : error
      }
    },
  )

  app.delete<ByName>(
    '/api/uploads/:hash',
    { schema: { summary: 'Give up a file that is not whole (tus)', params: Name } },
    async (request, reply) => {
      await uploads.drop(await visitorOf(request, reply), request.params.hash)
      return reply.status(204).send()
    },
  )
}

const progressIn = (reply: FastifyReply, { offset }: Progress) => reply.header('upload-offset', offset)

function wrong(reply: FastifyReply, offset: number) {
  reply.header('upload-offset', offset)
  return problem('upload.offset_wrong', { offset })
}

/** Throws `request.invalid` for whatever is not said in full. */
function announcedIn(headers: Record<string, string | string[] | undefined>): Announced {
  const length = wholeNumber(headers['upload-length'])
  if (length === null || length === 0) throw problem('request.invalid', {}, '/headers/upload-length')
  const said = new Map(
    String(headers['upload-metadata'] ?? '')
      .split(',')
      .map((pair) => pair.trim().split(' '))
      .map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString()] as const),
  )
  const [hash = '', kind = ''] = [said.get('hash'), said.get('kind')]
  if (!/^[0-9a-f]{64}$/.test(hash) || !Object.hasOwn(largest, kind))
    throw problem('request.invalid', {}, '/headers/upload-metadata')
  return { hash, kind: kind as Announced['kind'], length }
}

function wholeNumber(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null
}
