import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For bodies that are large by nature; they have as long as a whole request. */
    largeBody?: boolean
  }
}

/** What a slow or silent client may cost, in ms. */
export const patience = {
  /** Until the headers are there. */
  headers: 20_000,
  /** Until a body is there that is no file. */
  body: 30_000,
  /** Until a file is there: 50 MB over a poor mobile connection. */
  request: 15 * 60_000,
  /** Without a byte in either direction; the live feed sends one every 20 s. */
  silence: 120_000,
  /** Between two requests on one connection. */
  between: 65_000,
  /** For what is under way when the server stops. */
  goodbye: 5000,
}

/** Cuts off whoever does not get on with it, so that a handful of them cannot hold the server, nor keep it from stopping. */
export function cutOffSlow(app: FastifyInstance, limits: typeof patience = patience): void {
  const { server } = app
  server.headersTimeout = limits.headers
  server.requestTimeout = limits.request
  server.keepAliveTimeout = limits.between
  server.setTimeout(limits.silence)

  app.addHook('onRequest', async (request) => {
    const { raw } = request
    const hasBody = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined
    if (!hasBody || request.routeOptions.config.largeBody) return
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, limits.body).unref()
    raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
  })
  app.addHook('preClose', async () => {
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), limits.goodbye).unref()
  })
}
