import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { hour, plus } from '#domain/calendar.ts'
import { fingerprint, superuser } from '#test/server/attack/oracle.ts'
import { type Answer, type Counter, openCounter, type Sent, sync } from '#test/server/command-counter.ts'
import { ours, type RawSession, rawSession } from '#test/server/raw-session.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let fresh: Counter['fresh']
let register: Counter['register']
let reported: Counter['reported']
let command: Counter['command']
let eventsOf: Counter['eventsOf']
let worker: RawSession
let desk: RawSession
/** A mill in 民丰河村 and a works in another town. */
let mill: string
let foreignMill: string
let foreignHazard: string

before(async () => {
  world = await openWorld()
  root = await superuser(world)
  ;({ fresh, register, reported, command, eventsOf } = openCounter(world, root))
  worker = await rawSession(world, 'chenjianguo')
  desk = await rawSession(world, 'zhouxiaolan')
  mill = await register('chenjianguo', '/330109/113/245/001/03/', '蓝纹针织厂')
  foreignMill = await register('tangweidong', '/330109/013/002/', '宁潮五金厂')
  foreignHazard = await reported('tangweidong', foreignMill)
})
after(async () => {
  await root?.end()
  await world?.end()
})

/** Runs it and lets not one row of either district be another afterwards. */
async function unchanged<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = await fingerprint(root)
  const result = await work()
  assert.deepEqual(await fingerprint(root), before, what)
  return result
}

const said = (answer: Answer | undefined) => [
  answer?.problem?.code ?? answer?.outcome,
  answer?.problem?.status,
  answer?.problem?.path,
]

