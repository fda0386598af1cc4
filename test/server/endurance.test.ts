import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { serve } from '#server/cli/serve.ts'
import { sql } from '#server/db/sql.ts'
import { sealEvents } from '#server/events/seal.ts'
import { loggedError } from '#server/http/logged-errors.ts'
import { cutOffSlow, patience } from '#server/http/slow.ts'
import { run } from '#server/main.ts'
import { until } from '#test/server/attack/live-feed.ts'
import { listenTo, openFeed } from '#test/server/feeds.ts'
import { rawSession } from '#test/server/raw-session.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World

before(async () => {
  world = await openWorld()
})
after(() => world?.end())

test('a taken port is said, and everything that ticks is closed again', { timeout: 30_000 }, async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { database } = world
  const running = await run({ ...world.house.config, port }, { database })
  await assert.rejects(
    serve(running, () => assert.fail('it is not ready')),
    new RegExp(`Port ${port} .* taken .*--port`),
  )
  other.close()
})

/** What comes back on a raw connection until it is closed, and after how many ms. */
async function rawly(port: number, lines: string, trickle: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  const began = Date.now()
  socket.on('error', () => undefined).on('data', () => undefined)
  socket.write(lines)
  const timer = setInterval(() => socket.write(trickle), 50)
  // Being cut off may arrive as a reset, which is what is wanted here.
  await Promise.race([once(socket, 'close').catch(() => undefined), sleep(3000)])
  clearInterval(timer)
  socket.destroy()
  return Date.now() - began
}

test('a body that trickles in is cut off, a file has longer, and neither keeps the server from stopping', async () => {
  const app = Fastify({ forceCloseConnections: 'idle' })
  cutOffSlow(app, { ...patience, body: 300, goodbye: 200 })
  app.post('/small', async () => ({}))
  app.post('/large', { config: { largeBody: true } }, async () => ({}))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const head = (url: string) =>
    `POST ${url} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{`
  const [small, nowhere, large] = await Promise.all([
    rawly(port, head('/small'), ' '),
    rawly(port, head('/nowhere'), ' '),
    rawly(port, head('/large'), ' '),
  ])
  assert.ok(small < 2000 && nowhere < 2000, `${small} ${nowhere} ms`)
  assert.ok(large >= 2990, `${large} ms`)

  const held = connect(port, '127.0.0.1').on('error', () => undefined)
  held.write(head('/large'))
  await sleep(50)
  const began = Date.now()
  await app.close()
  assert.ok(Date.now() - began < 2000)
})

test('every server of ours has these limits', async () => {
  const { server } = world.app
  assert.deepEqual(
    [server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout],
    [patience.headers, patience.request, patience.between, patience.silence],
  )
  assert.ok(patience.headers < patience.request)
})

test('one session cannot have files under way without end', async () => {
  const origin = world.app.server.listening ? '' : await world.app.listen({ port: 0, host: '127.0.0.1' })
  const sessionOf = async (login: string) => {
    const { cookies } = await rawSession(world, login)
    return Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  }
  const send = (cookie: string, body: ReadableStream | string) =>
    fetch(`${origin}/api/files?kind=photo`, {
      method: 'POST',
      body,
      headers: { cookie, 'x-bihuan': '1', 'content-type': 'image/jpeg' },
      duplex: 'half',
    } as RequestInit)
  const mine = await sessionOf('yuxiuzhen')
  const open: ReadableStreamDefaultController[] = []
  const slow = () =>
    new ReadableStream({
      start(stream) {
        stream.enqueue(new Uint8Array([0xff]))
        open.push(stream)
      },
    })
  const under = Array.from({ length: 9 }, () => send(mine, slow()))
  // Whichever comes last is one too many; the others wait for their bytes.
  const tooMany = await Promise.race(under)
  assert.deepEqual([tooMany.status, ((await tooMany.json()) as { code: string }).code], [429, 'upload.too_many'])
  assert.equal((await send(await sessionOf('chenjianguo'), 'x')).status, 415)
  for (const body of open) body.close()
  const statuses = (await Promise.all(under)).map(({ status }) => status).sort()
  assert.deepEqual(statuses, [...Array.from({ length: 8 }, () => 415), 429])
  for (let n = 0; n < 130; n += 1) assert.equal((await send(mine, 'x')).status, 415)
})

