import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { backUp } from '#server/backup/backup.ts'
import type { RestoreDone } from '#server/backup/restore.ts'
import { type Embedded, openEmbedded } from '#server/db/embedded.ts'
import { addDistrict, makeInForm, migrate, migrationLock } from '#server/db/migrate.ts'
import { knownFor } from '#server/db/migration-files.ts'
import { openDatabase } from '#server/db/open.ts'
import { openWorld } from '#test/world.ts'
import { backUpTown, digests, formOf, restoreInto, rowsOf, scratch } from './backups.ts'
import { newPlace } from './walks.ts'

let place: Awaited<ReturnType<typeof scratch>>
let server: Embedded
let archive: string
let bare: string
let original: Record<string, string>
let form: string[]
const at = (...names: string[]) => path.join(place.folder, ...names)

before(async () => {
  place = await scratch('beside')
  server = await openEmbedded({ folder: at('postgres'), fast: true })
  await rowsOf(server.superuserUrl, "create role town login createrole noinherit password 'secret-of-the-town'")
  const world = await openWorld({ databaseUrl: await database('town') })
  await newPlace(world)
  archive = at('town.tar')
  await backUpTown(world, archive)
  original = await digests(world.database.url)
  form = await formOf(world.database.url)
  await world.end()
  bare = at('bare.tar')
  await backUp({ url: await empty('bare'), filesFolder: null, file: bare, product: 'bare', now: new Date() })
})
after(async () => {
  await server?.stop()
  await place?.clear()
})

/** A new database of a server that others use too. */
async function database(name: string): Promise<string> {
  await rowsOf(server.superuserUrl, `create database ${name} owner town`)
  return `postgres://town:secret-of-the-town@127.0.0.1:${server.port}/${name}`
}

async function databaseWith(name: string, ...statements: string[]): Promise<string> {
  const url = await database(name)
  for (const statement of statements) await rowsOf(url, statement)
  return url
}

/** An installation without a district. */
async function empty(name: string): Promise<string> {
  const url = await database(name)
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await makeInForm(
    client,
    knownFor('shared').map(({ name: file, digest }) => ({ schema: 'shared', name: file, digest })),
  )
  await client.query(`insert into shared.installation (demo, sample_seed, created_at) values (false, 'seed', now())`)
  await client.query('commit')
  await client.end()
  return url
}

const restored = (url: string, file = archive): Promise<RestoreDone> =>
  restoreInto(file, at('data'), async (_url, done) => done, url)

const objectsIn = (url: string) =>
  rowsOf(
    url,
    `select n.nspname, o.type, o.identity from pg_namespace n join pg_depend d on d.refclassid = 'pg_namespace'::regclass
       and d.refobjid = n.oid, lateral pg_identify_object(d.classid, d.objid, d.objsubid) o
     where n.nspname !~ '^(pg_|information_schema)' order by 1, 2, 3`,
  )

describe('a database in which somebody else has a schema `shared`', () => {
  const theirs = {
    table: ['create table shared.customer as select 1 as id'],
    function: ['create function shared.rate() returns int language sql return 7'],
    'table called migration': [
      'create table shared.migration (id int, name text)',
      'insert into shared.migration values (1, $$a$$)',
    ],
  }
  for (const [what, statements] of Object.entries(theirs))
    it(`with a ${what}: neither restored into nor started in, and left as it is`, async () => {
      const url = await databaseWith(`their_${what.replaceAll(' ', '_')}`, 'create schema shared', ...statements)
      const before = await objectsIn(url)
      await assert.rejects(restored(url), (error: Error & { code: string }) => {
        assert.equal(error.code, 'restore.not_empty')
        assert.match(error.message, /it holds a schema `shared` that is not ours\. Nothing was changed/)
        return true
      })
      await assert.rejects(
        openDatabase({ databaseUrl: url, dataFolder: place.folder }),
        /used by something else: it holds a schema `shared` that is not ours\. Nothing was changed and nothing is served/,
      )
      await assert.rejects(
        backUp({ url, filesFolder: null, file: at(`${what}.tar`), product: 'test', now: new Date() }),
        { code: 'backup.nothing_here' },
      )
      assert.deepEqual(await objectsIn(url), before)
    })

  it('also where the login may not look into it', async () => {
    const url = await database('locked')
    const root = server.superuserUrl.replace(/\/[^/]*$/, '/locked')
    await rowsOf(root, 'create schema shared')
    await rowsOf(root, 'create table shared.migration (id int)')
    await assert.rejects(restored(url), { code: 'restore.not_empty' })
    await assert.rejects(migrate(url), /a schema `shared` that is not ours/)
  })

  it('takes one that is empty', async () => {
    const url = await databaseWith('hollow', 'create schema shared')
    await restored(url)
    assert.deepEqual(await digests(url), original)
  })

  it('adds no district where somebody else has a schema of that name', async () => {
    const url = await database('d_taken')
    await migrate(url)
    await rowsOf(url, 'create schema d330109')
    await rowsOf(url, 'create table d330109.device (id int)')
    await assert.rejects(addDistrict(url, '330109', '萧山区'), /a schema `d330109` that is not ours/)
    assert.deepEqual(await rowsOf(url, 'select from shared.district'), [])
    const other = await databaseWith('d_first', 'create schema d330109', 'create table d330109.device (id int)')
    await assert.rejects(migrate(other), /a schema `d330109` that is not ours/)
    assert.deepEqual(await rowsOf(other, "select from pg_namespace where nspname = 'shared'"), [])
  })
})

describe('what a first start that was broken off has left', () => {
  it('goes, and the town that comes in is the same in every row and in its form', async () => {
    const url = await database('begun')
    await migrate(url)
    await restored(url)
    assert.deepEqual(await digests(url), original)
    assert.deepEqual(await formOf(url), form)
  })

  it('is left where somebody has put something beside it, or made something that leans on it', async () => {
    const beside = await database('begun_beside')
    await migrate(beside)
    await rowsOf(beside, 'create table shared.customer as select 1 as id')
    const before = await objectsIn(beside)
    await assert.rejects(restored(beside), /its schema `shared` also holds the table shared\.customer\. Nothing/)
    assert.deepEqual(await objectsIn(beside), before)

    const under = await database('begun_under')
    await migrate(under)
    await rowsOf(under, 'create view public.mine as select code from shared.district')
    const leaning = await objectsIn(under)
    await assert.rejects(restored(under), { code: 'restore.not_empty', message: /view mine depends on/ })
    assert.deepEqual(await objectsIn(under), leaning)
  })
})

it('of two restores into one database at once the second is refused, and the first stays whole', async () => {
  const url = await database('contested')
  const holder = new Client({ connectionString: url })
  await holder.connect()
  await holder.query(`select pg_advisory_lock(${migrationLock})`)
  const waiting = async (many: number) => {
    const query = "select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted"
    while ((await holder.query(query)).rows[0].n < many) await sleep(5)
  }
  const first = restored(url)
  await waiting(1)
  const second = restored(url, bare)
  await waiting(2)
  await holder.end()
  const [one, two] = await Promise.allSettled([first, second])
  assert.equal(one.status, 'fulfilled')
  assert.equal(two.status, 'rejected')
  assert.equal(two.reason.code, 'restore.not_empty')
  assert.match(two.reason.message, /it holds the district 330102\. Nothing was changed/)
  assert.deepEqual(await digests(url), original)
})
