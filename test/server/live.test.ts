import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { after, before, type TestContext, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '#domain/people.ts'
import { sql } from '#server/db/sql.ts'
import type { Database } from '#server/db/transaction.ts'
import { sealEvents } from '#server/events/seal.ts'
import type { Visitor } from '#server/http/house.ts'
import { until } from '#test/server/attack/live-feed.ts'
import { type Listening, listenTo, openFeed } from '#test/server/feeds.ts'
import { newPlace } from '#test/server/walks.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world?.end())

const heartbeatMs = 20_000

/** Everybody says in a header who they are; what that person's reach is can be changed at any moment. */
function crowd(actors: Record<string, Actor>) {
  const visitorOf = async (request: FastifyRequest): Promise<Visitor> => {
    const who = String(request.headers['x-who'])
    const actor = actors[who.split(' ')[0] as string] as Actor
    const tokenHash = createHash('sha256').update(who).digest()
    const { district } = world.as('chenjianguo')
    return { accountId: actor.accountId, login: who, displayName: who, kind: 'person', district, actor, tokenHash }
  }
  return { actors, visitorOf }
}

const as = (who: string) => ({ 'x-who': who })

/** Registers a place in 民丰河村 and gives the number of the event that says so. */
async function happening(): Promise<number> {
  await newPlace(world)
  while ((await sealEvents(world.house, world.town.district)) > 0);
  return newest()
}

const newest = () =>
  world.house.database.look(world.town.district, async (tx) => {
    const { rows } = await sql<{ seq: number }>`select coalesce(max(seq), 0)::int8 as seq from event_number`.execute(tx)
    return rows[0]?.seq ?? 0
  })

/** Reading changes waits as long as the gate is closed. */
function gated(database: Database) {
  let open = () => {}
  let gate: Promise<void> | undefined
  let waiting = 0
  const read: Database['read'] = async (...all) => {
    waiting += 1
    await gate
    return database.read(...all)
  }
  return {
    database: { ...database, read },
    close: () => {
      waiting = 0
      gate = new Promise((resolve) => {
        open = resolve
      })
    },
    open: () => {
      gate = undefined
      open()
    },
    waiting: () => waiting,
  }
}

const elsewhere: Partial<Actor> = { ranges: ['/330109/013/'], role: 'townDesk', line: '*', grants: [] }
const inTown: Partial<Actor> = { ranges: ['/330109/113/'], role: 'townDesk', line: '*', grants: [] }

const isHere = ({ said }: Listening) => said.some((block) => block.startsWith(': here'))

/** `waiting` beside two desks of one reach, each elsewhere than everybody else. */
async function crowdedFeed(t: TestContext, waiting: readonly string[], both: Partial<Actor>) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const desk = world.as('zhouxiaolan').actor
  const beside = waiting.map((who) => [who, { ...desk, ...elsewhere, ranges: [`/330109/${who}/`] }])
  const people = crowd({ ...Object.fromEntries(beside), moving: { ...desk, ...both }, staying: { ...desk, ...both } })
  const gate = gated(world.house.database)
  const feed = await openFeed(t, world, {}, { database: gate.database, visitorOf: people.visitorOf })
  for (const who of waiting) await listenTo(feed, as(who))
  const [moving, staying] = [await listenTo(feed, as('moving')), await listenTo(feed, as('staying'))]
  // Whoever has caught up has read twice.
  assert.ok(await until(() => gate.waiting() === 2 * waiting.length + 4))
  /** Something happens and is being read, `at once` many reads; in the middle of it `moving` comes to this reach. */
  const move = async (atOnce: number, to: Partial<Actor>) => {
    gate.close()
    const seq = await happening()
    const told = feed.live.tell('330109')
    assert.ok(await until(() => gate.waiting() === atOnce))
    people.actors['moving'] = { ...desk, ...to }
    t.mock.timers.tick(heartbeatMs)
    assert.ok(await until(() => isHere(moving)))
    gate.open()
    await told
    return seq
  }
  return { moving, staying, move }
}

test('whoever is given a wider reach in the middle of a round widens nobody else’s', async (t) => {
  // More reaches than are read at once, so that the desks have to wait for their turn.
  const { moving, staying, move } = await crowdedFeed(t, ['001', '002', '003'], elsewhere)
  const seq = await move(3, inTown)
  assert.ok(await until(() => moving.heard.includes(seq)), 'under its own reach, and at once')
  assert.deepEqual(staying.heard, [])
})

test('what was being read for a reach that was taken away meanwhile is told to the others only', async (t) => {
  const { moving, staying, move } = await crowdedFeed(t, [], inTown)
  const seq = await move(1, elsewhere)
  assert.ok(await until(() => staying.heard.includes(seq)))
  assert.deepEqual(moving.heard, [])
})

test('a screen that left before it was let in takes nobody’s place', async (t) => {
  const { visitorOf } = crowd({ desk: world.as('zhouxiaolan').actor })
  let slow: FastifyRequest | undefined
  const feed = await openFeed(
    t,
    world,
    { inTotal: 1 },
    {
      visitorOf: async (request) => {
        if (request.headers['x-who'] === 'desk slow') {
          slow = request
          await once(request.raw.socket, 'close')
        }
        return visitorOf(request)
      },
    },
  )
  const leaving = new AbortController()
  const left = fetch(`${feed.origin}/api/live`, { headers: as('desk slow'), signal: leaving.signal })
  left.catch(() => undefined)
  assert.ok(await until(() => slow !== undefined))
  leaving.abort()
  await assert.rejects(left)
  assert.ok(await until(() => slow?.raw.socket.destroyed === true))
  // Whoever was late with the answer has given it by now.
  await newest()
  const other = await listenTo(feed, as('desk other'))
  assert.equal(other.status, 200)
})

test('a screen that saw more than the log holds is told so, and hears what comes next', async (t) => {
  const { visitorOf } = crowd({ desk: world.as('zhouxiaolan').actor })
  const feed = await openFeed(t, world, {}, { visitorOf })
  const last = await happening()
  const [ahead, present] = [await listenTo(feed, as('desk'), '999999'), await listenTo(feed, as('desk'), String(last))]
  const hello = (reset: boolean) => `event: hello\nid: ${last}\ndata: ${JSON.stringify({ seq: last, reset })}`
  assert.ok(await until(() => ahead.said.length > 0 && present.said.length > 0))
  assert.deepEqual([ahead.said, present.said], [[hello(true)], [hello(false)]])
  const next = await happening()
  await feed.live.tell('330109')
  assert.ok(await until(() => ahead.heard.includes(next)))
})
