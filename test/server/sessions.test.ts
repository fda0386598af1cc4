import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { hour, millis, minute, plus } from '#domain/calendar.ts'
import type { Database } from '#server/db/transaction.ts'
import { givePosts } from '#server/people/found.ts'
import { changePassword, openSession } from '#server/people/sessions.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { enter, ours, type RawSession, rawSession } from '#test/server/raw-session.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let web: string

before(async () => {
  web = await mkdtemp(path.join(tmpdir(), 'bihuan-web-'))
  await writeFile(
    path.join(web, 'index.html'),
    '<!doctype html><meta name="nonce" content="__CSP_NONCE__"><title>闭环</title>',
  )
  world = await openWorld({ webFolder: web })
  root = await superuser(world)
})
after(async () => {
  await root?.end()
  await world?.end()
  await rm(web, { recursive: true, force: true })
})

const later = (ms: number) => world.house.time.setTo(plus(world.house.time.now(), ms))
const whoAmI = (session: RawSession) => session.ask({ method: 'GET', url: '/api/session' })
const codeOf = (answer: { json(): { code?: string } }) => answer.json().code

test('five wrong passwords lock the account for a while, whoever knows the right one', async () => {
  for (let n = 0; n < 5; n += 1) {
    const answer = await enter(world, 'wuzhiqiang', `wrong-${n}`)
    assert.equal(answer.statusCode, 401)
    assert.equal(codeOf(answer), 'session.wrong_credentials')
  }
  const locked = await enter(world, 'wuzhiqiang')
  assert.equal(locked.statusCode, 423)
  assert.equal(codeOf(locked), 'session.locked')
  const { until } = locked.json().facts
  assert.ok(millis(until) - millis(world.house.time.now()) > 14 * minute)
  assert.equal(locked.cookies.length, 0)
  later(16 * minute)
  assert.equal((await enter(world, 'wuzhiqiang')).statusCode, 200)
})

test('guesses sent at the same moment count as if they came one after the other', async () => {
  const right = world.town.passwords.get('lixiaoman')
  const guesses = Array.from({ length: 24 }, (_, n) => enter(world, 'lixiaoman', n === 23 ? right : `guess ${n}`))
  const answers = (await Promise.all(guesses)).map((answer) => answer.statusCode).sort()
  assert.equal(answers.filter((status) => status === 200).length <= 1, true)
  assert.ok(answers.filter((status) => status !== 423).length <= 6, `${answers}`)
  later(16 * minute)
  assert.equal((await enter(world, 'lixiaoman')).statusCode, 200)

  const desk = await rawSession(world, 'lixiaoman')
  const payload = (n: number) => ({ current: `guess ${n}`, next: 'Xiaoshan-Qu-2022' })
  const changes = Array.from({ length: 24 }, (_, n) =>
    desk.ask({ method: 'PUT', url: '/api/session/password', payload: payload(n) }),
  )
  const changed = (await Promise.all(changes)).map((answer) => answer.statusCode)
  assert.equal(changed.filter((status) => status === 401).length, 5)
  assert.equal(changed.filter((status) => status === 423).length, 19)
  later(16 * minute)
})

test('a lock does not tell which logins exist', async () => {
  await root.query(`update shared.account set disabled_at = now() where login = 'sunlixin'`)
  const courseOf = async (login: string) => {
    const course: unknown[] = []
    for (let n = 0; n < 12; n += 1) {
      const answer = await enter(world, login, 'wrong')
      const { requestId: _, ...body } = answer.json()
      course.push([answer.statusCode, body])
      if (n === 3) later(25 * hour)
    }
    later(16 * minute)
    course.push((await enter(world, login, 'wrong')).statusCode)
    return JSON.stringify(course).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
  }
  const known = await courseOf('zhaomingyuan')
  assert.ok(known.includes('423') && known.endsWith('401]'), known)
  for (const login of ['sunlixin', 'replay', 'no.such.person']) assert.equal(await courseOf(login), known, login)
  assert.equal((await enter(world, 'no.such.person', 'wrong')).statusCode, 401)
  const { rows } = await root.query('select * from shared.login_attempt')
  assert.ok(rows.length > 0)
  assert.ok(!JSON.stringify(rows.map((row) => row.login_index.toString('latin1'))).includes('person'))
  later(25 * hour)
  await enter(world, 'someone.else', 'wrong')
  const left = await root.query('select count(*)::int as n from shared.login_attempt')
  assert.equal(left.rows[0].n, 1)
  await root.query(`update shared.account set disabled_at = null where login = 'sunlixin'`)
})