test('what is no request of ours is refused whole, with the field at fault', async () => {
  const good = () => command('hazard.verify', fresh())
  const batch = (body: unknown): InjectOptions => ({ method: 'POST', url: '/api/sync', payload: body as object })
  const one = (change: Record<string, unknown>) => batch({ commands: [{ ...good(), ...change }] })
  const json = { 'content-type': 'application/json' }
  const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`
  const bottomless = JSON.stringify({ commands: [{ ...good(), data: 0 }] }).replace(
    '"data":0',
    `"data":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  )
  // biome-ignore format: a table reads as a table
  const cases: [what: string, asked: InjectOptions, status: number, code: string, path?: string][] = [
    ['an unknown field of the envelope', one({ note: 'x' }), 400, 'request.invalid', '/commands/0/note'],
    ['an unknown field beside the commands', batch({ commands: [good()], extra: 1 }), 400, 'request.invalid', '/extra'],
    ['an unknown field in the second of two', batch({ commands: [good(), { ...good(), x: 1 }] }), 400, 'request.invalid', '/commands/1/x'],
    ['a number for an instant', one({ at: 5 }), 400, 'request.invalid', '/commands/0/at'],
    ['a day that does not exist', one({ at: '2022-02-30T00:00:00.000Z' }), 400, 'request.invalid', '/commands/0/at'],
    ['an hour that does not exist', one({ at: '2022-02-03T25:00:00.000Z' }), 400, 'request.invalid', '/commands/0/at'],
    ['the year nought', one({ at: '0000-02-03T05:00:00.000Z' }), 400, 'request.invalid', '/commands/0/at'],
    ['an instant without milliseconds', one({ at: '2022-02-03T05:00:00Z' }), 400, 'request.invalid', '/commands/0/at'],
    ['a word for an id', one({ id: 'one' }), 400, 'request.invalid', '/commands/0/id'],
    ['an id in capitals', one({ id: fresh().toUpperCase() }), 400, 'request.invalid', '/commands/0/id'],
    ['no subject', one({ subject: undefined }), 400, 'request.invalid', '/commands/0/subject'],
    ['a list for data', one({ data: [] }), 400, 'request.invalid', '/commands/0/data'],
    ['nothing for data', one({ data: null }), 400, 'request.invalid', '/commands/0/data'],
    ['a text for the version seen', one({ seen: '1' }), 400, 'request.invalid', '/commands/0/seen'],
    ['version nought seen', one({ seen: 0 }), 400, 'request.invalid', '/commands/0/seen'],
    ['half a version seen', one({ seen: 1.5 }), 400, 'request.invalid', '/commands/0/seen'],
    ['nobody to speak for', one({ by: null }), 400, 'request.invalid', '/commands/0/by'],
    ['no commands', batch({ commands: [] }), 400, 'request.invalid', '/commands'],
    ['a command that is no list', batch({ commands: good() }), 400, 'request.invalid', '/commands'],
    ['201 commands', batch({ commands: Array.from({ length: 201 }, good) }), 413, 'command.too_many', '/commands'],
    ['data that goes on without an end', { ...batch(bottomless), headers: json }, 400, 'request.invalid', '/commands/0/data'],
    ['half a text of JSON', { ...batch('{"commands":['), headers: json }, 400, 'request.invalid'],
    ['no text at all', { ...batch(''), headers: json }, 400, 'request.invalid'],
    ['a text that is no JSON', { ...batch('commands=1'), headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400, 'request.invalid'],
    ['a key that would change every object', { ...batch('{"commands":[],"__proto__":{"x":1}}'), headers: json }, 400, 'request.invalid'],
    ['more than a batch may weigh', { ...batch(`{"commands":"${'x'.repeat(9 * 1024 * 1024)}"}`), headers: json }, 413, 'request.too_large'],
    ['too much for a login', { method: 'POST', url: '/api/session', payload: { login: 'x'.repeat(2 * 1024 * 1024), password: 'x' } }, 413, 'request.too_large'],
    ['depth where nothing is deep', { method: 'POST', url: '/api/session', payload: deep, headers: json }, 400, 'request.invalid', '/login'],
    ['an unknown question', { url: '/api/hazards?nope=1' }, 400, 'request.invalid', '/query/nope'],
    ['an unknown status', { url: '/api/hazards?status=open' }, 400, 'request.invalid', '/query/status'],
    ['the same question twice', { url: '/api/hazards?status=filed&status=closed' }, 400, 'request.invalid', '/query/status'],
    ['a page of nothing', { url: '/api/hazards?limit=0' }, 400, 'request.invalid', '/query/limit'],
    ['a page without an end', { url: '/api/hazards?limit=100000' }, 400, 'request.invalid', '/query/limit'],
    ['a page of words', { url: '/api/hazards?limit=many' }, 400, 'request.invalid', '/query/limit'],
    ['perhaps overdue', { url: '/api/hazards?overdue=perhaps' }, 400, 'request.invalid', '/query/overdue'],
    ['a path without an end', { url: '/api/hazards?unit=/330109' }, 400, 'request.invalid', '/query/unit'],
    ['a path of signs', { url: '/api/hazards?unit=/%25/' }, 400, 'request.invalid', '/query/unit'],
    ['a place that is none', { url: '/api/hazards?place=mill' }, 400, 'request.invalid', '/query/place'],
    ['a cursor of nobody', { url: '/api/hazards?cursor=abc' }, 400, 'request.invalid', '/query/cursor'],
    ['a cursor of words', { url: `/api/hazards?cursor=${cursorOf(['then', 'that'])}` }, 400, 'request.invalid', '/query/cursor'],
    ['a cursor of words for places', { url: `/api/places?cursor=${cursorOf(['厂', 'that'])}` }, 400, 'request.invalid', '/query/cursor'],
    ['a cursor of words for messages', { url: `/api/notices?cursor=${cursorOf(['then', 'that'])}` }, 400, 'request.invalid', '/query/cursor'],
    ['a cursor with what no table holds', { url: `/api/places?cursor=${cursorOf(['\u0000', fresh()])}` }, 400, 'request.invalid', '/query/cursor'],
    ['a sign that no text holds', { url: '/api/places?q=%00' }, 400, 'request.invalid', '/query/q'],
    ['a sign in the ledger’s question', { url: '/api/hazards.csv?nope=1' }, 400, 'request.invalid', '/query/nope'],
    ['a report of the 30th of February', { url: '/api/reports/survey?from=2022-02-30' }, 400, 'request.invalid', '/query/from'],
    ['a standing on the 30th of February', { url: '/api/reports/pilot?date=2022-02-30' }, 400, 'request.invalid', '/query/date'],
    ['a report that ends before it begins', { url: '/api/reports/survey?from=2022-02-03&to=2022-02-01' }, 400, 'request.invalid', '/query/to'],
    ['a hazard by another name', { url: '/api/hazards/1' }, 400, 'request.invalid', '/path/id'],
    ['a file by a path', { url: '/api/files/..%2F..%2Fkeys.json' }, 400, 'request.invalid', '/path/hash'],
    ['a contact without a reason', { method: 'POST', url: `/api/places/${mill}/contact`, payload: {} }, 400, 'request.invalid', '/reason'],
    ['a reason that no text holds', { method: 'POST', url: `/api/places/${mill}/contact`, payload: { reason: 'a\u0000b' } }, 400, 'request.invalid', '/reason'],
    ['a file of no kind', { method: 'POST', url: '/api/files?kind=music', payload: 'x', headers: { 'content-type': 'audio/midi' } }, 400, 'request.invalid', '/query/kind'],
    ['a place that is not there', { url: `/api/places/${fresh()}` }, 404, 'place.not_found'],
  ]
  for (const [what, asked, status, code, path] of cases) {
    const answer = await unchanged(what, () => desk.ask({ method: 'GET', ...asked }))
    const { requestId, ...body } = answer.json()
    assert.deepEqual(
      [answer.statusCode, body.status, body.code, body.path],
      [status, status, code, path],
      `${what}: ${answer.body}`,
    )
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, what)
    assert.ok(typeof requestId === 'string' && !answer.body.includes('node_modules'), what)
  }
})

