import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { problem } from '#domain/problems.ts'
import { makeServer } from '#server/app.ts'
import { sql } from '#server/db/sql.ts'
import type { House } from '#server/http/house.ts'
import { reportRoutes } from '#server/insight/report-routes.ts'
import { accountRoutes } from '#server/people/account-routes.ts'
import { actorsOfPosts, findHeldPosts } from '#server/people/actors.ts'
import { sessionOf, sessionRoutes } from '#server/people/session-routes.ts'
import { unitRoutes } from '#server/people/unit-routes.ts'
import { openTown, password, type Town } from './people-town.ts'

let town: Town
let app: FastifyInstance

before(async () => {
  town = await openTown()
  app = await makeServer({ logLevel: 'silent', trustedProxies: false })
  const house = {
    config: { publicUrl: 'http://localhost' },
    database: town.database.transactions,
    time: { now: town.now },
    keys: { current: 'k', sealing: {}, index: Buffer.alloc(32) },
    demo: false,
    visitorOf: async (request: Parameters<House['visitorOf']>[0]) => {
      const { visitor } = await sessionOf(house, request)
      if (visitor === null) throw problem('session.no_post')
      return visitor
    },
  } as unknown as House
  sessionRoutes(app, house)
  accountRoutes(app, house)
  unitRoutes(app, house)
  reportRoutes(app, house)
})
after(async () => {
  await app.close()
  await town.close()
})

const cookies = new Map<string, string>()

let attempts = 0

/** The cookie's value, or the status of the refusal. From an address of its own each time: logins are limited by address. */
async function logIn(login: string, secret = password): Promise<string | number> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: `10.0.0.${++attempts}`,
    headers: { 'x-bihuan': '1' },
    payload: { login, password: secret },
  })
  return answer.statusCode === 200 ? answer.cookies[0]!.value : answer.statusCode
}

async function ask(login: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: Record<string, unknown>) {
  const cookie = cookies.get(login) ?? String(await logIn(login))
  cookies.set(login, cookie)
  const answer = await app.inject({
    method,
    url,
    headers: { 'x-bihuan': '1', cookie: `bihuan=${cookie}` },
    ...(payload ? { payload } : {}),
  })
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
}

const open = (by: string, login: string) => ask(by, 'POST', '/api/accounts', { login, displayName: '王某', password })
const logins = async (by: string) =>
  (await ask(by, 'GET', '/api/accounts')).body.rows.map((row: { login: string }) => row.login)

type Logged = { type: string; data: unknown; accountId: string; scopePath: string; numbered: boolean }
const eventsOf = (accountId: string) =>
  town.database.transactions.worker(town.district, async (tx) => {
    const { rows } =
      await sql<Logged>`select type, data, account_id, scope_path, exists (select from unnumbered where event_id = event.id) as numbered
      from event where subject_kind = 'account' and subject = ${accountId} order by id`.execute(tx)
    return rows
  })

