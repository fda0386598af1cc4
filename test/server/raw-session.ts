import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { World } from '#test/world.ts'

/** A session of which a test holds the cookie, the headers and the address: for what no browser of ours would send. */
export type RawSession = {
  cookies: Record<string, string>
  entered: LightMyRequestResponse
  ask(options: InjectOptions): Promise<LightMyRequestResponse>
}

export const ours = { 'x-bihuan': '1' }
let addresses = 0

/** Logs in from an address that nobody else has, so that no limit per address is met. */
export function enter(world: World, login: string, password?: string): Promise<LightMyRequestResponse> {
  addresses += 1
  return world.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: password ?? world.town.passwords.get(login) ?? '' },
    headers: ours,
    remoteAddress: `10.1.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`,
  })
}

export async function rawSession(world: World, login: string, password?: string): Promise<RawSession> {
  const entered = await enter(world, login, password)
  if (entered.statusCode !== 200) throw new Error(`${login} cannot log in: ${entered.body}`)
  const cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]))
  const ask: RawSession['ask'] = (options) =>
    world.app.inject({ ...options, cookies, headers: { ...ours, ...options.headers } })
  return { cookies, entered, ask }
}
