import type { FastifyInstance } from 'fastify'
import { problem } from '#domain/problems.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']
/** Called by other servers, which bring a signature instead of a cookie. */
const signedRoutes = ['/api/sms/callback']

/** Headers for every answer, and the check that a change comes from our own pages: no form and no foreign script can set the header. */
export function guardRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self)',
    })
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    const [path] = request.url.split('?')
    if (safeMethods.includes(request.method) || signedRoutes.includes(path ?? '')) return
    if (request.headers['x-bihuan'] === undefined) throw problem('request.foreign_origin')
    const site = request.headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw problem('request.foreign_origin')
  })
}
