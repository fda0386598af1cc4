import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { day, minute, plus } from '#domain/calendar.ts'
import { tokenIn } from '#domain/notices.ts'
import { sql } from '#server/db/sql.ts'
import { openTown, people, phone, type Town } from './notices-town.ts'

let town: Town
before(async () => {
  town = await openTown()
})
after(() => town.close())

const code = phone.slice(-4)
const headers = { 'x-bihuan': '1' }
let address = 0
/** Every test comes from an address of its own, so that one test's requests do not use up another's. */
const from = () => ({ remoteAddress: `10.1.${address >> 8}.${address++ & 255}` })
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 7)])

const newLink = async (by: 'report' | 'inspection' = 'report') => {
  const hazard = await town.dispatched(await town.registers(), by)
  await town.settleNotices()
  const [notice] = await town.notices(hazard)
  return { hazard, link: notice?.linkId as string, token: tokenIn(notice?.text ?? '') as string }
}
const look = (token: string) => town.app.inject({ url: `/api/public/${token}`, ...from() })
const sync = (token: string, commands: unknown[], given = code) =>
  town.app.inject({
    method: 'POST',
    url: `/api/public/${token}/sync`,
    headers,
    payload: { code: given, commands },
    ...from(),
  })
const upload = (token: string, given = code, bytes = jpeg) =>
  town.app.inject({
    method: 'POST',
    url: `/api/public/${token}/files?kind=photo`,
    headers: { ...headers, 'x-code': given, 'content-type': 'image/jpeg' },
    payload: bytes,
    ...from(),
  })
const everything = (hazard: string) =>
  town.house.database.worker(town.district, async (tx) => {
    const rows = (await sql`select * from hazard where id = ${hazard}`.execute(tx)).rows
    const events = (await sql`select count(*) from event`.execute(tx)).rows
    return JSON.stringify([rows, events, await town.notices(hazard)])
  })

describe('the page behind a link', () => {
  it('shows the hazard, and nobody', async () => {
    const { hazard, token } = await newLink()
    const answer = await look(token)
    assert.equal(answer.statusCode, 200, answer.body)
    const page = answer.json()
    assert.deepEqual(
      Object.keys(page).sort(),
      'act actions after before category deadline demo evidence evidenceKinds expiresAt extension foundAt hazardId history itemText legalBasis mode needsCode objection originalDeadline overdueSince placeName serverTime severity status template version where'.split(
        ' ',
      ),
    )
    assert.deepEqual(
      [page.hazardId, page.status, page.template, page.placeName],
      [hazard, 'dispatched', 'advice', '飞虹涂装厂'],
    )
    assert.deepEqual(
      page.actions.map((one: { action: string; problem: unknown }) => [one.action, one.problem]),
      [
        ['hazard.accept', null],
        ['hazard.rectify', null],
        ['hazard.submit', null],
        ['hazard.request_extension', null],
        ['hazard.object', null],
      ],
    )
    assert.deepEqual(
      page.history.map((one: { type: string }) => one.type),
      ['hazard.reported', 'hazard.filed', 'hazard.dispatched'],
    )
    for (const secret of [
      '俞秀珍',
      '俞*',
      phone,
      code,
      ...people.map(([name]) => name),
      ...town.posts.flatMap((post) => [post.accountId, post.id]),
    ]) {
      assert.ok(!answer.body.includes(secret), secret)
    }
    assert.equal(answer.headers['referrer-policy'], 'no-referrer')
    assert.match(String(answer.headers['x-robots-tag']), /noindex/)
    assert.equal(answer.headers['cache-control'], 'no-store')
  })

  it('an order is called one', async () => {
    const { token } = await newLink('inspection')
    assert.equal((await look(token)).json().template, 'order')
  })

  it('looking twice changes nothing, and is counted', async () => {
    const { hazard, link, token } = await newLink()
    const before = await everything(hazard)
    const first = (await look(token)).json()
    const second = (await look(token)).json()
    assert.deepEqual({ ...second, serverTime: '' }, { ...first, serverTime: '' })
    assert.equal(await everything(hazard), before)
    const opens = await town.house.database.as(
      town.district,
      town.actorOf('周晓岚'),
      async (tx) => (await sql<{ what: string }>`select what from link_open where link_id = ${link}`.execute(tx)).rows,
    )
    assert.deepEqual(
      opens.map((one) => one.what),
      ['view', 'view'],
    )
  })

  it('shows the photos of that hazard and of no other', async () => {
    const { token, hazard } = await newLink()
    const answer = await upload(token)
    assert.equal(answer.statusCode, 201, answer.body)
    const { hash } = answer.json()
    const other = await newLink()
    const file = (of: string) => town.app.inject({ url: `/api/public/${of}/files/${hash}`, ...from() })
    assert.equal((await file(other.token)).json().code, 'file.not_found')
    const submitted = await sync(token, [town.command('hazard.submit', hazard, { after: [{ hash, kind: 'photo' }] })])
    assert.equal(submitted.json().answers[0].outcome, 'accepted', submitted.body)
    const shown = await file(token)
    assert.deepEqual(
      [shown.statusCode, shown.headers['content-type'], shown.headers['cache-control']],
      [200, 'image/jpeg', 'no-store'],
    )
    assert.ok(shown.rawPayload.equals(jpeg))
    assert.equal((await file(other.token)).json().code, 'file.not_found')
  })

  it('a token that is none says the same whatever is wrong with it', async () => {
    const { token } = await newLink()
    const wrong = [
      '',
      'x',
      token.slice(0, -1),
      `330108${token.slice(6)}`,
      `${token.slice(0, -3)}AAA`,
      `330109-${'A'.repeat(43)}`,
    ].filter((one) => one !== token)
    for (const one of wrong.slice(1)) {
      const answer = await look(one)
      assert.deepEqual([answer.statusCode, answer.json().code, answer.json().facts], [404, 'link.not_found', {}], one)
      assert.equal((await sync(one, [])).json().code, 'link.not_found', one)
    }
  })

  it('ends when it has run out, and when a desk ends it', async () => {
    const { token } = await newLink()
    const revoked = await newLink()
    await town.does(town.actorOf('周晓岚'), 'link.revoke', revoked.link, { reason: '发错人了' })
    const ended = await look(revoked.token)
    assert.deepEqual([ended.statusCode, ended.json().code], [410, 'link.expired'])
    assert.equal(ended.headers['cache-control'], 'no-store')
    const now = town.house.time.now()
    town.house.time.setTo(plus(now, 200 * day))
    assert.equal((await look(token)).json().code, 'link.expired')
    assert.equal((await sync(token, [])).json().code, 'link.expired')
    assert.equal((await upload(token)).json().code, 'link.expired')
    town.house.time.setTo(now)
  })

  it('thirty looks a minute from one address are enough', async () => {
    const { token } = await newLink()
    const one = from()
    const codes = []
    for (let n = 0; n < 31; n++) codes.push((await town.app.inject({ url: `/api/public/${token}`, ...one })).statusCode)
    assert.deepEqual([codes.filter((status) => status === 200).length, codes.at(-1)], [30, 429])
  })
})

