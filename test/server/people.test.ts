import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDistrict } from '#server/db/migrate.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { foundDistrict, givePosts } from '#server/people/found.ts'
import { coveringPath } from '#server/people/home.ts'
import { findUnitPage, listUnits } from '#server/people/units.ts'
import { openTown, start, type Town } from './people-town.ts'
import { putHazards, putPlaces } from './reports-rows.ts'

let town: Town
before(async () => {
  town = await openTown()
  const [a, b, c] = await putPlaces(town, [
    { scopePath: '/330109/113/245/001/' },
    { scopePath: '/330109/113/264/' },
    { scopePath: '/330109/013/' },
  ])
  await putHazards(town, [
    { placeId: a!, scopePath: '/330109/113/245/001/', itemCode: 'T-1' },
    {
      placeId: a!,
      scopePath: '/330109/113/245/001/',
      itemCode: 'T-2',
      department: 'emergency',
      overdueSince: start,
    },
    { placeId: a!, scopePath: '/330109/113/245/001/', itemCode: 'T-3', status: 'closed', closedAt: start },
    { placeId: b!, scopePath: '/330109/113/264/', itemCode: 'T-1', overdueSince: start },
    { placeId: c!, scopePath: '/330109/013/', itemCode: 'T-1' },
  ])
})
after(() => town.close())

const units = async (login: string, parent: string | null = null) => {
  const actor = await town.actor(login)
  const rows = await town.database.transactions.read(town.district, actor, (tx) =>
    listUnits(tx, actor.ranges, parent, town.now()),
  )
  return rows.map((row) => [row.path, row.children, row.open, row.overdue])
}
const unitPage = async (login: string, unitPath: string, withPosts = true) => {
  const actor = await town.actor(login)
  return town.database.transactions.read(town.district, actor, (tx) =>
    findUnitPage(tx, town.unit(unitPath), withPosts, town.now()),
  )
}

describe('units', () => {
  it('begin with the top of my reach', async () => {
    assert.deepEqual(await units('desk'), [['/330109/113/', 3, 3, 2]])
    assert.deepEqual(await units('worker'), [['/330109/113/245/001/', 0, 2, 1]])
    assert.deepEqual(await units('district'), [['/330109/', 2, 4, 2]])
  })

  it('count what I may see: an officer sees the own line', async () => {
    assert.deepEqual(await units('officer'), [['/330109/113/', 3, 2, 1]])
  })

  it('show what lies below one, departments last', async () => {
    assert.deepEqual(await units('desk', town.unit('/330109/113/')), [
      ['/330109/113/245/', 1, 2, 1],
      ['/330109/113/264/', 0, 1, 1],
      ['/330109/113/@fire/', 0, 2, 1],
    ])
    await assert.rejects(units('desk', town.unit('/330109/')), { code: 'unit.not_found' })
    await assert.rejects(units('worker', town.unit('/330109/113/')), { code: 'unit.not_found' })
  })

  it('have a page with ancestors by name, posts and counts', async () => {
    const { unit, ancestors, posts, counts } = await unitPage('cadre', '/330109/113/245/001/')
    assert.deepEqual([unit.name, unit.kind, unit.children], ['第一网格', 'grid', 0])
    assert.deepEqual(Object.keys(unit).sort(), ['children', 'code', 'id', 'kind', 'line', 'name', 'parentId', 'path'])
    assert.deepEqual(
      ancestors.map(({ name }) => name),
      ['萧山区', '瓜沥镇', '民丰河村'],
    )
    assert.deepEqual(Object.keys(ancestors[0]!).sort(), ['id', 'kind', 'name'])
    assert.deepEqual(
      posts.map(({ name, role, validTo }) => [name, role, validTo]),
      [['某worker', 'gridWorker', null]],
    )
    assert.deepEqual(counts, { open: 2, overdue: 1, places: 1 })
    assert.deepEqual((await unitPage('worker', '/330109/113/245/001/', false)).posts, [])
    const department = await unitPage('desk', '/330109/113/@fire/')
    assert.deepEqual([department.ancestors.length, department.counts], [2, { open: 2, overdue: 1, places: 2 }])
  })

  it('above me and beside me are not found', async () => {
    for (const foreign of ['/330109/', '/330109/013/', '/330109/113/264/'])
      await assert.rejects(unitPage('cadre', foreign), { code: 'unit.not_found' })
  })

  it('never take 113 for 1135', async () => {
    const like = {
      kind: 'town',
      code: '3301091135',
      name: '假镇',
      path: '/330109/1135/',
      parentPath: '/330109/',
      line: null,
    } as const
    const ids = await foundDistrict(town.database.transactions, town.district, [like], start)
    const [place] = await putPlaces(town, [{ scopePath: '/330109/1135/' }])
    await putHazards(town, [{ placeId: place!, scopePath: '/330109/1135/', itemCode: 'T-1' }])
    assert.deepEqual(await units('desk'), [['/330109/113/', 3, 3, 2]])
    await assert.rejects(units('desk', ids.get('/330109/1135/')!), { code: 'unit.not_found' })
  })
})

describe('founding', () => {
  it('finds the smallest area of several posts', () => {
    assert.equal(coveringPath(['/330109/113/245/001/']), '/330109/113/245/001/')
    assert.equal(coveringPath(['/330109/113/@fire/', '/330109/113/245/']), '/330109/113/')
    assert.equal(coveringPath(['/330109/113/', '/330109/1135/']), '/330109/')
    assert.equal(coveringPath(['/330109/113/245/', '/330109/113/']), '/330109/113/')
  })

  it('brings accounts home to their posts', async () => {
    const { rows } = await town.database.transactions.worker(town.district, (tx) =>
      sql<{
        login: string
        homePath: string
      }>`select login, home_path from shared.account where login in ('officer', 'district', 'worker') order by login`.execute(
        tx,
      ),
    )
    assert.deepEqual(
      rows.map((row) => row.homePath),
      ['/330109/', '/330109/113/@fire/', '/330109/113/245/001/'],
    )
  })

  it('refuses a unit without its parent, a post without its unit, and writes none of it', async () => {
    const { transactions } = town.database
    const orphan = {
      kind: 'grid',
      code: '330102003001',
      name: '无',
      path: '/330102/003/001/',
      parentPath: '/330102/003/',
      line: null,
    } as const
    await assert.rejects(foundDistrict(transactions, town.district, [orphan], start), {
      code: 'unit.not_found',
    })
    const id = newId(start)
    const post = {
      id,
      accountId: town.account('worker'),
      unitId: id,
      role: 'townDesk',
      certificateNo: null,
    } as const
    await assert.rejects(givePosts(transactions, town.district, [post], start), { code: 'unit.not_found' })
  })

  it('opens accounts in its own district only', async () => {
    await addDistrict(town.database.url, '330102', '上城区')
    const insert = (tx: Tx) =>
      sql`insert into shared.account (id, district, login, display_name, kind, home_path, created_at)
        values (${newId(start)}, '330102', 'foreign', '某', 'person', '/330102/', ${start})`.execute(tx)
    await assert.rejects(town.database.transactions.worker(town.district, insert), { code: '42501' })
  })
})
