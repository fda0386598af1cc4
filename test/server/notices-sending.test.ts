import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { after, before, beforeEach, describe, it } from 'node:test'
import { seal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import { openProvider, signatureOf, smsKey } from '#server/notices/provider.ts'
import { sendNotice } from '#server/notices/send.ts'
import { keepRunning, startNoticeWorker } from '#server/notices/worker.ts'
import { openTown, phone, type Town } from './notices-town.ts'

type Got = { headers: IncomingMessage['headers']; body: string }
let town: Town
let gateway: Server
let got: Got[] = []
/** How the gateway answers, one entry per text; the last one for all that follow. */
let answers: (() => { status: number; body: string })[] = []

const accept = (ref: string) => () => ({ status: 200, body: JSON.stringify({ ref }) })
const refuse = (status: number) => () => ({ status, body: `sorry, ${phone}` })

before(async () => {
  gateway = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: await textOf(request) })
    const { status, body } = (answers.length > 1 ? answers.shift() : answers[0])?.() ?? {
      status: 500,
      body: '',
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  town = await openTown(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`)
})
after(async () => {
  await town.close()
  gateway.close()
})
beforeEach(() => {
  got = []
  answers = []
})

const newNotice = async () => {
  const hazard = await town.dispatched(await town.registers())
  await town.settleNotices()
  const [notice] = await town.notices(hazard)
  return {
    id: notice?.id as string,
    text: notice?.text as string,
    now: async () => (await town.notices(hazard))[0],
  }
}
const send = (id: string, last = false, address = town.house.config.sms) =>
  sendNotice(town.house, openProvider(address, town.house.keys), town.district, id, last, new AbortController().signal)
const callback = (report: unknown, signature?: string) => {
  const body = JSON.stringify(report)
  const signed = signature ?? signatureOf(smsKey(town.house.keys), body)
  const headers = { 'content-type': 'application/json', 'x-bihuan-signature': signed, 'x-bihuan': '1' }
  return town.app.inject({ method: 'POST', url: '/api/sms/callback', headers, payload: body })
}

describe('sending by a gateway', () => {
  it('sends the text to the phone, signed, under the id of the notice', async () => {
    const notice = await newNotice()
    answers = [accept('g-1')]
    await send(notice.id)
    const [request] = got
    assert.deepEqual(JSON.parse(request?.body as string), { id: notice.id, to: phone, text: notice.text })
    assert.equal(request?.headers['x-bihuan-signature'], signatureOf(smsKey(town.house.keys), request?.body as string))
    assert.equal(request?.headers['idempotency-key'], notice.id)
    const row = await notice.now()
    assert.deepEqual([row?.state, row?.provider, row?.providerRef, row?.attempts], ['sent', 'http', 'g-1', 1])
    await send(notice.id)
    assert.equal(got.length, 1, 'what was sent is not sent again')
  })

  it('a report of the gateway moves it on, once, and only with the right signature', async () => {
    const notice = await newNotice()
    answers = [accept('g-2')]
    await send(notice.id)
    const wrong = [
      await callback({ ref: 'g-2', status: 'delivered' }, 'sha256=00'),
      await callback({ ref: 'g-2', status: 'delivered' }, ''),
    ]
    for (const answer of wrong)
      assert.deepEqual([answer.statusCode, answer.json().code], [403, 'notice.signature_wrong'])
    assert.equal((await notice.now())?.state, 'sent')
    assert.equal((await callback({ ref: 'g-2', status: 'delivered' })).statusCode, 204)
    assert.equal((await callback({ ref: 'g-2', status: 'failed', error: 'LATE' })).statusCode, 204)
    assert.equal((await notice.now())?.state, 'delivered')
    assert.deepEqual(await town.eventsOf(notice.id), ['notice.sent', 'notice.delivered'])
    assert.equal((await callback({ ref: 'unheard-of', status: 'delivered' })).json().code, 'notice.not_found')
    assert.equal((await callback({ ref: 'g-2', status: 'lost' })).statusCode, 400)
  })

  it('a text that did not arrive is failed, may be sent again as a new one, and keeps no sentence of the gateway', async () => {
    const notice = await newNotice()
    answers = [accept('g-3'), accept('g-4')]
    await send(notice.id)
    await callback({ ref: 'g-3', status: 'failed', error: `${phone} 关机` })
    assert.deepEqual([(await notice.now())?.state, (await notice.now())?.lastError], ['failed', 'provider_failed'])
    await town.does(town.actorOf('周晓岚'), 'notice.retry', notice.id)
    await town.settleNotices()
    await send(notice.id)
    assert.deepEqual([(await notice.now())?.state, (await notice.now())?.providerRef], ['sent', 'g-4'])
    assert.equal(got.at(-1)?.headers['idempotency-key'], `${notice.id}.1`)
  })

  it('a gateway that refuses is asked again under the same key, and the fifth refusal is the last', async () => {
    const notice = await newNotice()
    answers = [refuse(503)]
    for (let attempt = 1; attempt <= 4; attempt++) {
      await assert.rejects(send(notice.id), /^SendError: http_503$/)
      const row = await notice.now()
      assert.deepEqual([row?.state, row?.attempts, row?.lastError], ['queued', attempt, 'http_503'])
    }
    await send(notice.id, true)
    assert.deepEqual([(await notice.now())?.state, (await notice.now())?.attempts], ['dead', 5])
    assert.deepEqual(await town.eventsOf(notice.id), ['notice.dead'])
    assert.equal(new Set(got.map((one) => one.headers['idempotency-key'])).size, 1)
  })

  it('a gateway that is not there, or answers nonsense, is a word in the row', async () => {
    const notice = await newNotice()
    await assert.rejects(send(notice.id, false, 'http://127.0.0.1:1/'), /unreachable/)
    answers = [() => ({ status: 200, body: '<html>' })]
    await assert.rejects(send(notice.id), /bad_answer/)
    answers = [accept('')]
    await assert.rejects(send(notice.id), /bad_answer/)
  })

  it('whoever is responsible at that moment gets the text', async () => {
    const notice = await newNotice()
    const row = await notice.now()
    const [hazardPlace] = await town.house.database.as(
      town.district,
      town.actorOf('周晓岚'),
      async (tx) =>
        (await sql<{ placeId: string }>`select place_id from hazard where id = ${row?.hazardId}`.execute(tx)).rows,
    )
    await town.does(town.actorOf('周晓岚'), 'place.amend', hazardPlace?.placeId as string, {
      contact: { name: '沈月华', phone: '19400005679' },
      reason: '换人',
    })
    answers = [accept('g-9')]
    await send(notice.id)
    assert.equal(JSON.parse(got[0]?.body as string).to, '19400005679')
  })

  it('what nobody can open any more is failed, and what is behind it goes out', async () => {
    const [lost, other] = [await newNotice(), await newNotice()]
    const gone = { current: 'gone', sealing: { gone: randomBytes(32) }, index: randomBytes(32) }
    const sealed = seal(gone, lost.text)
    await town.house.database.worker(town.district, (tx) =>
      sql`update notice set body_sealed = ${sealed} where id = ${lost.id}`.execute(tx),
    )
    answers = [accept('g-11')]
    await send(lost.id)
    const stateOf = async (id: string) => {
      const { rows } = await town.house.database.worker(town.district, (tx) =>
        sql<{ state: string; lastError: string }>`select state, last_error from notice where id = ${id}`.execute(tx),
      )
      return rows[0]
    }
    assert.deepEqual(await stateOf(lost.id), { state: 'failed', lastError: 'key_missing' })
    assert.equal(got.length, 0)

    await town.does(town.actorOf('周晓岚'), 'notice.retry', lost.id)
    const third = await town.dispatched(await town.registers())
    await town.settleNotices()
    assert.deepEqual(await stateOf(lost.id), { state: 'failed', lastError: 'key_missing' })
    assert.equal((await town.notices(third)).length, 1)
    await send(other.id)
    assert.equal((await other.now())?.state, 'sent')
  })

  it('the job runner takes the queue, tries again after a failure, and gives up after five', async () => {
    await town.database.pool.query('delete from graphile_worker._private_jobs')
    const notice = await newNotice()
    const bad = await newNotice()
    const isBad = () => got.at(-1)?.body.includes(bad.id)
    answers = [() => (isBad() || got.length <= 2 ? { status: 500, body: '' } : { status: 200, body: '{"ref":"g-10"}' })]
    const worker = await startNoticeWorker(town.house, town.database.pool, [town.district])
    const state = async () => `${(await notice.now())?.state} ${(await bad.now())?.state}`
    for (let n = 0; n < 200 && (await state()) !== 'sent dead'; n++) {
      await town.database.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await worker.stop()
    assert.equal(await state(), 'sent dead')
    assert.deepEqual([(await bad.now())?.attempts, got.filter((one) => one.body.includes(bad.id)).length], [5, 5])
    assert.deepEqual(await town.jobs(), [])
  })

  it('what a killed process was sending is sent by the next one, under the same key', async () => {
    const { pool } = town.database
    await pool.query('delete from graphile_worker._private_jobs')
    const notice = await newNotice()
    // As kill -9 leaves it: counted, handed to the gateway perhaps, and locked in the name of nobody.
    await pool.query(`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now(), attempts = 1`)
    answers = [accept('g-12')]
    const worker = await startNoticeWorker(town.house, pool, [town.district])
    for (let n = 0; n < 100 && (await notice.now())?.state !== 'sent'; n++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    await worker.stop()
    assert.equal((await notice.now())?.state, 'sent')
    assert.deepEqual([got.length, got[0]?.headers['idempotency-key']], [1, notice.id])
  })

  it('leaves no job runner behind that was being opened again while everything stops', async () => {
    const stopped: string[] = []
    let opened = () => {}
    const opening = new Promise<void>((resolve) => {
      opened = resolve
    })
    let starts = 0
    const broken = { promise: Promise.reject(new Error('broken')), stop: async () => void stopped.push('broken') }
    const next = { promise: Promise.resolve(), stop: async () => void stopped.push('next') }
    const running = await keepRunning(
      async () => {
        starts += 1
        if (starts === 1) return broken
        await opening
        return next
      },
      () => undefined,
      0,
    )
    while (starts < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    const stopping = running.stop()
    opened()
    await stopping
    assert.deepEqual(stopped, ['broken', 'next'])
  })
})
