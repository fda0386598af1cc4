import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { fieldsOfForm, type PaperForm, paperFormNames, paperForms } from '#domain/papers.ts'
import { problem } from '#domain/problems.ts'
import { exact } from '#domain/shapes.ts'
import { newId } from '#server/events/ids.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { mayHere } from '#server/people/administrator.ts'
import { findNames } from '#server/people/names.ts'
import { checkDocx, docxType, fillDocx } from './docx.ts'
import { FormWord } from './routes.ts'
import { sampleFields } from './sample.ts'
import { shippedTemplate } from './shipped.ts'
import { addTemplate, findTemplate, listTemplates } from './store.ts'

const ByForm = Type.Object({ form: FormWord }, exact)
const Version = Type.Object({ form: FormWord, version: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, exact)
type ByVersion = { Params: Static<typeof Version> }

/** A form with a seal, a logo and room to spare. */
const mostBytes = 2 * 1024 * 1024

/** The templates of an administrator's own area: read, tried out, replaced by a next version. */
export function templateRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house
  const manager = async (request: FastifyRequest): Promise<Visitor & { area: string }> => {
    const visitor = await house.visitorOf(request)
    const { actor } = visitor
    const [area] = actor.ranges
    if (!mayHere(actor, 'paper.manage') || area === undefined)
      throw problem('actor.not_allowed', { action: 'paper.manage', role: actor.role })
    return { ...visitor, area }
  }
  const bytesOf = async ({ district, actor, area }: Visitor & { area: string }, form: PaperForm, version: number) => {
    if (version === 0) return shippedTemplate(form)
    const found = await database.read(district, actor, (tx) => findTemplate(tx, form, area, version))
    if (found === undefined) throw problem('paper.template_not_found')
    return found.docx
  }
  const fileName = (form: PaperForm, version: number) =>
    `attachment; filename*=UTF-8''${encodeURIComponent(`${paperForms[form].title}-模板-${version}.docx`)}`

  app.get(
    '/api/papers/templates',
    { schema: { summary: 'The forms, and what my area has made of them' } },
    async (request) => {
      const { district, actor, area } = await manager(request)
      return database.read(district, actor, async (tx) => {
        const stored = await listTemplates(tx, area)
        const names = await findNames(
          tx,
          stored.map(({ uploadedBy }) => uploadedBy),
        )
        const versionsOf = (form: PaperForm) =>
          stored
            .filter((row) => row.form === form)
            .map(({ version, validFrom, uploadedBy }) => ({ version, validFrom, by: names.get(uploadedBy) ?? '' }))
        return {
          rows: paperFormNames.map((form) => {
            const { title, act, source } = paperForms[form]
            return { form, title, act, source, fields: fieldsOfForm(form), versions: versionsOf(form) }
          }),
          asOf: time.now(),
        }
      })
    },
  )

  app.get<ByVersion>(
    '/api/papers/templates/:form/:version.docx',
    { schema: { summary: 'A template; version 0 is the one that came with the product', params: Version } },
    async (request, reply) => {
      const { form, version } = request.params
      const bytes = await bytesOf(await manager(request), form, version)
      return reply.type(docxType).header('content-disposition', fileName(form, version)).send(bytes)
    },
  )

  app.get<ByVersion>(
    '/api/papers/templates/:form/:version/preview.docx',
    { schema: { summary: 'A template filled with invented facts', params: Version } },
    async (request, reply) => {
      const { form, version } = request.params
      const bytes = await bytesOf(await manager(request), form, version)
      const filled = await fillDocx(form, bytes, sampleFields(form), { signature: null, code: null })
      return reply.type(docxType).header('content-disposition', fileName(form, version)).send(filled)
    },
  )

  app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers()
    scoped.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, bytes, done) =>
      done(null, bytes),
    )
    scoped.post<{ Params: Static<typeof ByForm>; Body: Buffer | undefined }>(
      '/api/papers/templates/:form',
      {
        schema: { summary: 'The next version of a template; the body is the Word file', params: ByForm },
        config: { rateLimit: { max: 30, timeWindow: 60_000 } },
      },
      async (request, reply) => {
        const { district, actor, area } = await manager(request)
        const { form } = request.params
        const docx = request.body
        if (!Buffer.isBuffer(docx) || docx.length === 0) throw problem('paper.template_unreadable')
        await checkDocx(form, docx)
        // What the check lets through must also come out of the filling.
        await fillDocx(form, docx, sampleFields(form), { signature: null, code: null }).catch(() => {
          throw problem('paper.template_unreadable')
        })
        const now = time.now()
        const version = await database.as(district, actor, (tx) =>
          addTemplate(tx, { id: newId(now), form, docx, validFrom: now, uploadedBy: actor.accountId, scopePath: area }),
        )
        return reply.status(201).send({ form, version })
      },
    )
  })
}
