import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { day, plus } from '#domain/calendar.ts'
import { tokenIn } from '#domain/notices.ts'
import { sql } from '#server/db/sql.ts'
import { readOnce } from '#server/events/cursor.ts'
import { sealEvents } from '#server/events/seal.ts'
import { linksOf, noticesOf } from '#server/notices/notices.ts'
import { startNoticeWorker } from '#server/notices/worker.ts'
import { openTown, password, phone, type Town } from './notices-town.ts'

let town: Town
before(async () => {
  town = await openTown()
})
after(() => town.close())

const cookieOf = async (login: string) => {
  const answer = await town.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'x-bihuan': '1' },
    payload: { login, password },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return String(answer.headers['set-cookie']).split(';')[0] as string
}

describe('notices', () => {
  it('a hazard from a visit gives one advice with a link, however often events are read', async () => {
    const hazard = await town.dispatched(await town.registers())
    await sealEvents(town.house, town.district)
    const { reaction } = town
    const react = () =>
      readOnce(town.house.database, town.district, reaction, 100, (tx, events) =>
        reaction.react(tx, town.district, events),
      )
    await Promise.all([react(), react(), react()])
    await town.settleNotices()
    const [notice, ...more] = await town.notices(hazard)
    assert.equal(more.length, 0)
    assert.deepEqual(
      [notice?.template, notice?.state, notice?.recipient, notice?.inspectionId],
      ['advice', 'queued', 'party', null],
    )
    assert.match(notice?.text ?? '', /^隐患告知书：飞虹涂装厂.*建议.*前整改/)
    assert.ok(!notice?.text.includes('俞秀珍') && !notice?.text.includes(phone))
    assert.equal((await town.jobs()).filter((job) => job.key === notice?.id).length, 1)
  })

  it('a crash before the cursor moves leaves no notice, no link and no job; the next reading makes each once', async () => {
    const hazard = await town.dispatched(await town.registers())
    await sealEvents(town.house, town.district)
    const before = (await town.jobs()).length
    const { reaction } = town
    await assert.rejects(
      readOnce(town.house.database, town.district, reaction, 1000, async (tx, events) => {
        await reaction.react(tx, town.district, events)
        throw new Error('the power went out')
      }),
    )
    assert.deepEqual(await town.notices(hazard), [])
    assert.equal((await town.jobs()).length, before)
    await town.settleNotices()
    assert.equal((await town.notices(hazard)).length, 1)
    assert.equal((await town.jobs()).length, before + 1)
  })

  it('reading the whole log again adds nothing', async () => {
    const hazard = await town.dispatched(await town.registers())
    await town.settleNotices()
    await town.house.database.worker(town.district, (tx) =>
      sql`update event_cursor set seq = 0 where name = 'notices'`.execute(tx),
    )
    await town.settleNotices()
    assert.equal((await town.notices(hazard)).length, 1)
  })

  it('an inspection orders and is named; the database refuses an order without one', async () => {
    const hazard = await town.dispatched(await town.registers(), 'inspection')
    await town.settleNotices()
    const [notice] = await town.notices(hazard)
    assert.equal(notice?.template, 'order')
    assert.notEqual(notice?.inspectionId, null)
    assert.match(notice?.text ?? '', /^责令限期改正通知书/)
    await assert.rejects(
      town.house.database.worker(town.district, (tx) =>
        sql`update notice set inspection_id = null where hazard_id = ${hazard}`.execute(tx),
      ),
      /notice_check/,
    )
  })

  it('later messages carry the same link, prolonged; after it was ended they carry a new one', async () => {
    const hazard = await town.dispatched(await town.registers())
    await town.settleNotices()
    const row = await town.house.database.worker(
      town.district,
      async (tx) =>
        (await sql<{ deadline: string }>`select deadline from hazard where id = ${hazard}`.execute(tx)).rows[0],
    )
    const deadline = row?.deadline as string
    town.house.time.setTo(plus(deadline, 60_000))
    await town.does({ ...town.system, role: 'system' }, 'hazard.lapse', hazard)
    await town.does({ ...town.system, role: 'system' }, 'hazard.escalate', hazard, {
      rung: 1,
      role: 'villageCadre',
    })
    await town.settleNotices()
    const [advice, ...rest] = await town.notices(hazard)
    const overdue = rest.find((one) => one.recipient === 'party')
    const toVillage = rest.find((one) => one.recipient === 'role:villageCadre@/330109/113/245/')
    assert.equal(tokenIn(overdue?.text ?? ''), tokenIn(advice?.text ?? ''))
    assert.deepEqual(
      [toVillage?.channel, toVillage?.state, tokenIn(toVillage?.text ?? '')],
      ['desk', 'delivered', null],
    )

    const desk = town.actorOf('周晓岚')
    const links = () => town.house.database.as(town.district, desk, (tx) => linksOf(tx, hazard))
    const [link] = await links()
    assert.ok((link?.expiresAt ?? '') >= plus(deadline, 30 * day))
    await town.does(desk, 'link.revoke', link?.id as string, { reason: '号码换人' })
    const twice = await town.give(desk, 'link.revoke', link?.id as string, { reason: '再来一次' })
    assert.equal(twice.outcome === 'refused' && twice.problem.code, 'link.expired')
    const notAllowed = await town.give(town.actorOf('王桂兰'), 'link.revoke', link?.id as string, {
      reason: '不是我',
    })
    assert.equal(notAllowed.outcome === 'refused' && notAllowed.problem.code, 'actor.not_allowed')

    await town.does(town.actorOf('王桂兰'), 'hazard.request_extension', hazard, {
      until: plus(deadline, 5 * day),
      reason: '等配件',
    })
    await town.does(desk, 'hazard.answer_extension', hazard, { granted: true, reason: '同意' })
    await town.settleNotices()
    const extended = (await town.notices(hazard)).find((one) => one.template === 'extension')
    assert.notEqual(tokenIn(extended?.text ?? ''), null)
    assert.notEqual(tokenIn(extended?.text ?? ''), tokenIn(advice?.text ?? ''))
    assert.deepEqual(
      (await links()).map((one) => one.revokedAt === null),
      [false, true],
    )
  })

  it('nobody to write to is shown as failed, and goes out once there is somebody', async () => {
    const place = await town.registers(null)
    const hazard = await town.dispatched(place)
    await town.settleNotices()
    const desk = town.actorOf('周晓岚')
    const shown = () => town.house.database.as(town.district, desk, (tx) => noticesOf(tx, town.house, hazard))
    const [notice] = await shown()
    assert.deepEqual([notice?.state, notice?.lastError], ['failed', 'no_contact'])
    assert.ok(notice?.text?.endsWith('/o/…'))
    const id = notice?.id as string
    assert.deepEqual(await town.eventsOf(id), ['notice.failed'])

    await town.does(desk, 'place.amend', place, { contact: { name: '俞秀珍', phone }, reason: '补登' })
    const denied = await town.give(town.actorOf('陈建国'), 'notice.retry', id)
    assert.equal(denied.outcome === 'refused' && denied.problem.code, 'actor.not_allowed')
    await town.does(desk, 'notice.retry', id)
    const again = await town.give(desk, 'notice.retry', id)
    assert.equal(again.outcome === 'refused' && again.problem.code, 'notice.not_failed')
    const unknown = await town.give(desk, 'notice.retry', town.id())
    assert.equal(unknown.outcome === 'refused' && unknown.problem.code, 'notice.not_found')
    await town.settleNotices()

    const worker = await startNoticeWorker(town.house, town.database.pool, [town.district])
    for (let n = 0; n < 100 && (await shown())[0]?.state !== 'delivered'; n++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    await worker.stop()
    const [delivered] = await shown()
    assert.deepEqual([delivered?.state, delivered?.attempts, delivered?.lastError], ['delivered', 1, null])
    assert.deepEqual(await town.eventsOf(id), ['notice.failed', 'notice.retried', 'notice.sent', 'notice.delivered'])
    assert.deepEqual(await town.jobs(), [])
  })

  it('the desk lists what went out in its reach, page by page, without tokens', async () => {
    const cookie = await cookieOf('person2')
    const headers = { cookie }
    const all = (await town.app.inject({ url: '/api/notices?limit=200', headers })).json()
    assert.ok(all.rows.length >= 6)
    assert.deepEqual(Object.keys(all.rows[0]).sort(), [
      'attempts',
      'changedAt',
      'channel',
      'createdAt',
      'hazardId',
      'id',
      'lastError',
      'placeName',
      'receiptEvent',
      'recipient',
      'state',
      'template',
      'text',
    ])
    assert.ok(all.rows.every((row: { text: string }) => tokenIn(row.text) === null))
    const paged: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page: { rows: { id: string }[]; next: string | null } = (
        await town.app.inject({ url: `/api/notices?limit=2${next === '' ? '' : `&cursor=${next}`}`, headers })
      ).json()
      paged.push(...page.rows.map((row) => row.id))
      next = page.next
    }
    assert.deepEqual(
      paged,
      all.rows.map((row: { id: string }) => row.id),
    )
    const delivered = (await town.app.inject({ url: '/api/notices?state=delivered', headers })).json()
    assert.ok(delivered.rows.length > 0 && delivered.rows.every((row: { state: string }) => row.state === 'delivered'))
    assert.equal((await town.app.inject({ url: '/api/notices?cursor=zzz', headers })).statusCode, 400)
    assert.equal((await town.app.inject({ url: '/api/notices' })).statusCode, 401)
  })

  it('a desk of another town sees none of it', async () => {
    const stranger = { ...town.actorOf('周晓岚'), accountId: town.id(), ranges: ['/330109/013/'] }
    const [notice] = await town.house.database.worker(
      town.district,
      async (tx) => (await sql<{ id: string; hazardId: string }>`select id, hazard_id from notice`.execute(tx)).rows,
    )
    assert.deepEqual(
      await town.house.database.as(town.district, stranger, (tx) =>
        noticesOf(tx, town.house, notice?.hazardId as string),
      ),
      [],
    )
    const answer = await town.give(stranger, 'notice.retry', notice?.id as string)
    assert.equal(answer.outcome === 'refused' && answer.problem.code, 'notice.not_found')
  })
})