test('four wrong passwords and a right one begin the count anew', async () => {
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < 4; n += 1) assert.equal((await enter(world, 'zhenghaiyan', 'wrong')).statusCode, 401)
    assert.equal((await enter(world, 'zhenghaiyan')).statusCode, 200)
  }
})

test('an unknown login, an account that was shut out and a wrong password get the same answer', async () => {
  await root.query(`update shared.account set disabled_at = now() where login = 'sunlixin'`)
  const answers = [
    await enter(world, 'nobody.of.that.name', 'wrong'),
    await enter(world, 'zhaomingyuan', 'wrong'),
    await enter(world, 'sunlixin'),
    await enter(world, 'replay', 'wrong'),
    await enter(world, "' or 1=1 --", 'wrong'),
  ]
  const said = answers.map((answer) => {
    const { requestId: _, ...body } = answer.json()
    return { status: answer.statusCode, type: answer.headers['content-type'], cookies: answer.cookies, body }
  })
  for (const one of said) assert.deepEqual(one, said[0])
  assert.equal(said[0]?.body.code, 'session.wrong_credentials')
})

test('one address cannot try logins without end', async () => {
  const attempt = () =>
    world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: '', password: 'x' },
      headers: ours,
      remoteAddress: '10.2.0.1',
    })
  const most = Number((await attempt()).headers['x-ratelimit-limit'])
  assert.ok(most <= 600, `${most} logins a minute`)
  for (let n = 1; n < most; n += 1) assert.equal((await attempt()).statusCode, 400)
  const answer = await attempt()
  assert.deepEqual([answer.statusCode, codeOf(answer)], [429, 'request.rate_limited'])
})

test('a session that was shut out meanwhile is none', async () => {
  const session = await rawSession(world, 'hewenbin')
  assert.equal((await whoAmI(session)).statusCode, 200)
  await root.query(`update shared.account set disabled_at = now() where login = 'hewenbin'`)
  assert.equal((await whoAmI(session)).statusCode, 401)
  await root.query(`update shared.account set disabled_at = null where login = 'hewenbin'`)
})

test('a password that is changed while it is looked at opens nothing, and changes nothing', async () => {
  const { database, keys, time } = world.house
  const login = 'hewenbin'
  const right = world.town.passwords.get(login) as string
  const { rows } = await root.query('select id, password_hash from shared.account where login = $1', [login])
  const { id, password_hash: hash } = rows[0] as { id: string; password_hash: string }
  const sessions = async () =>
    (await root.query('select count(*)::int as n from shared.session where account_id = $1', [id])).rows[0].n as number
  /** Does something once, between the look at the password and what follows from it. */
  const meanwhile = (change: string): Database => {
    let transactions = 0
    return {
      ...database,
      door: async (district, work) => {
        transactions += 1
        if (transactions === 2) await root.query(`update shared.account set ${change} where id = $1`, [id])
        return database.door(district, work)
      },
    }
  }
  const visitor = { accountId: id, login, tokenHash: Buffer.alloc(32) }
  const before = await sessions()
  for (const change of [`password_hash = 'another'`, 'disabled_at = now()']) {
    await assert.rejects(openSession(meanwhile(change), keys, login, right, time.now()), {
      code: 'session.wrong_credentials',
    })
    await root.query('update shared.account set password_hash = $2, disabled_at = null where id = $1', [id, hash])
    await assert.rejects(changePassword(meanwhile(change), visitor, right, 'next', time.now()), {
      code: 'session.wrong_credentials',
      path: '/current',
    })
    const left = await root.query('select password_hash from shared.account where id = $1', [id])
    assert.notEqual(left.rows[0].password_hash, 'next')
    await root.query('update shared.account set password_hash = $2, disabled_at = null where id = $1', [id, hash])
  }
  assert.equal(await sessions(), before)
  assert.equal((await enter(world, login)).statusCode, 200)
})

test('logging out ends this session; logging out everywhere ends all of them, and nobody else’s', async () => {
  const [desk, phone, tablet, colleague] = [
    await rawSession(world, 'zhouxiaolan'),
    await rawSession(world, 'zhouxiaolan'),
    await rawSession(world, 'zhouxiaolan'),
    await rawSession(world, 'fenglicheng'),
  ]
  const here = await tablet.ask({ method: 'DELETE', url: '/api/session' })
  assert.equal(here.statusCode, 204)
  assert.equal(here.cookies[0]?.value, '')
  assert.equal((await whoAmI(tablet)).statusCode, 401)
  assert.equal((await whoAmI(phone)).statusCode, 200)

  assert.equal((await desk.ask({ method: 'DELETE', url: '/api/sessions' })).statusCode, 204)
  for (const session of [desk, phone]) {
    const answer = await whoAmI(session)
    assert.equal(answer.statusCode, 401)
    assert.equal(codeOf(answer), 'session.required')
  }
  assert.equal((await whoAmI(colleague)).statusCode, 200)
})