const cursorOf = (keys: string[]) => Buffer.from(JSON.stringify(keys)).toString('base64url')

test('a command with bad data is refused by itself, with the field at fault', async () => {
  const hazard = await reported('chenjianguo', mill, 'ENT-EL-03')
  const photo = [{ hash: 'a'.repeat(64), kind: 'photo' }]
  const video = (await world.as('chenjianguo').photo()).map(({ hash }) => ({ hash, kind: 'video' }))
  const report = { placeId: mill, itemCode: 'ENT-FF-01', before: photo }
  const place = {
    kind: 'shop',
    name: '店',
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/001/',
    address: '路1号',
    position: null,
    contact: null,
  }
  const position = { lng: 120.4, lat: 30.1, datum: 'wgs84', accuracy: 5 }
  // biome-ignore format: a table reads as a table
  const cases: [what: string, by: RawSession, sent: Sent, code: string, path?: string][] = [
    ['an unknown field', worker, command('hazard.report', fresh(), { ...report, severity: 'general' }), 'request.invalid', '/data/severity'],
    ['a missing field', worker, command('hazard.report', fresh(), { placeId: mill, before: photo }), 'request.invalid', '/data/itemCode'],
    ['a number for a place', worker, command('hazard.report', fresh(), { ...report, placeId: 7 }), 'request.invalid', '/data/placeId'],
    ['a hash in capitals', worker, command('hazard.report', fresh(), { ...report, before: [{ hash: 'A'.repeat(64), kind: 'photo' }] }), 'request.invalid', '/data/before/0/hash'],
    ['a photo that is said to be a video', worker, command('hazard.report', fresh(), { ...report, before: video }), 'hazard.file_unknown', '/data/before'],
    ['thirteen photos', worker, command('hazard.report', fresh(), { ...report, before: Array(13).fill(photo[0]) }), 'request.invalid', '/data/before'],
    ['a mode that is none', worker, command('hazard.report', fresh(), { ...report, mode: 'whenever' }), 'request.invalid', '/data/mode'],
    ['an item that is none', worker, command('hazard.report', fresh(), { ...report, itemCode: 'ENT-XX-99' }), 'standard.item_unknown', '/data/itemCode'],
    ['a place of another town', worker, command('hazard.report', fresh(), { ...report, placeId: foreignMill }), 'place.not_found', '/data/placeId'],
    ['a hazard of another town', desk, command('hazard.verify', foreignHazard), 'hazard.not_found', '/subject'],
    ['a day that does not exist', desk, command('hazard.file', hazard, { deadline: '2022-02-30T00:00:00.000Z' }), 'request.invalid', '/data/deadline'],
    ['a date before it was found', desk, command('hazard.file', hazard, { deadline: '2021-02-03T00:00:00.000Z' }), 'hazard.deadline_not_allowed', '/data/deadline'],
    ['a reason of one letter', desk, command('hazard.request_void', hazard, { reason: 'x' }), 'request.invalid', '/data/reason'],
    ['a reason of blanks', desk, command('hazard.request_void', hazard, { reason: '   ' }), 'hazard.reason_required', '/data/reason'],
    ['a party that is none', desk, command('hazard.waive_party', hazard, { party: 'police', reason: '没有' }), 'request.invalid', '/data/party'],
    ['north of the pole', worker, command('place.register', fresh(), { ...place, position: { ...position, lat: 91 } }), 'request.invalid', '/data/position/lat'],
    ['a position in words', worker, command('place.register', fresh(), { ...place, position: { ...position, lng: '120.4' } }), 'request.invalid', '/data/position/lng'],
    ['a credit code that is none', worker, command('place.register', fresh(), { ...place, uscc: '1'.repeat(18) }), 'place.uscc_invalid', '/data/uscc'],
    ['a phone that is none', worker, command('place.register', fresh(), { ...place, contact: { name: '某', phone: '110' } }), 'request.invalid', '/data/contact/phone'],
    ['a unit of another town', worker, command('place.register', fresh(), { ...place, unitPath: '/330109/013/' }), 'actor.out_of_scope', '/data/unitPath'],
    ['a unit that is none', worker, command('place.register', fresh(), { ...place, unitPath: '/330109/113/245/001/77/' }), 'place.unit_unknown', '/data/unitPath'],
    ['a name that no text holds', worker, command('place.register', fresh(), { ...place, name: 'a\u0000b' }), 'request.invalid', '/data/name'],
    ['half a sign in a name', worker, command('place.register', fresh(), { ...place, name: '店\ud83d' }), 'request.invalid', '/data/name'],
    ['half a sign in a note', worker, command('hazard.report', fresh(), { ...report, note: '\udc00' }), 'request.invalid', '/data/note'],
    ['a subject that is there already', worker, command('place.register', mill, place), 'command.subject_exists', '/subject'],
    ['a command that nobody knows', worker, command('hazard.forget', hazard), 'command.unknown', '/type'],
    ['a command that every object knows', worker, command('constructor', hazard), 'command.unknown', '/type'],
    ['what only a clock may say', desk, command('hazard.lapse', hazard), 'command.unknown', '/type'],
    ['what only the ladder may say', desk, command('hazard.escalate', hazard, { rung: 1, role: 'leader' }), 'command.unknown', '/type'],
    ['a clock that is an hour ahead', desk, command('hazard.verify', hazard, {}, { at: plus(world.house.time.now(), hour) }), 'command.from_future', '/at'],
    ['somebody else’s name', worker, command('hazard.verify', hazard, {}, { by: postOf('zhouxiaolan') }), 'command.by_not_allowed', '/by'],
    ['one’s own name', worker, command('hazard.verify', hazard, {}, { by: postOf('chenjianguo') }), 'command.by_not_allowed', '/by'],
  ]
  for (const [what, by, sent, code, path] of cases) {
    const [answer] = await unchanged(what, () => sync(by, sent))
    assert.deepEqual([answer?.problem?.code, answer?.problem?.path], [code, path], `${what}: ${JSON.stringify(answer)}`)
  }
  const all = cases.filter(([, by]) => by === worker).map(([, , sent]) => sent)
  const together = await unchanged('all at once', () => sync(worker, ...all))
  assert.deepEqual(
    together.map((answer) => answer.problem?.code),
    cases.filter(([, by]) => by === worker).map(([, , , code]) => code),
  )
})

