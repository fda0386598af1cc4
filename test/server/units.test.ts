import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { problem } from '#domain/problems.ts'
import { makeServer } from '#server/app.ts'
import { openKeys } from '#server/crypto/keys.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { House } from '#server/http/house.ts'
import { accountRoutes } from '#server/people/account-routes.ts'
import { sessionOf, sessionRoutes } from '#server/people/session-routes.ts'
import { unitRoutes } from '#server/people/unit-routes.ts'
import { openTown, password, type Town } from './people-town.ts'
import { putHazards, putPlaces } from './reports-rows.ts'

let town: Town
let app: FastifyInstance
let folder: string
let keys: House['keys']

before(async () => {
  town = await openTown()
  folder = await mkdtemp(path.join(tmpdir(), 'bihuan-units-'))
  keys = openKeys(path.join(folder, 'keys.json'), { mayCreate: true })
  app = await makeServer({ logLevel: 'silent', trustedProxies: false })
  const house = {
    config: { publicUrl: 'http://localhost' },
    database: town.database.transactions,
    time: { now: town.now },
    keys,
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
})
after(async () => {
  await app.close()
  await town.close()
  await rm(folder, { recursive: true, force: true })
})

const cookies = new Map<string, string>()

async function ask(login: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  if (!cookies.has(login)) {
    const entered = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-bihuan': '1' },
      payload: { login, password },
    })
    cookies.set(login, entered.cookies[0]!.value)
  }
  const headers = { 'x-bihuan': '1', cookie: `bihuan=${cookies.get(login)}` }
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
}

const add = (login: string, parentPath: string, given: object) =>
  ask(login, 'POST', '/api/units', { parentId: town.unit(parentPath), name: '某单位', ...given })
const end = (login: string, id: string) => ask(login, 'POST', `/api/units/${id}/end`, { reason: '撤并网格' })
const childrenOf = async (login: string, id: string) =>
  (await ask(login, 'GET', `/api/units?parent=${id}`)).body.units.map((unit: { path: string }) => unit.path)

type Logged = { type: string; data: unknown; accountId: string; scopePath: string; numbered: boolean; words: Buffer }
const eventsOf = (unitId: string) =>
  town.database.transactions.worker(town.district, async (tx) => {
    const { rows } = await sql<Logged>`select e.type, e.data, e.account_id, e.scope_path,
        exists (select from unnumbered where event_id = e.id) as numbered, r.words_sealed as words
      from event e left join remark r on r.account_id = e.account_id and r.command_id = e.command_id and r.subject = e.subject
      where e.subject_kind = 'unit' and e.subject = ${unitId} order by e.id`.execute(tx)
    return rows
  })
