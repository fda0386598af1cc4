import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { LightMyRequestResponse } from 'fastify'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import type { Actor } from '#domain/people.ts'
import type { Answer } from '#server/commands/answers.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import type { District } from '#server/db/transaction.ts'
import { cast } from '#server/demo/cast.ts'
import type { Crowd, DemoPost } from '#server/demo/posts.ts'
import { type Settled, settle } from '#server/demo/settle.ts'
import { newId } from '#server/events/ids.ts'
import { storeFile } from '#server/files/files.ts'
import { type Running, run } from '#server/main.ts'
import { actorOfPost } from '#server/people/actors.ts'

/**
 * A believable town on a real database: all units of 瓜沥镇 and its neighbours, the named cast with posts, the
 * catalogue, no places yet. Its clock starts on 15 June 2022 and stands wherever a test sets it.
 */
export type World = Running & {
  town: Settled
  /** Acts as a member of the cast, straight on the write path. */
  as(login: string): Person
  /** Logs a member of the cast in over HTTP. */
  login(login: string): Promise<Browser>
  end(): Promise<void>
}

export type Person = {
  actor: Actor
  district: District
  /** One command; throws nothing, returns the answer. */
  give(type: string, subject: string, data?: unknown, more?: Partial<Command>): Promise<Answer>
  /** The same, but fails the test when it is refused. */
  must(
    type: string,
    subject: string,
    data?: unknown,
    more?: Partial<Command>,
  ): Promise<Extract<Answer, { outcome: 'accepted' }>>
  photo(): Promise<Evidence[]>
}

export type Browser = {
  cookies: Record<string, string>
  get(url: string): Promise<LightMyRequestResponse>
  send(method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: unknown): Promise<LightMyRequestResponse>
}

/** The smallest bytes that pass as a photo. */
const photoBytes = () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...crypto.getRandomValues(new Uint8Array(24))])

type WorldOptions = {
  ticking?: boolean
  webFolder?: string
  /** Who holds posts besides the cast. */
  crowd?: Crowd
  /** Messages are delivered as they are written. */
  replaying?: boolean
  /** Keeps what was committed also when the database is killed. */
  safe?: boolean
  /** Where its data goes, and stays after `end`. */
  folder?: string
  /** A server of somebody else's, with an empty database. */
  databaseUrl?: string
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-world-')))
  const config = {
    ...readConfig(
      { LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal', HOST: '127.0.0.1' },
      { data: folder, port: 0 },
    ),
    databaseUrl: options.databaseUrl ?? null,
  }
  const database = await openDatabase(config, { fast: options.safe !== true })
  const offset = Date.parse('2022-06-15T01:00:00.000Z') - Date.now()
  const town = await settle(database, '2022-01-01T00:00:00.000Z', offset, options.crowd)
  const running = await run(config, {
    database,
    ticking: options.ticking ?? false,
    webFolder: options.webFolder,
    replaying: options.replaying ?? false,
  })
  const world: World = {
    ...running,
    town,
    as: (login) => person(running, postOf(town, login)),
    login: (login) => browser(running, login, town.passwords.get(login) as string),
    end: async () => {
      await running.close()
      await database.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
  return world
}

function postOf(town: Settled, login: string): DemoPost {
  const post = town.posts.find(({ member }) => member?.loginName === login)
  if (post === undefined) throw new Error(`nobody called ${login} is in the cast`)
  return post
}

function person({ house }: Running, post: DemoPost): Person {
  const line = /@([a-z]+)\/$/.exec(post.path)?.[1] ?? null
  const unit = {
    id: '',
    name: '',
    kind: line === null ? ('grid' as const) : ('department' as const),
    path: post.path,
    line,
  }
  const actor = actorOfPost(
    { id: post.id, accountId: post.accountId, role: post.role, certificateNo: post.certificateNo, unit },
    [],
  )
  const code = post.path.slice(1, 7)
  const district = { code, schema: `d${code}`, name: '' }
  const give: Person['give'] = async (type, subject, data = {}, more = {}) => {
    const now = house.time.now()
    const [answer] = await applyBatch(house.path, { district, actor, actorsOf: null }, [
      { id: newId(now), type, subject, at: now, data, ...more },
    ])
    return answer as Answer
  }
  return {
    actor,
    district,
    give,
    must: async (...all) => {
      const answer = await give(...all)
      if (answer.outcome === 'refused') throw new Error(`${all[0]} was refused: ${JSON.stringify(answer.problem)}`)
      return answer
    },
    photo: async () => {
      const stored = await storeFile(
        house,
        { district, actor },
        'photo',
        Readable.from([photoBytes()]),
        house.time.now(),
      )
      return [{ hash: stored.hash, kind: 'photo' }]
    },
  }
}

async function browser({ app }: Running, login: string, password: string): Promise<Browser> {
  const headers = { 'x-bihuan': '1' }
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { login, password }, headers })
  if (answer.statusCode !== 200) throw new Error(`${login} cannot log in: ${answer.body}`)
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  return {
    cookies,
    get: (url) => app.inject({ method: 'GET', url, cookies }),
    send: (method, url, payload) =>
      app.inject({ method, url, cookies, headers, ...(payload === undefined ? {} : { payload: payload as object }) }),
  }
}

/** Everybody in the cast, by login. */
export const logins = cast.map((member) => member.loginName)

/** A new id as a phone would mint it now. */
export function mint(world: Running): string {
  return newId(world.house.time.now())
}