describe('acting through a link', () => {
  it('the owner starts, hands in proof and is the rectifier; the same command again has the same answer', async () => {
    const { hazard, link, token } = await newLink()
    const begin = town.command('hazard.rectify', hazard)
    assert.equal((await sync(token, [begin])).json().answers[0].outcome, 'accepted')
    const { hash } = (await upload(token)).json()
    const submit = town.command('hazard.submit', hazard, { after: [{ hash, kind: 'photo' }], note: '已穿管' })
    const first = (await sync(token, [submit])).json().answers
    assert.deepEqual((await sync(token, [submit])).json().answers, first)
    const row = await town.house.database.worker(
      town.district,
      async (tx) =>
        (
          await sql<{
            status: string
            rectifier: string
          }>`select status, rectifier from hazard where id = ${hazard}`.execute(tx)
        ).rows[0],
    )
    assert.deepEqual(row, { status: 'submitted', rectifier: link })
    await town.settleNotices()
    await town.does(town.actorOf('王桂兰'), 'hazard.reinspect', hazard, { passed: false, reason: '还差一段' })
    await town.settleNotices()
    assert.match((await town.notices(hazard)).at(-1)?.text ?? '', /复查未通过/)
  })

  it('objections and requests are answered through the same machine, with its reasons', async () => {
    const { hazard, token } = await newLink()
    const object = () => town.command('hazard.object', hazard, { reason: '不归本厂负责' })
    const answers = (
      await sync(token, [object(), object(), town.command('hazard.object', hazard, { reason: '' })])
    ).json().answers
    assert.deepEqual(
      answers.map((one: { outcome: string; problem?: { code: string } }) => one.problem?.code ?? one.outcome),
      ['accepted', 'hazard.request_open', 'request.invalid'],
    )
    const page = (await look(token)).json()
    assert.equal(page.objection, true)
    assert.equal(
      page.actions.find((one: { action: string }) => one.action === 'hazard.object').problem.code,
      'hazard.request_open',
    )
    assert.ok(!JSON.stringify(page).includes('不归本厂负责'))
  })

  it('reaches its own hazard only, and only with the verbs of a party', async () => {
    const mine = await newLink()
    const other = await newLink()
    const commands = [
      town.command('hazard.rectify', other.hazard),
      town.command('hazard.rectify', town.id()),
      town.command('hazard.close', mine.hazard),
      town.command('place.amend', mine.hazard, { name: '别的厂', reason: '改名' }),
      town.command('hazard.rectify', mine.hazard),
      { ...town.command('hazard.accept', mine.hazard), by: town.posts[0]?.id },
    ]
    const answers = (await sync(mine.token, commands)).json().answers
    assert.deepEqual(
      answers.map((one: { id: string }) => one.id),
      commands.map((one) => one.id),
    )
    assert.deepEqual(
      answers.map((one: { outcome: string; problem?: { code: string } }) => one.problem?.code ?? one.outcome),
      [
        'hazard.not_found',
        'hazard.not_found',
        'actor.not_allowed',
        'actor.not_allowed',
        'accepted',
        'command.by_not_allowed',
      ],
    )
    const status = await town.house.database.worker(
      town.district,
      async (tx) =>
        (await sql<{ status: string }>`select status from hazard where id = ${other.hazard}`.execute(tx)).rows[0]
          ?.status,
    )
    assert.equal(status, 'dispatched')
  })

  it('row-level security alone would keep a link at its hazard', async () => {
    const { link, hazard } = await newLink()
    const actor = {
      accountId: link,
      postId: null,
      role: 'party',
      ranges: [],
      line: '',
      certificateNo: null,
      grants: [hazard],
      via: null,
    } as const
    const seen = await town.house.database.as(town.district, actor, async (tx) => {
      const counts = await sql<
        Record<string, number>
      >`select (select count(*)::int from hazard) as hazards, (select count(*)::int from place) as places,
        (select count(*)::int from contact) as contacts, (select count(*)::int from notice) as notices, (select count(*)::int from post) as posts,
        (select count(*)::int from safety_visit) as visits, (select count(distinct subject)::int from event) as subjects`.execute(
        tx,
      )
      return counts.rows[0]
    })
    assert.deepEqual(seen, {
      hazards: 1,
      places: 0,
      contacts: 0,
      notices: 0,
      posts: 0,
      visits: 0,
      subjects: 1,
    })
  })

  it('five wrong codes lock it for a quarter of an hour, for the right code too', async () => {
    const { hazard, token } = await newLink()
    const wrong = []
    for (let n = 0; n < 4; n++) wrong.push((await sync(token, [], '0000')).json())
    assert.deepEqual(
      wrong.map((one) => [one.code, one.facts.left]),
      [4, 3, 2, 1].map((left) => ['link.code_wrong', left]),
    )
    const locked = (await upload(token, '1111')).json()
    assert.equal(locked.code, 'link.locked')
    assert.ok(
      locked.facts.until > plus(town.house.time.now(), 14 * minute) &&
        locked.facts.until <= plus(town.house.time.now(), 15 * minute),
    )
    assert.equal((await sync(token, [town.command('hazard.rectify', hazard)])).json().code, 'link.locked')
    assert.equal((await look(token)).statusCode, 200)
    const now = town.house.time.now()
    town.house.time.setTo(plus(now, 16 * minute))
    assert.equal((await sync(token, [])).statusCode, 200)
    assert.deepEqual((await sync(token, [], '0000')).json().facts.left, 4)
    town.house.time.setTo(now)
  })

  it('guesses at the same moment are counted one after the other', async () => {
    const { token } = await newLink()
    const answers = await Promise.all(Array.from({ length: 12 }, () => sync(token, [], '0000')))
    const codes = answers.map((one) => one.json().code)
    assert.equal(codes.filter((one) => one === 'link.code_wrong').length, 4)
    assert.equal(codes.filter((one) => one === 'link.locked').length, 8)
  })

  it('asks for a code that looks like one, before a byte is stored', async () => {
    const { token } = await newLink()
    for (const given of ['', '12', '12345', 'abcd']) {
      assert.equal((await sync(token, [], given)).statusCode, 400)
      assert.equal((await upload(token, given)).statusCode, 400)
    }
    assert.equal((await upload(token, '0000')).json().code, 'link.code_wrong')
    assert.equal((await upload(token, code, Buffer.from('<html>'))).json().code, 'file.type_not_allowed')
  })
})
