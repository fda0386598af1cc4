import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '#domain/problems.ts'
import type { PublishedKeys } from '#domain/seals.ts'

/** What a page may load and do. Styles that the parts library makes at run time carry the page's nonce. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What the page that checks receipts must know without asking. */
export type ToldWithPage = { publishedKeys: () => PublishedKeys; demo: boolean }

/**
 * Serves the built screens; every address that is no file and no API is answered by the one page. The page that checks
 * receipts carries the published keys with it, so that it asks nobody afterwards.
 */
export async function serveWeb(app: FastifyInstance, folder: string, told: ToldWithPage): Promise<void> {
  const page = path.join(folder, 'index.html')
  if (!existsSync(page)) return
  const html = readFileSync(page, 'utf8')
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    // As a file it would go out without its policy and its nonce.
    globIgnore: ['index.html'],
    // Only what carries its content's hash in its name may be kept for ever.
    setHeaders: (reply, file) =>
      reply.header(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
    cacheControl: false,
  })
  app.setNotFoundHandler((request, reply) => {
    const asksForPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/')
    if (!asksForPage) throw problem('request.not_found')
    const checks = /^\/verify\/?(?:\?|$)/.test(request.url)
    return sendPage(request, reply, checks ? withKeys(html, told) : html)
  })
}

function withKeys(html: string, { publishedKeys, demo }: ToldWithPage): string {
  const content = JSON.stringify(publishedKeys())
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
  const keys = `<meta name="bihuan-keys" content="${content}" />`
  return html.replace('</head>', () => `${keys}${demo ? '\n<meta name="bihuan-demo" content="true" />' : ''}\n</head>`)
}

function sendPage(request: FastifyRequest, reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64')
  const isPublic = request.url.startsWith('/o/')
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .headers(isPublic ? { 'x-robots-tag': 'noindex, nofollow' } : {})
    .send(html.replaceAll('__CSP_NONCE__', nonce))
}