const postOf = (login: string) => world.town.posts.find((post) => post.member?.loginName === login)?.id as string

test('a bad command between two good ones spoils neither', async () => {
  const place = (name: string) => ({
    kind: 'shop',
    name,
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/001/',
    address: '路1号',
    position: null,
    contact: null,
  })
  const [first, last] = [fresh(), fresh()]
  const bad = [
    command('place.register', mill, place('占用')),
    command('place.register', fresh(), place('a\u0000b')),
    command('place.amend', fresh(), { reason: '不存在' }),
    command('hazard.report', fresh(), { placeId: first, itemCode: 'SHP-EL-01', before: [] }),
  ]
  for (const [n, one] of bad.entries()) {
    const [before, refusal, behind] = await sync(
      worker,
      command('place.register', n === 0 ? first : fresh(), place(`前${n}`)),
      one,
      command('place.register', n === 0 ? last : fresh(), place(`后${n}`)),
    )
    assert.deepEqual(
      [before?.outcome, refusal?.outcome, behind?.outcome],
      ['accepted', 'refused', 'accepted'],
      one.type,
    )
  }
  assert.deepEqual([await eventsOf(first), await eventsOf(last)], [['place.registered'], ['place.registered']])
})

test('what somebody else did meanwhile is not undone', async () => {
  const hazard = await reported('chenjianguo', mill, 'ENT-FF-02')
  const [verified] = await sync(desk, command('hazard.verify', hazard, {}, { seen: 1 }))
  assert.equal(verified?.version, 2)
  const [again, stale] = await unchanged('a state that has moved on', () =>
    sync(desk, command('hazard.verify', hazard), command('hazard.file', hazard, {}, { seen: 1 })),
  )
  assert.deepEqual(said(again), ['hazard.wrong_state', 409, undefined])
  assert.deepEqual(again?.problem?.facts, { status: 'verified' })
  assert.deepEqual(said(stale), ['command.stale', 409, '/seen'])
  assert.deepEqual(stale?.problem?.facts, { version: 2 })
  const place = await sync(worker, command('place.amend', mill, { reason: '门牌更正' }, { seen: 9 }))
  assert.deepEqual(said(place[0]), ['command.stale', 409, '/seen'])
})