const headersOf = (cookies: Record<string, string>) => ({
  cookie: Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
})

async function registerPlaces(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const id = mint(world)
    await world.as('chenjianguo').must('place.register', id, {
      kind: 'enterprise',
      name: `某店${n}`,
      uscc: null,
      parentId: null,
      address: '民丰河村1号',
      position: null,
      unitPath: '/330109/113/245/001/',
      contact: null,
    })
  }
  while ((await sealEvents(world.house, world.town.district)) > 0);
}

test('live streams are bounded by session and in all', async (t) => {
  const feed = await openFeed(t, world, { perSession: 2, inTotal: 3 })
  const [desk, cadre] = [await rawSession(world, 'zhouxiaolan'), await rawSession(world, 'wangguilan')]
  const open = [await listenTo(feed, headersOf(desk.cookies)), await listenTo(feed, headersOf(desk.cookies))]
  assert.equal((await listenTo(feed, headersOf(desk.cookies))).status, 503)
  open.push(await listenTo(feed, headersOf(cadre.cookies)))
  assert.deepEqual(
    open.map(({ status }) => status),
    [200, 200, 200],
  )
  assert.equal((await listenTo(feed, headersOf(cadre.cookies))).status, 503)
  await open[0]?.stop()
  assert.ok(
    await until(async () => {
      const again = await listenTo(feed, headersOf(desk.cookies))
      if (again.status === 200) open.push(again)
      return again.status === 200
    }),
  )
})

test('listeners of the same reach cost one query, and each hears everything once and in order', async (t) => {
  const feed = await openFeed(t, world)
  const sessions = [await rawSession(world, 'zhouxiaolan'), await rawSession(world, 'hewenbin')]
  const open = []
  for (const { cookies } of sessions) for (let n = 0; n < 5; n += 1) open.push(await listenTo(feed, headersOf(cookies)))
  const officer = await listenTo(feed, headersOf((await rawSession(world, 'wuzhiqiang')).cookies))
  await sleep(200)
  await registerPlaces(5)
  const before = feed.queries()
  await Promise.all([feed.live.tell('330109'), feed.live.tell('330109'), feed.live.tell('330102')])
  const asked = feed.queries() - before
  assert.ok(asked > 0 && asked <= 6, `${asked} queries`)
  const { rows } = await world.house.database.worker(world.town.district, (tx) =>
    sql<{ seq: number }>`select seq from event_number order by seq desc limit 5`.execute(tx),
  )
  const expected = rows.map(({ seq }) => seq).reverse()
  for (const one of open) {
    assert.ok(await until(() => one.heard.length >= 5))
    assert.deepEqual(one.heard, expected)
  }
  assert.deepEqual(officer.heard, [], 'a place is of no department line')
})

test('whoever comes back hears what was missed, and whoever does not read is cut off', async (t) => {
  await registerPlaces(3)
  const { cookies } = await rawSession(world, 'zhouxiaolan')
  const feed = await openFeed(t, world)
  const back = await listenTo(feed, headersOf(cookies), '1')
  assert.ok(await until(() => back.heard.length >= 2))
  assert.deepEqual(
    back.heard,
    [...new Set(back.heard)].sort((a, b) => a - b),
  )
  assert.equal(await Promise.race([back.ended, sleep(300, false)]), false)

  const strict = await openFeed(t, world, { unreadBytes: -1 })
  const deaf = await listenTo(strict, headersOf(cookies), '1')
  assert.equal(await Promise.race([deaf.ended, sleep(5000, false)]), true)
})

test('a database error in the log names columns, never what stood in them', async () => {
  const secret = '张某某 13900000000'
  const attempts = [
    sql`select ${secret}::uuid`,
    sql`insert into unit select ${world.as('chenjianguo').actor.accountId}, ${secret}, 'grid', ${secret}, null, '/', 'fire', now()`,
    sql`insert into unit select id, code, kind, ${secret}, null, path, line, valid_from from unit limit 1`,
  ]
  for (const attempt of attempts) {
    const error: unknown = await world.database.transactions
      .worker(world.town.district, (tx) => attempt.execute(tx))
      .catch((thrown: unknown) => thrown)
    const logged = JSON.stringify(loggedError(error))
    assert.match(logged, /"code":"[0-9A-Z]{5}"/)
    assert.ok(!logged.includes('张某某') && !logged.includes('1390000'), logged)
  }
})