describe('who may manage which account', () => {
  it('lists an administrator the accounts whose posts all lie in the own reach', async () => {
    assert.deepEqual(await logins('admin'), ['admin', 'cadre', 'desk', 'inspector', 'officer', 'worker'])
    assert.deepEqual(await logins('neighbour'), ['neighbour', 'other'])
    assert.equal((await logins('district')).length, 9)
  })

  it('pages by login', async () => {
    const first = await ask('admin', 'GET', '/api/accounts?limit=4')
    assert.equal(first.body.rows.length, 4)
    const second = await ask('admin', 'GET', `/api/accounts?limit=4&cursor=${first.body.next}`)
    assert.deepEqual(
      second.body.rows.map((row: { login: string }) => row.login),
      ['officer', 'worker'],
    )
    assert.equal(second.body.next, null)
    const found = await ask('admin', 'GET', '/api/accounts?q=INSP')
    assert.deepEqual(
      found.body.rows.map((row: { login: string }) => row.login),
      ['inspector'],
    )
  })

  it('is for administrators only', async () => {
    for (const login of ['desk', 'cadre', 'worker', 'officer']) {
      assert.equal((await ask(login, 'GET', '/api/accounts')).body.code, 'actor.not_allowed')
      assert.equal((await open(login, `by-${login}`)).body.code, 'actor.not_allowed')
    }
  })

  it('is not for the administrator of one department', async () => {
    const { id } = (await open('district', 'fireadmin')).body
    const given = { unitId: town.unit('/330109/113/@fire/'), role: 'administrator' }
    assert.equal((await ask('district', 'POST', `/api/accounts/${id}/posts`, given)).status, 201)
    const worker = town.account('worker')
    const attempts: [method: 'GET' | 'POST' | 'DELETE', url: string, payload?: Record<string, unknown>][] = [
      ['GET', '/api/accounts'],
      ['POST', '/api/accounts', { login: 'by-fireadmin', displayName: '王某', password }],
      ['POST', `/api/accounts/${worker}/posts`, { unitId: town.unit('/330109/113/'), role: 'townDesk' }],
      ['POST', `/api/accounts/${worker}/password`, { password }],
      ['POST', `/api/accounts/${worker}/disabled`, { disabled: true }],
      ['DELETE', `/api/posts/${worker}`],
      [
        'POST',
        '/api/units',
        { parentId: town.unit('/330109/113/'), kind: 'village', code: '330109113999', name: '某村' },
      ],
    ]
    for (const attempt of attempts)
      assert.equal((await ask('fireadmin', ...attempt)).body.code, 'actor.not_allowed', attempt.join(' '))
    assert.ok(!(await ask('fireadmin', 'GET', '/api/session')).body.may.includes('people.manage'))
    assert.ok((await ask('admin', 'GET', '/api/session')).body.may.includes('people.manage'))
    assert.equal((await ask('district', 'POST', `/api/accounts/${id}/disabled`, { disabled: true })).status, 204)
  })

  it('knows no account, post or unit of the next town', async () => {
    const foreign = town.account('other')
    assert.equal(
      (await ask('admin', 'POST', `/api/accounts/${foreign}/password`, { password })).body.code,
      'account.not_found',
    )
    assert.equal(
      (await ask('admin', 'POST', `/api/accounts/${foreign}/disabled`, { disabled: true })).body.code,
      'account.not_found',
    )
    const here = { unitId: town.unit('/330109/113/245/'), role: 'gridWorker', certificateNo: null }
    assert.equal((await ask('admin', 'POST', `/api/accounts/${foreign}/posts`, here)).body.code, 'account.not_found')
    const there = { ...here, unitId: town.unit('/330109/013/') }
    assert.equal(
      (await ask('admin', 'POST', `/api/accounts/${town.account('worker')}/posts`, there)).body.code,
      'unit.not_found',
    )
    const above = { ...here, unitId: town.unit('/330109/') }
    assert.equal(
      (await ask('admin', 'POST', `/api/accounts/${town.account('worker')}/posts`, above)).body.code,
      'unit.not_found',
    )
    const post = (await ask('neighbour', 'GET', '/api/accounts?q=other')).body.rows[0].posts[0].id
    assert.equal((await ask('admin', 'DELETE', `/api/posts/${post}`)).body.code, 'post.not_found')
  })

  it('leaves an account with posts in two towns to the district, until one of them ends', async () => {
    const { id } = (await open('admin', 'wanderer')).body
    assert.ok((await logins('admin')).includes('wanderer'))
    assert.ok(!(await logins('neighbour')).includes('wanderer'))
    const give = (by: string, unitPath: string) =>
      ask(by, 'POST', `/api/accounts/${id}/posts`, {
        unitId: town.unit(unitPath),
        role: 'townDesk',
        certificateNo: null,
      })
    const here = (await give('admin', '/330109/113/')).body.id
    const there = (await give('district', '/330109/013/')).body.id
    assert.ok(!(await logins('admin')).includes('wanderer'))
    assert.equal((await ask('admin', 'POST', `/api/accounts/${id}/password`, { password })).status, 404)
    assert.equal((await ask('admin', 'DELETE', `/api/posts/${here}`)).body.code, 'post.not_found')
    assert.equal((await ask('district', 'DELETE', `/api/posts/${here}`)).status, 204)
    assert.ok((await logins('neighbour')).includes('wanderer'))
    assert.equal((await ask('neighbour', 'DELETE', `/api/posts/${there}`)).status, 204)
    assert.ok((await logins('neighbour')).includes('wanderer'))
    assert.ok(!(await logins('admin')).includes('wanderer'))
  })

  it('lets nobody manage the own account', async () => {
    const me = town.account('admin')
    const mine = (await ask('district', 'GET', '/api/accounts?q=admin')).body.rows.find(
      (row: { login: string }) => row.login === 'admin',
    ).posts[0].id
    const post = { unitId: town.unit('/330109/113/'), role: 'auditor', certificateNo: null }
    for (const answer of [
      await ask('admin', 'POST', `/api/accounts/${me}/posts`, post),
      await ask('admin', 'POST', `/api/accounts/${me}/password`, { password }),
      await ask('admin', 'POST', `/api/accounts/${me}/disabled`, { disabled: true }),
      await ask('admin', 'DELETE', `/api/posts/${mine}`),
    ])
      assert.equal(answer.body.code, 'actor.not_allowed')
  })

  it('holds in the database, too', async () => {
    const { transactions } = town.database
    const admin = await town.actor('admin')
    const desk = await town.actor('desk')
    const foreign = town.account('other')
    const touched = await transactions.as(town.district, admin, (tx) =>
      sql`update shared.account set disabled_at = ${town.now()} where id = ${foreign}`.execute(tx),
    )
    assert.equal(touched.numAffectedRows, 0n)
    const byDesk = await transactions.as(town.district, desk, (tx) =>
      sql`update shared.account set display_name = 'x'`.execute(tx),
    )
    assert.equal(byDesk.numAffectedRows, 0n)
    const refused = [
      sql`insert into shared.account (id, district, login, display_name, kind, home_path, created_at)
        values (${town.unit('/330109/')}, '330109', 'relay', 'x', 'relay', '/330109/113/', ${town.now()})`,
      sql`insert into shared.account (id, district, login, display_name, kind, home_path, created_at)
        values (${town.unit('/330109/')}, '330109', 'above', 'x', 'person', '/330109/', ${town.now()})`,
      sql`insert into post (id, account_id, unit_id, role, path, valid_from)
        values (${town.unit('/330109/')}, ${foreign}, ${town.unit('/330109/113/')}, 'townDesk', '/330109/113/', ${town.now()})`,
      sql`select password_hash from shared.account`,
      sql`select token_hash from shared.session`,
      sql`insert into shared.session (account_id) values (${foreign})`,
    ]
    for (const statement of refused) {
      await assert.rejects(
        transactions.as(town.district, admin, (tx) => statement.execute(tx)),
        { code: '42501' },
      )
    }
    const sessions = await transactions.as(town.district, desk, (tx) =>
      sql`delete from shared.session where account_id is not null`.execute(tx),
    )
    assert.equal(sessions.numAffectedRows, 0n)
  })
})