test('the same command again gets the same answer and has no second effect; another content under its id is refused', async () => {
  const hazard = await reported('chenjianguo', mill, 'ENT-MG-01')
  const sent = command('hazard.file', hazard, {})
  const [first] = await sync(desk, sent)
  assert.equal(first?.outcome, 'accepted')
  const reordered = Object.fromEntries(Object.entries(sent).reverse())
  await unchanged('the same again', async () => {
    assert.deepEqual(await sync(desk, sent), [first])
    assert.deepEqual(await sync(desk, reordered, sent), [first, first])
    for (const other of [
      { ...sent, data: { mode: 'immediate' } },
      { ...sent, type: 'hazard.verify' },
      { ...sent, subject: fresh() },
      { ...sent, seen: 1 },
    ]) {
      const [answer] = await sync(desk, other)
      assert.deepEqual([answer?.problem?.code, answer?.problem?.status], ['command.altered', 409])
    }
  })
  assert.deepEqual(await eventsOf(hazard), ['hazard.reported', 'hazard.filed'])

  const twin = await reported('chenjianguo', mill, 'ENT-MG-02')
  const once = command('hazard.file', twin)
  const [one, same, altered] = await sync(desk, once, once, { ...once, data: { mode: 'immediate' } })
  assert.deepEqual([one, one?.outcome, altered?.problem?.code], [same, 'accepted', 'command.altered'])
  assert.deepEqual(await eventsOf(twin), ['hazard.reported', 'hazard.filed'])

  // Ids are one's own: somebody else may happen on the same one.
  const cadre = await rawSession(world, 'wangguilan')
  const [answer] = await sync(cadre, { ...sent, data: {} })
  assert.equal(answer?.problem?.code, 'hazard.wrong_state')
})

test('a refused command may be tried again once its reason is gone', async () => {
  const hazard = await reported('chenjianguo', mill, 'ENT-CS-01')
  const sent = command('hazard.dispatch', hazard)
  const [early] = await unchanged('too early', () => sync(desk, sent))
  assert.equal(early?.problem?.code, 'hazard.wrong_state')
  await sync(desk, command('hazard.file', hazard))
  const [now] = await sync(desk, sent)
  assert.equal(now?.outcome, 'accepted')
})