test('an unused session ends after two hours, and a used one after twelve', async () => {
  const unused = await rawSession(world, 'wangguilan')
  const used = await rawSession(world, 'wangguilan')
  later(2 * hour - 2 * minute)
  assert.equal((await whoAmI(used)).statusCode, 200)
  later(2 * minute)
  assert.equal((await whoAmI(unused)).statusCode, 401)
  for (let n = 2; n < 12; n += 1) {
    assert.equal((await whoAmI(used)).statusCode, 200, `after ${n} hours`)
    later(hour)
  }
  assert.equal((await whoAmI(used)).statusCode, 401)
})

test('the cookie is for this server alone, and nothing that is stored can be used in its place', async () => {
  const { entered, cookies } = await rawSession(world, 'yuxiuzhen')
  const [cookie] = entered.cookies
  assert.deepEqual(
    {
      httpOnly: cookie?.httpOnly,
      sameSite: cookie?.sameSite,
      path: cookie?.path,
      secure: cookie?.secure,
      maxAge: cookie?.maxAge,
      domain: cookie?.domain,
    },
    { httpOnly: true, sameSite: 'Strict', path: '/', secure: undefined, maxAge: undefined, domain: undefined },
  )
  const token = Object.values(cookies)[0] as string
  assert.ok(token.length >= 43)
  const { rows } = await root.query('select token_hash from shared.session')
  const hashes = rows.map((row) => row.token_hash.toString('hex') as string)
  assert.ok(hashes.includes(createHash('sha256').update(token).digest('hex')))
  assert.ok(!JSON.stringify(entered.json()).includes(token))
  for (const forged of [hashes[0] as string, '', `${token}x`, '../../etc/passwd']) {
    const answer = await world.app.inject({ method: 'GET', url: '/api/session', cookies: { bihuan: forged } })
    assert.equal(answer.statusCode, 401)
  }
})

test('behind https the cookie travels by https only', async () => {
  const { config } = world.house
  const { publicUrl } = config
  config.publicUrl = 'https://bihuan.example'
  const entered = await enter(world, 'yuxiuzhen')
  config.publicUrl = publicUrl
  assert.equal(entered.cookies[0]?.secure, true)
})

test('a cookie that was planted before the login is not taken over', async () => {
  const planted = 'A'.repeat(43)
  const payload = { login: 'yuxiuzhen', password: world.town.passwords.get('yuxiuzhen') }
  const entered = await world.app.inject({
    method: 'POST',
    url: '/api/session',
    payload,
    headers: ours,
    cookies: { bihuan: planted },
  })
  assert.notEqual(entered.cookies[0]?.value, planted)
})

test('whoever holds two posts acts under one at a time', async () => {
  const { database, town } = world
  const { actor } = world.as('chenjianguo')
  const unit = await root.query(`select id from d330109.unit where path = '/330109/113/264/'`)
  const second = {
    id: mint(world),
    accountId: actor.accountId,
    unitId: unit.rows[0].id,
    role: 'villageCadre' as const,
    certificateNo: null,
  }
  await givePosts(database.transactions, town.district, [second], '2022-06-01T00:00:00.000Z')

  const session = await rawSession(world, 'chenjianguo')
  const elsewhere = await rawSession(world, 'chenjianguo')
  const first = (await whoAmI(session)).json()
  assert.equal(first.post.role, 'gridWorker')
  assert.equal(first.posts.length, 2)
  const choose = (postId: string) => session.ask({ method: 'PUT', url: '/api/session/post', payload: { postId } })
  const changed = (await choose(second.id)).json()
  assert.equal(changed.post.id, second.id)
  assert.equal(changed.post.unit.path, '/330109/113/264/')
  assert.ok(changed.may.includes('hazard.close') && !first.may.includes('hazard.close'))
  assert.equal((await whoAmI(session)).json().post.id, second.id)
  assert.equal((await whoAmI(elsewhere)).json().post.role, 'gridWorker')

  const stranger = town.posts.find((post) => post.member?.loginName === 'zhouxiaolan')?.id as string
  const refused = await choose(stranger)
  assert.deepEqual([refused.statusCode, codeOf(refused), refused.json().path], [404, 'post.not_found', '/postId'])

  await root.query('update d330109.post set valid_to = $1 where id = $2', [world.house.time.now(), second.id])
  assert.equal((await whoAmI(session)).json().post.role, 'gridWorker')
  await root.query('update d330109.post set valid_to = $1 where account_id = $2', [
    world.house.time.now(),
    actor.accountId,
  ])
  const without = (await whoAmI(session)).json()
  assert.deepEqual([without.post, without.may], [null, []])
  const asked = await session.ask({ method: 'GET', url: '/api/hazards' })
  assert.deepEqual([asked.statusCode, codeOf(asked)], [403, 'session.no_post'])
})

