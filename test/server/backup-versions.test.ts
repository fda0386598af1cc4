import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from 'pg'
import { backUp } from '#server/backup/backup.ts'
import { makeInForm, migrate } from '#server/db/migrate.ts'
import { knownFor } from '#server/db/migration-files.ts'
import { openDatabase, openServer } from '#server/db/open.ts'
import { openWorld, type World } from '#test/world.ts'
import { backUpTown, digests, otherPostgres, restoreInto, rowsOf, scratch, withPrograms } from './backups.ts'
import { driveByHand } from './hazards-by-hand.ts'

let world: World
let place: Awaited<ReturnType<typeof scratch>>
let archive: string
const at = (...names: string[]) => path.join(place.folder, ...names)

before(async () => {
  world = await openWorld()
  place = await scratch('versions')
  await driveByHand(world)
  archive = at('town.tar')
  await backUpTown(world, archive)
})
after(async () => {
  await world?.end()
  await place?.clear()
})

/** A database of ours with some tables of it changed. */
async function change(url: string, ...statements: string[]): Promise<void> {
  for (const statement of statements) await rowsOf(url, statement)
}

const others = { skip: otherPostgres === undefined && 'PostgreSQL 15 is not installed here' }

test('a town moves from PostgreSQL 18 to 15 and back, row for row', others, async () => {
  const original = await digests(world.database.url)
  const back = at('from-15.tar')
  await withPrograms(otherPostgres, () =>
    restoreInto(archive, at('on-15'), async (url) => {
      const [row] = await rowsOf<{ version: string }>(url, "select current_setting('server_version') as version")
      assert.match(row?.version ?? '', /^15\./)
      assert.deepEqual(await digests(url), original)
      await backUp({ url, filesFolder: at('on-15', 'files'), file: back, product: 'test', now: new Date() })
    }),
  )
  await restoreInto(back, at('on-18'), async (url) => assert.deepEqual(await digests(url), original))
})

test('a folder of another major version is refused with the way across', others, async () => {
  const folder = at('on-15')
  await assert.rejects(openServer({ databaseUrl: null, dataFolder: folder }), (error: Error) => {
    assert.match(error.message, /made by PostgreSQL 15; .* PostgreSQL 18.* Nothing was changed/)
    assert.match(error.message, /BIHUAN_PG_BIN .*bihuan backup FILE.*bihuan restore FILE --data DIR/s)
    return true
  })
})

test('an installation that is there already is not restored over', async () => {
  await assert.rejects(
    restoreInto(archive, world.house.config.dataFolder, async () => undefined),
    {
      code: 'restore.not_empty',
    },
  )
  assert.equal((await rowsOf(world.database.url, 'select from shared.installation')).length, 1)
})

test('a backup of a newer version, or of one whose schema differs, is refused', async () => {
  const { url } = world.database
  const newer = at('newer.tar')
  const add =
    "insert into shared.migration (schema_name, name, digest) values ('d330109', '0999-later.sql', repeat('0', 64))"
  await change(url, add)
  await backUpTown(world, newer)
  await change(url, "delete from shared.migration where name = '0999-later.sql'")
  await assert.rejects(
    restoreInto(newer, at('no'), async () => undefined),
    { code: 'restore.newer' },
  )

  const other = at('other.tar')
  const first = knownFor('shared')[0] as { name: string; digest: string }
  const set = (digest: string) =>
    rowsOf(url, 'update shared.migration set digest = $1 where name = $2', [digest, first.name])
  await set('0'.repeat(64))
  await backUpTown(world, other)
  await set(first.digest)
  await assert.rejects(
    restoreInto(other, at('no'), async () => undefined),
    { code: 'restore.other_schema' },
  )
})

/** An installation as the version before the newest shared migration would have left it. */
async function older(folder: string, work: (url: string) => Promise<void>): Promise<void> {
  const server = await openServer({ databaseUrl: null, dataFolder: folder }, { fast: true })
  try {
    const client = new Client({ connectionString: server.url() })
    await client.connect()
    const form = knownFor('shared')
      .slice(0, -1)
      .map(({ name, digest }) => ({ schema: 'shared', name, digest }))
    await client.query('begin')
    await makeInForm(client, form)
    await client.query(`insert into shared.installation (demo, sample_seed, created_at) values (false, 'seed', now())`)
    await client.query('commit')
    await client.end()
    await work(server.url())
  } finally {
    await server.stop()
  }
}

