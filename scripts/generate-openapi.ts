import { furnish, makeServer } from '#server/app.ts'
import type { House } from '#server/http/house.ts'

/** The OpenAPI document of all routes, as `/api/openapi.json` answers it. No database is needed to describe them. */
export async function makeOpenApi(): Promise<string> {
  const app = await makeServer({ logLevel: 'silent', trustedProxies: false })
  const live = await furnish(app, { keys: { index: Buffer.alloc(32) } } as unknown as House, undefined)
  await app.ready()
  const document = app.swagger()
  live.close()
  await app.close()
  return `${JSON.stringify(document, null, 2)}\n`
}