test('a new password must be strong, needs the present one, and ends the other sessions', async () => {
  const desk = await rawSession(world, 'tangweidong')
  const phone = await rawSession(world, 'tangweidong')
  const current = world.town.passwords.get('tangweidong') as string
  const next = 'Ningwei-Jiedao-2022'
  const change = (payload: unknown) =>
    desk.ask({ method: 'PUT', url: '/api/session/password', payload: payload as object })
  for (const weak of ['short-A1', 'onlylowercaseletters', 'Aa1-'.repeat(60), '']) {
    const answer = await change({ current, next: weak })
    const expected = weak.length > 200 ? [400, 'request.invalid', '/next'] : [422, 'session.weak_password', '/next']
    assert.deepEqual([answer.statusCode, codeOf(answer), answer.json().path], expected, weak)
  }
  const wrong = await change({ current: 'not the present one', next })
  assert.deepEqual([wrong.statusCode, codeOf(wrong), wrong.json().path], [401, 'session.wrong_credentials', '/current'])
  assert.equal((await whoAmI(phone)).statusCode, 200)

  assert.equal((await change({ current, next })).statusCode, 204)
  assert.equal((await whoAmI(desk)).statusCode, 200)
  assert.equal((await whoAmI(phone)).statusCode, 401)
  assert.equal((await enter(world, 'tangweidong', current)).statusCode, 401)
  assert.equal((await enter(world, 'tangweidong', next)).statusCode, 200)
})

test('whoever sits down at a desk left open cannot guess the password there either', async () => {
  const desk = await rawSession(world, 'jiangmin')
  const guess = (current: string) =>
    desk.ask({ method: 'PUT', url: '/api/session/password', payload: { current, next: 'Xiaoshan-Qu-2022' } })
  for (let n = 0; n < 5; n += 1) assert.equal((await guess(`guess ${n}`)).statusCode, 401)
  const locked = await guess(world.town.passwords.get('jiangmin') as string)
  assert.deepEqual([locked.statusCode, codeOf(locked)], [423, 'session.locked'])
  assert.equal((await whoAmI(desk)).statusCode, 200)
})

test('pages and answers carry the headers that keep a browser careful', async () => {
  const careful = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
  const session = await rawSession(world, 'fangruoxi')
  const nonces = new Set<string>()
  for (const url of [
    '/',
    '/index.html',
    '/hazards/1',
    '/o/330109-abc',
    '/api/session',
    '/api/hazards',
    '/api/nothing',
    '/health',
  ]) {
    const answer = await session.ask({ method: 'GET', url })
    for (const [name, value] of Object.entries(careful)) assert.equal(answer.headers[name], value, `${name} of ${url}`)
    assert.equal(answer.headers['x-powered-by'], undefined)
    if (url.startsWith('/api/')) {
      assert.equal(answer.headers['cache-control'], 'no-store', url)
      assert.match(String(answer.headers['content-type']), /^application\/(problem\+)?json/)
      continue
    }
    if (url === '/health') continue
    const policy = String(answer.headers['content-security-policy'])
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ]) {
      assert.ok(policy.split('; ').includes(part), `${part} of ${url}`)
    }
    assert.ok(!policy.includes('unsafe'))
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] as string
    assert.ok(answer.body.includes(`content="${nonce}"`))
    nonces.add(nonce)
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  assert.equal(nonces.size, 4)
  const link = await session.ask({ method: 'GET', url: '/o/330109-abc' })
  assert.equal(link.headers['x-robots-tag'], 'noindex, nofollow')
})

test('a change that does not come from our own pages is refused before anything is looked at', async () => {
  const { cookies } = await rawSession(world, 'fangruoxi')
  const attempts: Record<string, string>[] = [
    {},
    { ...ours, 'sec-fetch-site': 'cross-site' },
    { ...ours, 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of attempts) {
    for (const [method, url] of [
      ['POST', '/api/sync'],
      ['POST', '/api/session'],
      ['DELETE', '/api/sessions'],
      ['PUT', '/api/session/post'],
      ['POST', '/api/files?kind=photo'],
    ] as const) {
      const answer = await world.app.inject({ method, url, cookies, headers, payload: {} })
      assert.deepEqual([answer.statusCode, codeOf(answer)], [403, 'request.foreign_origin'], `${method} ${url}`)
    }
  }
  const own = await world.app.inject({
    method: 'DELETE',
    url: '/api/session',
    cookies,
    headers: { ...ours, 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(own.statusCode, 204)
})