const newest = knownFor('shared').at(-1)?.name as string

test('a backup of an older version is loaded in its form and then brought to the newest', async () => {
  const file = at('older.tar')
  await older(at('older'), async (url) => {
    await backUp({ url, filesFolder: null, file, product: 'older', now: new Date() })
  })
  await restoreInto(file, at('brought'), async (url) => {
    assert.equal((await rowsOf(url, 'select from shared.migration where name = $1', [newest])).length, 1)
    const [row] = await rowsOf<{ seed: string }>(url, 'select sample_seed as seed from shared.installation')
    assert.equal(row?.seed, 'seed')
  })
})

test('an installation is backed up before its form changes, and the last three of these stay', async () => {
  const folder = at('older')
  const lines: string[] = []
  await mkdir(path.join(folder, 'backups'), { recursive: true })
  for (const day of [1, 2, 3])
    await writeFile(path.join(folder, 'backups', `before-migration-2020-01-0${day}T00-00-00.000Z.tar`), '')
  const database = await openDatabase(
    { databaseUrl: null, dataFolder: folder },
    { fast: true, onLog: (line) => lines.push(line) },
  )
  assert.equal((await rowsOf(database.url, 'select from shared.migration where name = $1', [newest])).length, 1)
  await database.close()
  const names = (await readdir(path.join(folder, 'backups'))).sort()
  assert.equal(names.length, 3)
  assert.equal(names[0], 'before-migration-2020-01-02T00-00-00.000Z.tar')
  const last = path.join(folder, 'backups', names[2] as string)
  assert.ok(lines.some((line) => line.includes(last) && line.includes(newest)))
  await restoreInto(last, at('undone'), async (url) => {
    const [row] = await rowsOf<{ seed: string }>(url, 'select sample_seed as seed from shared.installation')
    assert.equal(row?.seed, 'seed')
  })
  const again = await openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true })
  await again.close()
  assert.deepEqual((await readdir(path.join(folder, 'backups'))).sort(), names)
})

test('without a backup nothing is migrated, unless that is asked for', async () => {
  const folder = at('no-room')
  await older(folder, async () => undefined)
  // Where the folder of the backups should be stands a file.
  await writeFile(path.join(folder, 'backups'), '')
  const lines: string[] = []
  const open = () =>
    openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true, onLog: (line) => lines.push(line) })
  await assert.rejects(open(), (error: Error & { code: string }) => {
    assert.equal(error.code, 'backup.before_migration')
    assert.match(error.message, new RegExp(`${newest}.*Nothing was changed.*BIHUAN_MIGRATE_WITHOUT_BACKUP=1`, 's'))
    return true
  })
  const server = await openServer({ databaseUrl: null, dataFolder: folder }, { fast: true })
  assert.equal((await rowsOf(server.url(), 'select from shared.migration where name = $1', [newest])).length, 0)
  await server.stop()
  process.env['BIHUAN_MIGRATE_WITHOUT_BACKUP'] = '1'
  try {
    await (await open()).close()
  } finally {
    delete process.env['BIHUAN_MIGRATE_WITHOUT_BACKUP']
  }
  assert.ok(lines.some((line) => line.includes('without a backup')))
})

test('a database that a newer version wrote, or whose files differ, is neither changed nor served', async () => {
  const folder = at('brought')
  const server = await openServer({ databaseUrl: null, dataFolder: folder }, { fast: true })
  const url = server.url()
  try {
    await change(
      url,
      "insert into shared.migration (schema_name, name, digest) values ('shared', '0999-later.sql', 'x')",
    )
    await assert.rejects(
      migrate(url),
      /newer version of Bihuan \(shared\/0999-later\.sql .*Nothing was changed and nothing is served/,
    )
    await change(
      url,
      "delete from shared.migration where name = '0999-later.sql'",
      "update shared.migration set digest = 'x' where name = '0001-door.sql'",
    )
    await assert.rejects(migrate(url), /shared\/0001-door\.sql differs .*Nothing was changed and nothing is served/)
  } finally {
    await server.stop()
  }
})
