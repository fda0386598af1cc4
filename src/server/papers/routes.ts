import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { formsFor, type PaperForm, type PaperFormat, paperFormNames, paperForms } from '#domain/papers.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id, Reason } from '#domain/shapes.ts'
import { senderOf } from '#server/files/routes.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { findVisits } from '#server/inspections/store.ts'
import { docxType } from './docx.ts'
import { makePaper } from './papers.ts'

export const FormWord = Type.Unsafe<PaperForm>(Type.Union(paperFormNames.map((name) => Type.Literal(name))))
const ById = Type.Object({ id: Id }, exact)
const OfVisit = Type.Object({ id: Id, form: FormWord }, exact)
const Wanted = Type.Object(
  {
    reason: Type.Optional(
      Type.Unsafe<string>({
        ...Reason,
        description: 'Shows contact and witnesses in clear; asks for the right, is logged',
      }),
    ),
    save: Type.Optional(Type.Boolean({ description: 'As a download instead of on the screen' })),
  },
  exact,
)

/** Of one session: each takes about a tenth of a second of the server. */
const papersPerMinute = 120

const types: Record<PaperFormat, string> = { pdf: 'application/pdf', docx: docxType }

export function paperRoutes(app: FastifyInstance, house: House): void {
  const reader = async (request: Parameters<House['visitorOf']>[0]): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    if (!may(visitor.actor, 'visit.read')) throw problem('actor.not_allowed', { action: 'visit.read' })
    return visitor
  }

  app.get<{ Params: Static<typeof ById> }>(
    '/api/visits/:id/papers',
    { schema: { summary: 'Which papers this visit or inspection has', params: ById } },
    async (request) => {
      const { district, actor } = await reader(request)
      const [visit] = await house.database.read(district, actor, (tx) => findVisits(tx, [request.params.id], false))
      if (visit === undefined) throw problem('visit.not_found')
      return { rows: formsFor(visit).map((form) => ({ form, ...shapeOf(form) })) }
    },
  )

  for (const format of ['pdf', 'docx'] as const) {
    app.get<{ Params: Static<typeof OfVisit>; Querystring: Static<typeof Wanted> }>(
      `/api/visits/:id/papers/:form.${format}`,
      {
        schema: {
          summary: `A paper of a visit or inspection as ${format.toUpperCase()}`,
          params: OfVisit,
          querystring: Wanted,
        },
        config: { rateLimit: { max: papersPerMinute, timeWindow: 60_000, keyGenerator: senderOf } },
      },
      async (request, reply) => {
        const visitor = await reader(request)
        const { id, form } = request.params
        const { reason, save } = request.query
        const bytes = await makePaper(house, visitor, { id, form, format, ...(reason === undefined ? {} : { reason }) })
        const name = `${paperForms[form].title}-${id.slice(-12)}.${format}`
        const disposition = format === 'docx' || save === true ? 'attachment' : 'inline'
        return reply
          .type(types[format])
          .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
          .header('x-content-type-options', 'nosniff')
          .send(bytes)
      },
    )
  }
}

const shapeOf = (form: PaperForm) => {
  const { title, source, formats } = paperForms[form]
  return { title, source, formats }
}
