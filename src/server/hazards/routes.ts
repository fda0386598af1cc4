import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { dayOf } from '#domain/calendar.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact, Id } from '#domain/shapes.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { type Language, ledgerDisposition, ledgerLines } from './ledger.ts'
import { countHazards, listHazards } from './list.ts'
import { HazardQuery } from './list-query.ts'
import { hazardPage } from './page.ts'

const ById = Type.Object({ id: Id }, exact)
const LedgerQuery = Type.Object(
  { ...HazardQuery.properties, lang: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])) },
  exact,
)

/** What other nouns add to a hazard's page; given from outside, because they know hazards and not the reverse. */
export type PageParts = (tx: Tx, house: House, hazardId: string) => Promise<Record<string, unknown>>

export function hazardRoutes(app: FastifyInstance, house: House, parts: PageParts): void {
  const reader = async (request: Parameters<House['visitorOf']>[0]): Promise<Visitor> => {
    const visitor = await house.visitorOf(request)
    if (!may(visitor.actor, 'hazard.read')) throw problem('actor.not_allowed', { action: 'hazard.read' })
    return visitor
  }

  app.get<{ Querystring: Static<typeof HazardQuery> }>(
    '/api/hazards',
    { schema: { summary: 'Hazards within my reach, with counts from the same snapshot', querystring: HazardQuery } },
    async (request) => {
      const { district, actor } = await reader(request)
      return house.database.read(district, actor, async (tx) => {
        const list = await listHazards(tx, request.query)
        const counts = await countHazards(tx, request.query)
        return { ...list, counts, asOf: house.time.now() }
      })
    },
  )

  app.get<{ Params: Static<typeof ById> }>(
    '/api/hazards/:id',
    { schema: { summary: 'One hazard', params: ById } },
    async (request) => {
      const { district, actor } = await reader(request)
      return house.database.read(district, actor, async (tx) => {
        const page = await hazardPage(tx, house, actor, request.params.id)
        return { ...page, ...(await parts(tx, house, request.params.id)) }
      })
    },
  )

  app.get<{ Querystring: Static<typeof LedgerQuery> }>(
    '/api/hazards.csv',
    { schema: { summary: 'The ledger: the same rows as the list, in words, as CSV', querystring: LedgerQuery } },
    async (request, reply) => {
      const visitor = await reader(request)
      const { lang = 'zh', ...query } = request.query
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', ledgerDisposition(lang, dayOf(house.time.now())))
        .send(Readable.from(pages(house, visitor, query, lang)))
    },
  )
}

async function* pages(house: House, { district, actor }: Visitor, query: HazardQuery, language: Language) {
  yield '\uFEFF'
  let cursor: string | undefined
  let withHeader = true
  do {
    const at = cursor
    const { rows, next } = await house.database.read(district, actor, (tx) =>
      listHazards(tx, { ...query, limit: 200, ...(at === undefined ? {} : { cursor: at }) }),
    )
    yield ledgerLines(rows, { language, demo: house.demo, withHeader })
    withHeader = false
    cursor = next ?? undefined
  } while (cursor !== undefined)
}