describe('the life of an account', () => {
  it('opens, works, ends: each step with an event of ids only', async () => {
    const { status, body } = await open('admin', 'newcomer')
    assert.equal(status, 201)
    const unitId = town.unit('/330109/113/245/001/')
    const grid = { unitId, role: 'gridWorker', certificateNo: null }
    const given = await ask('admin', 'POST', `/api/accounts/${body.id}/posts`, grid)
    const again = await ask('admin', 'POST', `/api/accounts/${body.id}/posts`, grid)
    assert.deepEqual([given.status, given.body.id], [201, again.body.id])
    assert.equal((await ask('newcomer', 'GET', '/api/session')).body.post.role, 'gridWorker')
    assert.equal((await ask('admin', 'DELETE', `/api/posts/${given.body.id}`)).status, 204)
    assert.equal((await ask('admin', 'DELETE', `/api/posts/${given.body.id}`)).body.code, 'post.not_found')
    assert.equal((await ask('newcomer', 'GET', '/api/session')).body.post, null)

    const admin = town.account('admin')
    const opened = {
      type: 'account.opened',
      data: {},
      accountId: admin,
      scopePath: '/330109/113/',
      numbered: true,
    }
    const posted = {
      ...opened,
      type: 'account.post_given',
      scopePath: '/330109/113/245/001/',
      data: { post: given.body.id, unit: unitId, role: 'gridWorker' },
    }
    const ended = { ...posted, type: 'account.post_ended', data: { post: given.body.id } }
    assert.deepEqual(await eventsOf(body.id), [opened, posted, ended])
  })

  it('refuses a login that is taken, a weak password, and an inspector without a certificate', async () => {
    assert.deepEqual((await open('admin', 'other')).body.code, 'account.login_taken')
    const weak = await ask('admin', 'POST', '/api/accounts', {
      login: 'weak',
      displayName: '王某',
      password: 'guali2022',
    })
    assert.deepEqual([weak.body.code, weak.body.path], ['session.weak_password', '/password'])
    const post = { unitId: town.unit('/330109/113/@fire/'), role: 'inspector', certificateNo: null }
    const refused = await ask('admin', 'POST', `/api/accounts/${town.account('worker')}/posts`, post)
    assert.deepEqual([refused.status, refused.body.code], [422, 'post.certificate_required'])
    const unknown = await ask('admin', 'POST', '/api/accounts', {
      login: 'x1',
      displayName: '王某',
      password,
      kind: 'relay',
    })
    assert.equal(unknown.body.code, 'request.invalid')
    assert.deepEqual(await eventsOf(town.account('worker')), [])
  })

  it('logs out everywhere with a new password, and lets the locked in again', async () => {
    const { id } = (await open('admin', 'forgetful')).body
    assert.equal(typeof (await logIn('forgetful')), 'string')
    await ask('forgetful', 'GET', '/api/session')
    for (let n = 0; n < 5; n++) await logIn('forgetful', 'wrong')
    assert.equal(await logIn('forgetful'), 423)
    assert.notEqual((await ask('admin', 'GET', '/api/accounts?q=forgetful')).body.rows[0].lockedUntil, null)
    const next = 'Another-place-9'
    assert.equal((await ask('admin', 'POST', `/api/accounts/${id}/password`, { password: next })).status, 204)
    assert.equal((await ask('forgetful', 'GET', '/api/session')).body.code, 'session.required')
    assert.equal(await logIn('forgetful'), 401)
    assert.equal(typeof (await logIn('forgetful', next)), 'string')
    assert.deepEqual(
      (await eventsOf(id)).map((event) => event.type),
      ['account.opened', 'account.password_set'],
    )
  })

  it('lets a relay speak for posts in its own reach and line, and for nobody who was shut out', async () => {
    const { id } = (await open('admin', 'former')).body
    const given = { unitId: town.unit('/330109/113/245/'), role: 'villageCadre' }
    assert.equal((await ask('admin', 'POST', `/api/accounts/${id}/posts`, given)).status, 201)
    assert.equal((await ask('admin', 'POST', `/api/accounts/${id}/disabled`, { disabled: true })).status, 204)
    const { transactions } = town.database
    const names = ['district', 'other', 'worker', 'cadre', 'officer']
    const accounts = [...names.map(town.account), id]
    const posts = await transactions.door(town.district, (tx) => findHeldPosts(tx, { accounts }, town.now()))
    assert.equal(posts.length, 6)
    const foundBy = async (relay: string) => {
      const ids = posts.map((post) => post.id)
      const actor = await town.actor(relay)
      const found = await transactions.as(town.district, actor, (tx) => actorsOfPosts(tx, ids, town.now()))
      return [...found.values()].map((one) => names.find((name) => town.account(name) === one.accountId)).sort()
    }
    assert.deepEqual(await foundBy('desk'), ['cadre', 'officer', 'worker'])
    assert.deepEqual(await foundBy('cadre'), ['cadre', 'worker'])
    assert.deepEqual(await foundBy('officer'), ['officer'])
  })

  it('shuts out and lets in, once each', async () => {
    const { id } = (await open('admin', 'leaver')).body
    await ask('leaver', 'GET', '/api/session')
    const set = (disabled: boolean) => ask('admin', 'POST', `/api/accounts/${id}/disabled`, { disabled })
    assert.deepEqual([(await set(true)).status, (await set(true)).status], [204, 204])
    assert.equal(await logIn('leaver'), 401)
    await set(false)
    assert.equal((await ask('leaver', 'GET', '/api/session')).body.code, 'session.required')
    assert.equal(typeof (await logIn('leaver')), 'string')
    assert.deepEqual(
      (await eventsOf(id)).map((event) => event.type),
      ['account.opened', 'account.disabled', 'account.enabled'],
    )
  })
})

