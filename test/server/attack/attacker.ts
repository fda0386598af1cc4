import { isDeepStrictEqual } from 'node:util'
import type { LightMyRequestResponse } from 'fastify'
import { type CastMember, cast } from '#server/demo/cast.ts'
import type { World } from '#test/world.ts'
import { type Reach, reachOfMember, secretsFrom, seenBy, type Tables } from './oracle.ts'

/** What was tried, and what was wrong with the answers. */
export type Ledger = { probes: number; leaks: string[]; faults: string[] }

export type Answered = Pick<LightMyRequestResponse, 'statusCode' | 'body' | 'json' | 'headers'>

/** A member of the cast with a real session, who knows the id of every row there is and tries them all. */
export type Attacker = {
  member: CastMember
  world: World
  accountId: string
  reach: Reach
  cookies: Record<string, string>
  all: Tables
  /** The rows within reach. */
  seen: Tables
  secrets: readonly string[]
  ledger: Ledger
  get(url: string, headers?: Record<string, string>): Promise<Answered>
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered>
  /** Asks for it, and lets nothing foreign be in the answer. */
  reads(url: string, headers?: Record<string, string>): Promise<Answered>
  /** The same for what must not be had at all: 404, or 403 where the role may not ask. */
  misses(url: string, headers?: Record<string, string>): Promise<void>
  refused(answer: Answered, what: string): void
  /** Nothing foreign in this text, save what was sent along by the attacker. */
  look(text: string, what: string, sent?: string): void
  /** Exactly these ids, no more and no fewer. */
  sameIds(actual: readonly string[], expected: readonly string[], what: string): void
  same(actual: unknown, expected: unknown, what: string): void
}

export async function attackers(world: World, all: Tables, ledger: Ledger): Promise<Attacker[]> {
  return Promise.all(cast.map((member, n) => attacker(world, member, `10.0.0.${n + 1}`, all, ledger)))
}

/** Everybody calls from an address of their own, so that no limit per address hides an answer. */
async function attacker(
  world: World,
  member: CastMember,
  remoteAddress: string,
  all: Tables,
  ledger: Ledger,
): Promise<Attacker> {
  const { app, town } = world
  const post = town.posts.find((one) => one.member === member)
  const accountId = post?.accountId as string
  const reach = reachOfMember(member, accountId)
  const seen = seenBy(reach, all)
  const secrets = secretsFrom(seen, all)
  const ours = { 'x-bihuan': '1' }
  const login = { login: member.loginName, password: town.passwords.get(member.loginName) }
  const entered = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: login,
    headers: ours,
    remoteAddress,
  })
  if (entered.statusCode !== 200) throw new Error(`${member.loginName} cannot log in: ${entered.body}`)
  const cookies = Object.fromEntries(entered.cookies.map(({ name, value }) => [name, value]))

  const blame = (list: string[], what: string) => list.push(`${member.loginName} (${member.role}): ${what}`)
  const on: Attacker = {
    member,
    world,
    accountId,
    reach,
    cookies,
    all,
    seen,
    secrets,
    ledger,
    get: (url, headers = {}) => app.inject({ method: 'GET', url, cookies, headers, remoteAddress }),
    send: (method, url, payload, headers = {}) =>
      app.inject({
        method,
        url,
        cookies,
        headers: { ...ours, ...headers },
        remoteAddress,
        ...(payload === undefined ? {} : { payload: payload as object }),
      }),
    async reads(url, headers) {
      const answer = await on.get(url, headers)
      if (answer.statusCode >= 500) blame(ledger.faults, `GET ${url} → ${answer.statusCode} ${answer.body}`)
      on.look(answer.body, `GET ${url}`)
      return answer
    },
    async misses(url, headers) {
      on.refused(await on.get(url, headers), `GET ${url}`)
    },
    refused(answer, what) {
      on.look(answer.body, what)
      const isProblem = answer.headers['content-type']?.toString().startsWith('application/problem+json')
      if (![401, 403, 404].includes(answer.statusCode) || !isProblem)
        blame(ledger.leaks, `${what} → ${answer.statusCode}`)
    },
    look(text, what, sent = '') {
      ledger.probes += 1
      const found = secrets.filter((secret) => text.includes(secret) && !sent.includes(secret))
      if (found.length > 0) blame(ledger.leaks, `${what} shows ${found.join(', ')}`)
    },
    sameIds(actual, expected, what) {
      ledger.probes += 1
      const foreign = actual.filter((id) => !expected.includes(id))
      const missing = expected.filter((id) => !actual.includes(id))
      if (foreign.length > 0) blame(ledger.leaks, `${what} lists ${foreign.join(', ')}`)
      if (missing.length > 0) blame(ledger.faults, `${what} lacks ${missing.join(', ')}`)
      if (new Set(actual).size !== actual.length) blame(ledger.faults, `${what} lists a row twice`)
    },
    same(actual, expected, what) {
      ledger.probes += 1
      if (isDeepStrictEqual(actual, expected)) return
      blame(ledger.leaks, `${what} says ${JSON.stringify(actual)}, there is ${JSON.stringify(expected)}`)
    },
  }
  return on
}

export const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id)

/** One way to ask one route. Knows all rows; what it may see is its own affair to compare. */
export type Probe = (on: Attacker) => Promise<void>
export type Probes = Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Probe>

/** All rows of a list that comes in pages. Null where the role may not read it. */
export async function wholeList(on: Attacker, url: string, limit: number): Promise<Record<string, unknown>[] | null> {
  const rows: Record<string, unknown>[] = []
  let cursor: string | null = null
  do {
    const at: string = cursor === null ? '' : `&cursor=${cursor}`
    const answer = await on.reads(`${url}${url.includes('?') ? '&' : '?'}limit=${limit}${at}`)
    if (answer.statusCode === 403) return null
    const page = answer.json() as { rows: Record<string, unknown>[]; next: string | null }
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  return rows
}
