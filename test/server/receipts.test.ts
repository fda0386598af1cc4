import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenIn } from '#domain/notices.ts'
import { readReceiptCode, receiptCode } from '#domain/receipt-code.ts'
import { checkReceipt } from '#domain/receipts.ts'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { sql } from '#server/db/sql.ts'
import { sealEvents } from '#server/events/seal.ts'
import { openTown, password, people, type Town } from './notices-town.ts'

let town: Town
let hazard: string
let token: string
before(async () => {
  town = await openTown()
  hazard = await town.dispatched(await town.registers())
  await town.settleNotices()
  token = tokenIn((await town.notices(hazard))[0]?.text ?? '') ?? ''
})
after(() => town?.close())

let calls = 0
const get = (url: string, cookies: Record<string, string> = {}) =>
  town.app.inject({ method: 'GET', url, cookies, remoteAddress: `10.2.0.${++calls % 250}` })

async function login(name: string): Promise<Record<string, string>> {
  const n = people.findIndex(([one]) => one === name)
  const answer = await town.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login: `person${n}`, password },
    headers: { 'x-bihuan': '1' },
    remoteAddress: `10.3.0.${n + 1}`,
  })
  return Object.fromEntries(answer.cookies.map(({ name: key, value }) => [key, value]))
}

const published = async () => (await get('/.well-known/bihuan-keys.json')).json()
const check = async (receipt: unknown) => checkReceipt(receipt, await published(), nodePrimitives)

test('the owner has a receipt for every entry of the history, which names nobody and stays true as a code', async () => {
  const { history } = (await get(`/api/public/${token}`)).json()
  assert.ok(history.length >= 3)
  for (const { id, type } of history) {
    const answer = await get(`/api/public/${token}/receipts/${id}`)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const receipt = answer.json() as BriefReceipt
    assert.deepEqual([receipt.event.id, receipt.event.type, receipt.event.subject], [id, type, hazard])
    for (const { accountId } of town.posts) assert.ok(!answer.body.includes(accountId))
    assert.ok((await check(receipt)).ok)
    const code = receiptCode(receipt)
    assert.ok(code.length <= 1300)
    assert.ok((await check(readReceiptCode(code))).ok)
  }
})

test('the owner gets no receipt of what the history does not show, nor of anybody else’s', async () => {
  const other = await town.dispatched(await town.registers())
  await town.settleNotices()
  const { rows } = await town.house.database.worker(town.district, (tx) =>
    sql<{
      id: string
    }>`select id from event where subject = ${other} or type = any(${['hazard.party_waived', 'place.registered', 'notice.queued', 'notice.sent']})`.execute(
      tx,
    ),
  )
  assert.ok(rows.length > 3)
  for (const { id } of rows) {
    const answer = await get(`/api/public/${token}/receipts/${id}`)
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'receipt.not_found'])
  }
})

test('staff have receipts of what they may see, in full when asked for; pages say of which events', async () => {
  const desk = await login('周晓岚')
  const page = (await get(`/api/hazards/${hazard}`, desk)).json()
  assert.deepEqual(page.receipts, [])
  const [notice] = page.notices
  const listed = (await get('/api/notices', desk)).json().rows.find((one: { id: string }) => one.id === notice.id)
  assert.equal(listed.receiptEvent, notice.receiptEvent)
  for (const { id, accountId } of [...page.timeline, { id: notice.receiptEvent }]) {
    const brief = await get(`/api/receipts/${id}`, desk)
    assert.ok((await check(brief.json())).ok)
    assert.ok(!brief.body.includes('accountId'))
    const whole = (await get(`/api/receipts/${id}?details=true`, desk)).json()
    assert.ok((await check(whole)).ok)
    if (accountId !== undefined) assert.equal(whole.event.details.accountId, accountId)
  }
})

test('a receipt is there as soon as the event is sealed, and not before', async () => {
  const desk = await login('周晓岚')
  await town.does(town.actorOf('王桂兰'), 'hazard.accept', hazard)
  const { id } = (await get(`/api/hazards/${hazard}`, desk)).json().timeline.at(-1)
  for (const url of [`/api/receipts/${id}`, `/api/public/${token}/receipts/${id}`]) {
    const early = await get(url, desk)
    assert.deepEqual([early.statusCode, early.json().code], [409, 'receipt.not_sealed'])
  }
  await sealEvents(town.house, town.district)
  for (const url of [`/api/receipts/${id}`, `/api/public/${token}/receipts/${id}`])
    assert.ok((await check((await get(url, desk)).json())).ok)
})

test('a report carries the last seal of its day', async () => {
  let desk = await login('周晓岚')
  const seal = async (query: string) => (await get(`/api/reports/survey${query}`, desk)).json().seal
  const newest = await seal('')
  assert.match(newest.root, /^[A-Za-z0-9_-]{43}$/)
  assert.deepEqual(await seal('?to=2022-07-10'), newest)
  assert.equal(await seal('?to=2022-07-09'), null)
  assert.equal(newest.key, (await published()).keys[0].id)
  town.house.time.setTo('2022-07-11T02:00:00.000Z')
  await town.registers()
  await sealEvents(town.house, town.district)
  desk = await login('周晓岚')
  assert.deepEqual(await seal('?to=2022-07-10'), newest)
  assert.equal((await seal('')).no, newest.no + 1)
})

test('the figures of the process say how the log stands', async () => {
  await town.registers()
  const text = (await get('/metrics')).body
  const figure = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
  assert.equal(figure('bihuan_events_waiting'), 1)
  assert.equal(figure('bihuan_signing'), 1)
  assert.ok(figure('bihuan_seals') >= 3)
  assert.ok(figure('bihuan_last_seal_age_seconds') >= 0)
})
