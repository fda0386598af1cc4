import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbedded } from '#server/db/embedded.ts'
import { sql } from '#server/db/sql.ts'
import { type Browser, mint, openWorld, type World } from '#test/world.ts'
import { rowsOf } from './backups.ts'
import { newPlace } from './walks.ts'

describe('when the database dies under a running town', () => {
  let world: World
  let worker: Browser
  let placeIds: string[]
  let hash: string
  const folder = () => path.join(world.house.config.dataFolder, 'postgres')
  const postmaster = async () => Number((await readFile(path.join(folder(), 'postmaster.pid'), 'utf8')).split('\n')[0])

  before(async () => {
    world = await openWorld({ safe: true, ticking: true })
    worker = await world.login('chenjianguo')
    placeIds = []
    for (let i = 0; i < 90; i += 1) placeIds.push(await newPlace(world))
    hash = (await world.as('chenjianguo').photo())[0]?.hash as string
  })
  after(() => world?.end())

  type Sent = { id: string; subject: string; status: number; outcome: string }
  const send = async (id: string, subject: string, placeId: string, at: string): Promise<Sent> => {
    const data = { placeId, itemCode: 'ENT-EL-01', before: [{ hash, kind: 'photo' }] }
    const command = { id, type: 'hazard.report', subject, at, data }
    const answer = await worker.send('POST', '/api/sync', { commands: [command] })
    if (answer.statusCode !== 200) {
      assert.equal(answer.statusCode, 503, answer.body)
      assert.match(answer.headers['content-type'] as string, /problem\+json/)
      assert.equal(answer.json().code, 'server.busy')
    }
    const outcome: string = answer.json().answers?.[0].outcome ?? ''
    return { id, subject, status: answer.statusCode, outcome: outcome === 'refused' ? answer.body : outcome }
  }

  /** What a page gets in the end, which waits while the database is away. */
  const statusOf = async (url: string): Promise<number> => {
    for (const until = Date.now() + 20_000; ; await sleep(100)) {
      const { statusCode, body } = await worker.get(url)
      if (statusCode !== 503 || Date.now() > until) return statusCode
      assert.equal(JSON.parse(body).code, 'server.busy')
    }
  }

  /** Reports hazards one after the other as a phone does: what was not answered is sent again, the same. */
  const reporting = async (happens: () => Promise<void>, count: number) => {
    const acknowledged: string[] = []
    let away = 0
    assert.equal(await statusOf('/api/hazards'), 200)
    const happening = sleep(50).then(happens)
    for (let i = 0; i < count; i += 1) {
      // Committed while the answer was lost, it is the same again only with the same time.
      const at = world.house.time.now()
      const [id, subject, placeId] = [mint(world), mint(world), placeIds.pop() as string]
      const deadline = Date.now() + 20_000
      for (;;) {
        const { status, outcome } = await send(id, subject, placeId, at)
        // What was cut off in the midst of it may still be under way: the phone is told to ask again.
        if (status === 200 && !outcome.includes('command.in_progress')) {
          assert.equal(outcome, 'accepted')
          acknowledged.push(subject)
          break
        }
        away += 1
        assert.ok(Date.now() < deadline, 'the database did not come back')
        await sleep(100)
      }
      await sleep(10)
    }
    await happening
    for (const subject of acknowledged) assert.equal(await statusOf(`/api/hazards/${subject}`), 200)
    return away
  }

  test('killed: requests are told to wait, it is started again, also when its port is taken meanwhile', async () => {
    const port = Number(new URL(world.database.url).port)
    const pid = await postmaster()
    let taken = createServer()
    const away = await reporting(async () => {
      process.kill(pid, 'SIGKILL')
      for (let tries = 0; tries < 200 && !taken.listening; tries += 1) {
        taken = createServer().listen(port, '127.0.0.1')
        await once(taken, 'listening').catch(() => sleep(5))
      }
    }, 40)
    assert.ok(away > 0)
    assert.ok(taken.listening, 'the port was not taken')
    assert.notEqual(await postmaster(), pid)
    assert.notEqual(Number(new URL(world.database.url).port), port)
    taken.close()
  })

  test('one of its processes killed: it restarts itself, and is kept for us alone as before', async () => {
    const pid = await postmaster()
    await reporting(async () => {
      const [row] = await rowsOf<{ pid: number }>(
        world.database.url,
        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() order by pid desc limit 1",
      )
      process.kill(row?.pid as number, 'SIGKILL')
    }, 30)
    assert.equal(await postmaster(), pid)
    // Another program that opens the folder joins, and its leaving does not end the server under the town.
    const guest = await openEmbedded({ folder: folder() })
    assert.equal(guest.started, 'reused')
    await guest.stop()
    assert.equal(await postmaster(), pid)
    assert.equal(await statusOf('/api/hazards'), 200)
  })

  test('ended by hand: it is started again, and what was sealed and sent goes on', async () => {
    const pid = await postmaster()
    await reporting(async () => {
      process.kill(pid, 'SIGINT')
    }, 10)
    assert.notEqual(await postmaster(), pid)
    for (let tries = 0; tries < 100; tries += 1) {
      const waiting = await world.house.database.look({ code: '330109', schema: 'd330109', name: '' }, (tx) =>
        sql`select event_id from unnumbered`.execute(tx),
      )
      if (waiting.rows.length === 0) return
      await sleep(100)
    }
    assert.fail('nobody numbers the events any more')
  })
})