describe('colleagues', () => {
  it('are the certificate holders in reach, without oneself and without who was shut out', async () => {
    const rows = async (login: string) => (await ask(login, 'GET', '/api/colleagues')).body.rows
    assert.deepEqual(await rows('inspector'), [
      {
        accountId: town.account('officer'),
        name: '某officer',
        role: 'departmentOfficer',
        unitName: '消防救援大队',
        certificateNo: 'YS33010911301',
      },
    ])
    assert.equal((await rows('desk')).length, 2)
    assert.deepEqual(await rows('other'), [])
    await ask('admin', 'POST', `/api/accounts/${town.account('officer')}/disabled`, { disabled: true })
    assert.deepEqual(await rows('inspector'), [])
  })
})

describe('units and reports', () => {
  it('answer over HTTP with when they were counted', async () => {
    const units = await ask('cadre', 'GET', '/api/units')
    assert.deepEqual(Object.keys(units.body), ['units', 'asOf'])
    const [village] = units.body.units
    assert.deepEqual([village.name, village.children, village.open], ['民丰河村', 1, 0])
    const below = await ask('cadre', 'GET', `/api/units?parent=${village.id}`)
    assert.equal(below.body.units[0].name, '第一网格')
    assert.equal((await ask('cadre', 'GET', `/api/units/${village.id}`)).body.posts[0].name, '某cadre')
    assert.deepEqual(
      (await ask('worker', 'GET', `/api/units/${below.body.units[0].id}`)).body.posts,
      [],
      'no names without people.read',
    )
    assert.equal((await ask('worker', 'GET', `/api/units/${village.id}`)).body.code, 'unit.not_found')
    for (const kind of ['survey', 'rectify', 'manage']) {
      const { status, body } = await ask('desk', 'GET', `/api/reports/${kind}?from=2022-06-15&to=2022-08-31`)
      assert.equal(status, 200)
      assert.ok(body.figures.every((figure: { period: string }) => figure.period === '2022-06-15/2022-08-31'))
    }
    assert.equal((await ask('admin', 'GET', '/api/reports/survey')).body.code, 'actor.not_allowed')
    assert.equal((await ask('desk', 'GET', '/api/reports/survey?from=2022-02-30')).body.path, '/query/from')
  })
})
