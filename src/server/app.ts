import { readFileSync } from 'node:fs'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { commandRoutes } from '#server/commands/routes.ts'
import type { Config } from '#server/config.ts'
import { LiveFeed } from '#server/events/live.ts'
import { stateOfLog } from '#server/events/log-state.ts'
import { receiptRoutes } from '#server/events/receipt-routes.ts'
import { heldRoutes } from '#server/files/held-routes.ts'
import { fileRoutes } from '#server/files/routes.ts'
import { startShares } from '#server/files/under-way.ts'
import { uploadRoutes } from '#server/files/upload-routes.ts'
import { hazardRoutes } from '#server/hazards/routes.ts'
import { guardRequests } from '#server/http/guard.ts'
import type { House } from '#server/http/house.ts'
import { loggedError } from '#server/http/logged-errors.ts'
import { measure } from '#server/http/metrics.ts'
import { answerProblem } from '#server/http/problem-answers.ts'
import { checkBySchemas } from '#server/http/schemas.ts'
import { cutOffSlow } from '#server/http/slow.ts'
import { serveWeb } from '#server/http/web.ts'
import { reportRoutes } from '#server/insight/report-routes.ts'
import { visitRoutes } from '#server/inspections/routes.ts'
import { linksOf, noticesOf } from '#server/notices/notices.ts'
import { publicRoutes } from '#server/notices/public-routes.ts'
import { noticeRoutes } from '#server/notices/routes.ts'
import { packRoutes } from '#server/pack/routes.ts'
import { paperRoutes } from '#server/papers/routes.ts'
import { templateRoutes } from '#server/papers/template-routes.ts'
import { accountRoutes } from '#server/people/account-routes.ts'
import { actorsOfPosts } from '#server/people/actors.ts'
import { sessionRoutes } from '#server/people/session-routes.ts'
import { unitRoutes } from '#server/people/unit-routes.ts'
import { phaseRoutes } from '#server/phases/routes.ts'

/** A server without routes: logging, limits, headers. Made first, because the house logs through it. */
export async function makeServer(
  config: Pick<Config, 'logLevel' | 'trustedProxies'> & Partial<Pick<Config, 'tls'>>,
): Promise<FastifyInstance> {
  const https = !config.tls ? null : { cert: readFileSync(config.tls.cert), key: readFileSync(config.tls.key) }
  const app = Fastify({
    https,
    // Idle connections go at once, what is under way has a moment (`cutOffSlow`).
    forceCloseConnections: 'idle',
    logger: {
      level: config.logLevel,
      serializers: { err: loggedError },
      redact: ['req.headers.cookie', 'req.headers.authorization', 'req.headers["x-code"]'],
    },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
  })
  checkBySchemas(app)
  app.setErrorHandler(answerProblem)
  guardRequests(app)
  cutOffSlow(app)
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bihuan',
        version: '0.1.0',
        description: 'Everything that the screens do. Changes go through /api/sync as commands.',
      },
    },
  })
  return app
}

const reading = ['GET', 'HEAD', 'OPTIONS']

/** All routes of the product, and the screens if they were built. */
export async function furnish(app: FastifyInstance, house: House, webFolder: string | undefined): Promise<LiveFeed> {
  const live = new LiveFeed(house)
  measure(app, house, () => stateOfLog(house))
  // Commands change no people; any other writing request may have. Before its answer is sent, so that the next one knows.
  app.addHook('onSend', async (request) => {
    if (!reading.includes(request.method) && request.routeOptions.url !== '/api/sync') house.forgetVisitors()
  })
  app.get('/health', { schema: { summary: 'The process runs' } }, async () => ({ ok: true, demo: house.demo }))
  app.get('/ready', { schema: { summary: 'The database answers' } }, async () => {
    await house.database.door(null, async () => undefined)
    return { ok: true }
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  sessionRoutes(app, house)
  commandRoutes(app, house, actorsOfPosts)
  hazardRoutes(app, house, async (tx, _house, id) => ({
    notices: await noticesOf(tx, house, id),
    links: await linksOf(tx, id),
  }))
  visitRoutes(app, house)
  packRoutes(app, house)
  unitRoutes(app, house)
  accountRoutes(app, house)
  noticeRoutes(app, house)
  publicRoutes(app, house)
  reportRoutes(app, house)
  receiptRoutes(app, house)
  phaseRoutes(app, house)
  paperRoutes(app, house)
  templateRoutes(app, house)
  heldRoutes(app, house)
  live.routes(app)
  await app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers()
    scoped.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    const within = startShares()
    fileRoutes(scoped, house, within)
    await scoped.register(async (tus) => uploadRoutes(tus, house, within))
  })
  if (webFolder !== undefined)
    await serveWeb(app, webFolder, { publishedKeys: () => house.signing.published(), demo: house.demo })
  return live
}
