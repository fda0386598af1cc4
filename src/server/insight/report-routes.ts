import type { FastifyInstance } from 'fastify'
import { dayOf, type Instant, plus } from '#domain/calendar.ts'
import { may } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import type { District } from '#server/db/transaction.ts'
import { findLastSeal } from '#server/events/seal-store.ts'
import type { House } from '#server/http/house.ts'
import { pilot } from './pilot.ts'
import { reportKinds, reports } from './reports.ts'
import { frameOf, ReportQuery, StandingQuery, standingOf, windowOf } from './window.ts'

const summaries = {
  survey: 'What was looked at, and what was found',
  rectify: 'How far what was found has been put right',
  manage: 'Whether it stays right, and whether those in charge act',
} as const

export function reportRoutes(app: FastifyInstance, house: House): void {
  const { database, time } = house
  const mark = house.sample ? { sample: true } : {}
  /** Printed or sent out, it binds everything up to that day: nobody can change it afterwards unnoticed. */
  const sealBefore = async (district: District, before: Instant) => {
    const seal = await database.look(district, (tx) => findLastSeal(tx, before))
    return seal && { no: seal.no, root: seal.root, at: seal.at, key: seal.key }
  }
  for (const kind of reportKinds) {
    app.get<{ Querystring: ReportQuery }>(
      `/api/reports/${kind}`,
      { schema: { summary: summaries[kind], querystring: ReportQuery } },
      async (request) => {
        const { district, actor } = await house.visitorOf(request)
        if (!may(actor, 'hazard.read')) throw problem('actor.not_allowed', { action: 'hazard.read', role: actor.role })
        const window = windowOf(request.query)
        const frame = frameOf(request.query, actor)
        const asOf = time.now()
        return {
          figures: await database.read(district, actor, (tx) => reports[kind](tx, window, frame)),
          asOf,
          seal: await sealBefore(district, window.to ?? plus(asOf, 1)),
          ...mark,
        }
      },
    )
  }

  app.get<{ Querystring: StandingQuery }>(
    '/api/reports/pilot',
    {
      schema: { summary: "The pilot's figures, as the records stood at the end of a day", querystring: StandingQuery },
    },
    async (request) => {
      const { district, actor } = await house.visitorOf(request)
      if (!may(actor, 'hazard.read')) throw problem('actor.not_allowed', { action: 'hazard.read', role: actor.role })
      const asOf = time.now()
      const { standing, frame } = standingOf(request.query, actor, dayOf(asOf))
      const [figures, seal] = await Promise.all([
        database.read(district, actor, (tx) => pilot(tx, standing, frame)),
        sealBefore(district, standing.before),
      ])
      return { figures, asOf, seal, ...mark }
    },
  )
}