const countUnits = () =>
  town.database.transactions.worker(town.district, async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from unit`.execute(tx)
    return rows[0]!.n
  })

describe('the life of a unit', () => {
  it('is added, renamed and ended: each step with an event of ids and codes, the reason beside the log', async () => {
    const added = await add('admin', '/330109/113/', { kind: 'village', code: '330109113270', name: '新村' })
    assert.equal(added.status, 201)
    const { id } = added.body
    assert.ok((await childrenOf('admin', town.unit('/330109/113/'))).includes('/330109/113/270/'))
    assert.equal((await ask('admin', 'PUT', `/api/units/${id}`, { name: '新桥村' })).status, 204)
    assert.equal((await ask('admin', 'PUT', `/api/units/${id}`, { name: '新桥村' })).status, 204)
    assert.equal((await ask('admin', 'GET', `/api/units/${id}`)).body.unit.name, '新桥村')
    assert.equal((await end('admin', id)).status, 204)
    assert.ok(!(await childrenOf('admin', town.unit('/330109/113/'))).includes('/330109/113/270/'))
    for (const again of [
      await end('admin', id),
      await ask('admin', 'PUT', `/api/units/${id}`, { name: '旧村' }),
      await ask('admin', 'POST', '/api/units', { parentId: id, kind: 'grid', code: '330109113270001', name: '一' }),
    ])
      assert.deepEqual([again.status, again.body.code], [404, 'unit.not_found'])

    const events = await eventsOf(id)
    const told = events.map(({ words: _, ...event }) => event)
    const common = { accountId: town.account('admin'), scopePath: '/330109/113/270/', numbered: true, data: {} }
    const data = { code: '330109113270', kind: 'village', parent: town.unit('/330109/113/') }
    assert.deepEqual(told, [
      { ...common, type: 'unit.added', data },
      { ...common, type: 'unit.renamed' },
      { ...common, type: 'unit.ended' },
    ])
    assert.deepEqual(
      events.map(({ words }) => words && unseal(keys, words).toString()),
      [null, null, '撤并网格'],
    )
  })

  it('grows down to a micro-grid, and beside the areas by departments and task forces', async () => {
    const grid = await add('admin', '/330109/113/264/', { kind: 'grid', code: '330109113264001' })
    const cell = { parentId: grid.body.id, kind: 'microGrid', code: '33010911326400107', name: '微网格07' }
    const micro = await ask('admin', 'POST', '/api/units', cell)
    const police = await add('admin', '/330109/113/', { kind: 'department', line: 'police' })
    const force = await add('admin', '/330109/113/', { kind: 'taskForce', code: 'chuxian', line: null })
    const pathOf = async (id: string) => (await ask('admin', 'GET', `/api/units/${id}`)).body.unit.path
    assert.deepEqual(await Promise.all([micro, police, force].map(({ body }) => pathOf(body.id))), [
      '/330109/113/264/001/07/',
      '/330109/113/@police/',
      '/330109/113/@tf-chuxian/',
    ])
    const page = await ask('admin', 'GET', `/api/units/${force.body.id}`)
    assert.deepEqual(
      page.body.ancestors.map((one: { name: string }) => one.name),
      ['萧山区', '瓜沥镇'],
    )
  })

  it('gives a code once, for ever', async () => {
    const taken = await add('admin', '/330109/113/', { kind: 'village', code: '330109113245' })
    assert.deepEqual([taken.status, taken.body.code, taken.body.path], [409, 'unit.code_taken', '/code'])
    const ended = await add('admin', '/330109/113/', { kind: 'village', code: '330109113270' })
    assert.equal(ended.body.code, 'unit.code_taken')
    const twice = await Promise.all(
      [1, 2].map(() => add('admin', '/330109/113/', { kind: 'village', code: '330109113271' })),
    )
    assert.deepEqual(twice.map(({ status }) => status).sort(), [201, 409])
    assert.equal(
      (await add('admin', '/330109/113/', { kind: 'department', line: 'fire' })).body.code,
      'unit.code_taken',
    )
  })

  it('refuses what does not fit, with the field, and leaves no trace', async () => {
    const before = await countUnits()
    const refusals = [
      [{ kind: 'grid', code: '330109113001' }, 422, 'unit.kind_not_allowed', '/kind'],
      [{ kind: 'village', code: '33010911327' }, 422, 'unit.code_invalid', '/code'],
      [{ kind: 'village', code: '330109013270' }, 422, 'unit.code_invalid', '/code'],
      [{ kind: 'department', line: 'water' }, 422, 'unit.line_invalid', '/line'],
      [{ kind: 'village', code: '330109113272', name: ' ' }, 400, 'request.invalid', '/name'],
      [{ kind: 'village', code: '330109113272', path: '/330109/' }, 400, 'request.invalid', '/path'],
      [{ kind: 'district', code: '330110' }, 422, 'unit.kind_not_allowed', '/kind'],
    ] as const
    for (const [given, ...expected] of refusals) {
      const { status, body } = await add('admin', '/330109/113/', given)
      assert.deepEqual([status, body.code, body.path], expected, JSON.stringify(given))
    }
    assert.equal((await ask('admin', 'PUT', `/api/units/${town.unit('/330109/113/')}`, { name: '瓜\n沥' })).status, 400)
    assert.equal(await countUnits(), before)
  })
})

describe('who may change the tree', () => {
  const village = { kind: 'village', code: '330109013001' }

  it('is an administrator, and nobody else', async () => {
    const { body } = await add('admin', '/330109/113/', { kind: 'village', code: '330109113280' })
    for (const login of ['desk', 'cadre', 'worker', 'officer', 'inspector']) {
      for (const answer of [
        await add(login, '/330109/113/', { kind: 'village', code: '330109113281' }),
        await ask(login, 'PUT', `/api/units/${body.id}`, { name: '他村' }),
        await end(login, body.id),
      ])
        assert.deepEqual([answer.status, answer.body.code], [403, 'actor.not_allowed'], login)
    }
  })

  it('and of a town only in that town: whatever is outside is not found', async () => {
    const outside = [town.unit('/330109/'), town.unit('/330109/013/')]
    for (const id of outside) {
      const given = { parentId: id, ...village, name: '某村' }
      for (const answer of [
        await ask('admin', 'POST', '/api/units', given),
        await ask('admin', 'PUT', `/api/units/${id}`, { name: '他镇' }),
        await end('admin', id),
      ])
        assert.deepEqual([answer.status, answer.body.code], [404, 'unit.not_found'])
    }
    assert.equal((await add('neighbour', '/330109/013/', village)).status, 201)
    assert.equal((await add('district', '/330109/', { kind: 'town', code: '330109014' })).status, 201)
  })

  it('and not of one line', async () => {
    const { id } = (await ask('admin', 'POST', '/api/accounts', { login: 'fireadmin', displayName: '王某', password }))
      .body
    const post = { unitId: town.unit('/330109/113/@fire/'), role: 'administrator', certificateNo: null }
    assert.equal((await ask('admin', 'POST', `/api/accounts/${id}/posts`, post)).status, 201)
    const answer = await add('fireadmin', '/330109/113/', { kind: 'village', code: '330109113281' })
    assert.deepEqual([answer.status, answer.body.code], [403, 'actor.not_allowed'])
  })

  it('holds in the database, too', async () => {
    const { transactions } = town.database
    const insert = (unitPath: string) => sql`insert into unit (id, code, kind, name, parent_id, path, valid_from)
      values (gen_random_uuid(), ${unitPath}, 'village', 'x', null, ${unitPath}, ${town.now()})`
    const change = sql`update unit set name = 'x', valid_to = ${town.now()} where path = '/330109/013/'`
    for (const [login, unitPath] of [
      ['admin', '/330109/013/009/'],
      ['desk', '/330109/113/009/'],
    ] as const) {
      const actor = await town.actor(login)
      const adding = transactions.as(town.district, actor, (tx) => insert(unitPath).execute(tx))
      await assert.rejects(adding, { code: '42501' })
      const changing = await transactions.as(town.district, actor, (tx) => change.execute(tx))
      assert.equal(changing.numAffectedRows, 0n)
    }
  })
})

describe('the end of a unit', () => {
  it('waits until its hazards, places, posts and children are gone', async () => {
    const village = town.unit('/330109/113/245/')
    const grid = town.unit('/330109/113/245/001/')
    const [place, shut] = await putPlaces(town, [
      { scopePath: '/330109/113/245/001/' },
      { scopePath: '/330109/113/245/001/', status: 'closedDown' },
    ])
    await putHazards(town, [
      { placeId: place!, scopePath: '/330109/113/245/001/', itemCode: 'T-1' },
      { placeId: shut!, scopePath: '/330109/113/245/001/', itemCode: 'T-2', status: 'closed', closedAt: town.now() },
    ])
    const { status, body } = await end('admin', village)
    assert.deepEqual([status, body.code], [409, 'unit.in_use'])
    assert.deepEqual(body.facts, { hazards: 1, places: 1, posts: 1, children: 1 })
    assert.deepEqual((await end('admin', grid)).body.facts, { hazards: 1, places: 1, posts: 1, children: 0 })
    assert.deepEqual(await eventsOf(grid), [])
  })

  it('of a department waits for what was handed to it, or would be', async () => {
    const fire = town.unit('/330109/113/@fire/')
    const { id: above } = (await add('district', '/330109/', { kind: 'department', line: 'fire' })).body
    const [place] = await putPlaces(town, [{ scopePath: '/330109/113/264/' }])
    const at = { placeId: place!, scopePath: '/330109/113/264/' }
    const handed = { department: above, town: null, village: null, gridWorker: null }
    await putHazards(town, [
      { ...at, itemCode: 'T-3', department: 'police' },
      { ...at, itemCode: 'T-4', parties: handed, status: 'dispatched' },
    ])
    const hazards = async (login: string, id: string) => (await end(login, id)).body?.facts.hazards
    assert.equal(await hazards('admin', fire), 1, 'the open one of the test before')
    assert.equal(await hazards('district', above), 1, 'what was handed up, and not what the town has')
  })

  it('and a post in it at the same moment: one of the two is refused', async () => {
    const { id } = (await add('admin', '/330109/113/', { kind: 'village', code: '330109113290' })).body
    const account = (await ask('admin', 'POST', '/api/accounts', { login: 'mover', displayName: '王某', password }))
      .body
    const post = { unitId: id, role: 'villageCadre', certificateNo: null }
    const [given, ended] = await Promise.all([
      ask('admin', 'POST', `/api/accounts/${account.id}/posts`, post),
      end('admin', id),
    ])
    assert.ok(
      (given.status === 201 && ended.body.code === 'unit.in_use') ||
        (given.body.code === 'unit.not_found' && ended.status === 204),
    )
  })
})

describe('a task force', () => {
  it('sees the area of its parent through the database, and carries no certificate', async () => {
    const { id } = (await add('admin', '/330109/113/', { kind: 'taskForce', code: '01', name: '除险保安专班' })).body
    const open = { login: 'watcher', displayName: '王某', password }
    const { id: account } = (await ask('admin', 'POST', '/api/accounts', open)).body
    const give = (post: object) =>
      ask('admin', 'POST', `/api/accounts/${account}/posts`, { unitId: id, certificateNo: null, ...post })
    const refused = await give({ role: 'inspector', certificateNo: 'YS33010911309' })
    assert.deepEqual([refused.status, refused.body.code], [422, 'post.no_inspection'])
    assert.equal((await give({ role: 'supervisor' })).status, 201)
    const { units } = (await ask('watcher', 'GET', '/api/units')).body
    assert.deepEqual(
      units.map((unit: { path: string }) => unit.path),
      ['/330109/113/'],
    )
    assert.ok(units[0].open > 0, 'all lines of the town')
    assert.equal((await ask('watcher', 'GET', `/api/units/${town.unit('/330109/013/')}`)).status, 404)
    assert.equal((await ask('admin', 'GET', `/api/units/${id}`)).body.posts[0].name, '王某')
    assert.equal((await end('admin', id)).body.facts.posts, 1)
  })
})