test('files that are too large or not what they are said to be leave nothing behind', async () => {
  const bring = (kind: string, payload: Buffer, type = 'image/jpeg') =>
    worker.ask({ method: 'POST', url: `/api/files?kind=${kind}`, payload, headers: { 'content-type': type } })
  const held = async () => (await readdir(world.house.config.filesFolder, { recursive: true })).sort()
  const before = await held()
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
  // biome-ignore format: a table reads as a table
  const cases: [what: string, kind: string, bytes: Buffer, status: number, code: string][] = [
    ['a photo of 20 MB', 'photo', Buffer.concat([jpeg, randomBytes(20 * 1024 * 1024)]), 413, 'file.too_large'],
    ['a photo one byte too large', 'photo', Buffer.concat([jpeg, Buffer.alloc(10 * 1024 * 1024 - 3)]), 413, 'file.too_large'],
    ['a text', 'photo', Buffer.from('这是一段文字,不是照片'), 415, 'file.type_not_allowed'],
    ['a text that begins like a picture', 'photo', Buffer.from('<PNG<script>alert(1)</script>'), 415, 'file.type_not_allowed'],
    ['a drawing that runs scripts', 'photo', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 415, 'file.type_not_allowed'],
    ['a page', 'document', Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'file.type_not_allowed'],
    ['a photo as a video', 'video', Buffer.concat([jpeg, randomBytes(40)]), 415, 'file.type_not_allowed'],
    ['a programme', 'photo', Buffer.from('MZ\u0090\u0000'), 415, 'file.type_not_allowed'],
    ['nothing', 'photo', Buffer.alloc(0), 415, 'file.type_not_allowed'],
  ]
  await unchanged('files', async () => {
    for (const [what, kind, bytes, status, code] of cases) {
      const answer = await bring(kind, bytes)
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], what)
      assert.deepEqual(await held(), before, what)
    }
  })
  const photo = Buffer.concat([jpeg, Buffer.from('<script>alert(1)</script>'), randomBytes(16)])
  const kept = await bring('photo', photo, 'text/html')
  assert.equal(kept.statusCode, 201)
  const served = await worker.ask({ method: 'GET', url: `/api/files/${kept.json().hash}` })
  assert.deepEqual(
    [
      served.headers['content-type'],
      served.headers['x-content-type-options'],
      served.headers['content-security-policy'],
    ],
    ['image/jpeg', 'nosniff', "sandbox; default-src 'none'"],
  )
  assert.ok(served.rawPayload.equals(photo))
})

test('a photo that breaks off or grows too large on a real connection leaves nothing behind', async () => {
  const origin = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const held = async () => (await readdir(world.house.config.filesFolder, { recursive: true })).sort()
  const before = await held()
  const cookie = Object.entries(worker.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  const headers = { ...ours, cookie, 'content-type': 'image/jpeg', connection: 'close' }
  const large = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20 * 1024 * 1024)])
  const answer = await fetch(`${origin}/api/files?kind=photo`, { method: 'POST', body: large, headers })
  assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [413, 'file.too_large'])

  const breaking = new AbortController()
  const half = new ReadableStream({
    start: (stream) => stream.enqueue(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...randomBytes(1000)])),
    pull: () => breaking.abort(),
  })
  const options = { method: 'POST', body: half, headers, duplex: 'half', signal: breaking.signal } as RequestInit
  await assert.rejects(fetch(`${origin}/api/files?kind=photo`, options))
  for (let n = 0; n < 40 && (await held()).length !== before.length; n += 1)
    await new Promise((wait) => setTimeout(wait, 50))
  assert.deepEqual(await held(), before)
})

test('a name is a name, whatever it looks like', async () => {
  const names = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    `"'; drop table hazard; --`,
    '{{7*7}}${7*7}',
    '=HYPERLINK("http://x","y")',
    '+1+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\uff1d1+1',
    '\n=1',
    '逗号,引号"换行\n店',
  ]
  for (const name of names) {
    const id = await register('chenjianguo', '/330109/113/245/001/03/', name)
    const hazard = await reported('chenjianguo', id)
    for (const url of [`/api/hazards/${hazard}`, `/api/places/${id}`]) {
      const answer = await desk.ask({ method: 'GET', url })
      assert.equal(answer.json().place.name, name)
      assert.match(String(answer.headers['content-type']), /^application\/json/)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    }
    const ledger = (await desk.ask({ method: 'GET', url: `/api/hazards.csv?place=${id}` })).body
    const found = (await desk.ask({ method: 'GET', url: `/api/places?q=${encodeURIComponent(name)}` })).json()
    assert.ok(found.rows.some((row: { id: string }) => row.id === id) || name.trim() !== name, name)
    const cells = ledger.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    const dangerous = cells.filter((cell) => /^"?[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell.replace(/^\r\n/, '')))
    assert.deepEqual(dangerous, [], name)
    const stored = await root.query('select name from d330109.place where id = $1', [id])
    assert.equal(stored.rows[0].name, name)
  }
})
