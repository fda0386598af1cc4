import assert from 'node:assert/strict'
import { copyFile, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { Client } from 'pg'
import { checkArchive } from '#server/backup/archive-read.ts'
import { pieceText } from '#server/backup/pieces.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { sealEvents } from '#server/events/seal.ts'
import { contentPath } from '#server/files/content.ts'
import { openHouse } from '#server/house.ts'
import { requeueNotices } from '#server/notices/requeue.ts'
import { prepareJobs } from '#server/notices/worker.ts'
import { mint, openWorld, type World } from '#test/world.ts'
import { backUpTown, digests, formOf, restoreInto, rowsOf, scratch } from './backups.ts'
import { driveByHand } from './hazards-by-hand.ts'
import { newPlace } from './walks.ts'

let world: World
let place: Awaited<ReturnType<typeof scratch>>
let archive: string
const district = { code: '330109', schema: 'd330109', name: '' }

before(async () => {
  world = await openWorld()
  place = await scratch('backup')
  await driveByHand(world)
  // What the reactions note becomes events in its turn.
  for (let round = 0; round < 2; round += 1) {
    while ((await sealEvents(world.house, district)) > 0);
    await world.react()
  }
  await world.keepTime()
  archive = path.join(place.folder, 'town.tar')
  await backUpTown(world, archive)
})
after(async () => {
  await world?.end()
  await place?.clear()
})

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).map((one) => one.name)

test('a restored town equals the original row for row, in the same form, with its files', async () => {
  const { manifest, close } = await checkArchive(archive)
  await close()
  assert.equal((await stat(archive)).mode & 0o777, 0o600)
  const original = await digests(world.database.url)
  const form = await formOf(world.database.url)
  assert.ok(Number(original['d330109.event']?.split(' ')[0]) > 40)
  const target = path.join(place.folder, 'restored')
  await restoreInto(archive, target, async (url, done) => {
    assert.deepEqual(await digests(url), original)
    assert.deepEqual(await formOf(url), form)
    assert.equal(done.files, manifest.files.count)
    assert.equal(
      done.rows,
      manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    )
    assert.deepEqual(await rowsOf(url, 'select 1 from shared.session'), [])
  })
  const there = (await filesIn(path.join(target, 'files'))).sort()
  assert.deepEqual(there, (await filesIn(world.house.config.filesFolder)).sort())
  assert.ok(there.length > 5)
})

test('a restored town works on, with its clock, its cursors and its keys', async () => {
  const target = path.join(place.folder, 'restored')
  await copyFile(world.house.config.keysFile, path.join(target, 'keys.json'))
  const config = { ...world.house.config, dataFolder: target, keysFile: path.join(target, 'keys.json') }
  const database = await openDatabase(config, { fast: true })
  try {
    const house = await openHouse(config, database, world.app.log)
    assert.ok(Math.abs(Date.parse(house.time.now()) - Date.parse(world.house.time.now())) < 60_000)
    const cursors = (from: OpenDatabase) =>
      from.transactions.look(
        district,
        async (tx) => (await sql`select * from event_cursor order by name`.execute(tx)).rows,
      )
    assert.deepEqual(await cursors(database), await cursors(world.database))
    assert.equal(await sealEvents(house, district), 0)
    // The tables of the job runner came with no backup: each text that was queued has its job again.
    await prepareJobs(house, database.pool)
    const queued = await requeueNotices(house.database, district)
    const jobs = await rowsOf(database.url, 'select from graphile_worker.jobs')
    assert.ok(queued > 0)
    assert.equal(jobs.length, queued)
    assert.equal(await requeueNotices(house.database, district), queued)
    assert.equal((await rowsOf(database.url, 'select from graphile_worker.jobs')).length, queued)
  } finally {
    await database.close()
  }
})

test('the keys are in no backup, and neither is a password of the server', async () => {
  const bytes = await readFile(archive)
  const keys = JSON.parse(await readFile(world.house.config.keysFile, 'utf8'))
  const { dataFolder } = world.house.config
  const secrets = [keys.index, ...Object.values(keys.sealing)] as string[]
  for (const name of ['postgres-password', 'login-password'])
    secrets.push((await readFile(path.join(dataFolder, name), 'utf8')).trim())
  const gzipped = await texts(archive)
  for (const secret of secrets) assert.ok(!bytes.includes(secret) && !gzipped.includes(secret))
  assert.match(gzipped, /hazard\.reported/)
})

test('a backup takes what was committed when it began, while others go on writing', async () => {
  const worker = world.as('chenjianguo')
  let stop = false
  let written = 0
  let meanwhile = 0
  const writing = (async () => {
    while (!stop) {
      const id = mint(world)
      await worker.must('hazard.report', id, {
        placeId: await newPlace(world),
        itemCode: 'ENT-EL-01',
        before: await worker.photo(),
      })
      written += 1
    }
  })()
  try {
    for (let round = 0; round < 3; round += 1) {
      const file = path.join(place.folder, `while-${round}.tar`)
      const before = written
      await backUpTown(world, file)
      meanwhile += written - before
      await restoreInto(file, path.join(place.folder, `while-${round}`), async (url) => {
        const [row] = await reading<{ hazards: number; reported: number; photos: number; loose: number }>(
          url,
          `select (select count(*)::int from hazard) as hazards,
             (select count(distinct subject)::int from event where type in ('hazard.reported', 'hazard.found')) as reported,
             (select count(*)::int from file) as photos,
             (select count(*)::int from event e where not exists (select from unnumbered u where u.event_id = e.id)
                and not exists (select from event_number n where n.event_id = e.id)) as loose`,
        )
        assert.ok(row)
        assert.equal(row.loose, 0)
        assert.equal((await filesIn(path.join(place.folder, `while-${round}`, 'files'))).length, row.photos)
        const [events] = await reading<{ n: number }>(
          url,
          `select count(*)::int as n from hazard h where not exists (select from event e where e.subject = h.id)`,
        )
        assert.equal(events?.n, 0)
      })
    }
  } finally {
    stop = true
    await writing
  }
  assert.ok(meanwhile > 0, 'nobody wrote while the backups were taken')
})

test('a turned, missing or added byte anywhere is found before anything is restored', async () => {
  const good = await readFile(archive)
  const bad = path.join(place.folder, 'bad.tar')
  const refused = async (bytes: Buffer) => {
    await writeFile(bad, bytes)
    await assert.rejects(checkArchive(bad), { code: 'restore.damaged' })
  }
  const turned = (at: number, bit: number) => {
    const bytes = Buffer.from(good)
    bytes[at] = (bytes[at] as number) ^ (1 << bit)
    return bytes
  }
  const at = fc.integer({ min: 0, max: good.length - 1 })
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 0, max: 7 }), (where, bit) => refused(turned(where, bit))),
    { numRuns: 40 },
  )
  await fc.assert(
    fc.asyncProperty(at, (length) => refused(good.subarray(0, length))),
    { numRuns: 20 },
  )
  // Every byte of the seal, which nothing else covers.
  for (let back = 1; back <= 2048; back += 97) await refused(turned(good.length - back, 0))
  await refused(Buffer.concat([good, Buffer.alloc(1)]))
  await refused(Buffer.alloc(0))
  await refused(Buffer.alloc(10_240))
})

test('evidence that is gone or damaged is named, and the rest is backed up', async () => {
  const folder = path.join(place.folder, 'some-files')
  const names = (await filesIn(world.house.config.filesFolder)).sort()
  const [gone, damaged, ...rest] = names as [string, string, ...string[]]
  await cp(world.house.config.filesFolder, folder, { recursive: true })
  await rm(contentPath(folder, gone))
  await writeFile(contentPath(folder, damaged), 'mildew')
  const file = path.join(place.folder, 'some.tar')
  const { manifest } = await backUpTown(world, file, { filesFolder: folder })
  assert.deepEqual(manifest.files.missing, [gone])
  assert.deepEqual(
    manifest.files.damaged.map(({ hash }) => hash),
    [damaged],
  )
  assert.equal(manifest.files.count, rest.length + 1)
  const target = path.join(place.folder, 'some')
  await restoreInto(file, target, async () => undefined)
  assert.equal(await readFile(contentPath(path.join(target, 'files'), damaged), 'utf8'), 'mildew')

  // Beside the database that was lost, the evidence may still lie: whatever of it is right, or no worse, stays.
  const kept = path.join(place.folder, 'kept-files')
  const lying = contentPath(path.join(kept, 'files'), damaged)
  await mkdir(path.dirname(lying), { recursive: true })
  await copyFile(contentPath(world.house.config.filesFolder, damaged), lying)
  const intact = await readFile(lying)
  await restoreInto(file, kept, async () => undefined)
  assert.ok(intact.equals(await readFile(lying)))
  const worse = path.join(place.folder, 'worse-files')
  const torn = contentPath(path.join(worse, 'files'), damaged)
  await mkdir(path.dirname(torn), { recursive: true })
  await writeFile(torn, 'torn')
  await restoreInto(file, worse, async () => undefined)
  assert.equal(await readFile(torn, 'utf8'), 'torn')
})

test('evidence that lies there damaged is put right by a restore, and as it was when that fails', async () => {
  const [folder, file] = [path.join(place.folder, 'some-there'), path.join(place.folder, 'all.tar')]
  const { manifest } = await backUpTown(world, file)
  const names = (await filesIn(world.house.config.filesFolder)).sort()
  const [whole, torn] = names as [string, string]
  const lies = (hash: string) => contentPath(path.join(folder, 'files'), hash)
  for (const hash of [whole, torn]) await mkdir(path.dirname(lies(hash)), { recursive: true })
  await copyFile(contentPath(world.house.config.filesFolder, whole), lies(whole))
  await writeFile(lies(torn), 'torn')
  const { ino } = await stat(lies(whole))
  const cancel = new AbortController()
  let entries = manifest.files.count + manifest.tables.reduce((sum, { pieces }) => sum + pieces, 0)
  const onProgress = () => --entries === 0 && cancel.abort()
  await assert.rejects(
    restoreInto(file, folder, async () => undefined, null, { signal: cancel.signal, onProgress }),
    { code: 'backup.cancelled' },
  )
  assert.deepEqual((await filesIn(path.join(folder, 'files'))).sort(), [whole, torn].sort())
  assert.equal(await readFile(lies(torn), 'utf8'), 'torn')

  await restoreInto(file, folder, async () => undefined)
  assert.deepEqual((await filesIn(path.join(folder, 'files'))).sort(), names)
  assert.equal((await stat(lies(whole))).ino, ino, 'what is right is not even written again')
  const original = await readFile(contentPath(world.house.config.filesFolder, torn))
  assert.ok(original.equals(await readFile(lies(torn))))
})

test('a backup writes over nothing, and cancelled or without room it leaves nothing', async () => {
  const before = await readFile(archive)
  await assert.rejects(backUpTown(world, archive), { code: 'backup.exists' })
  assert.ok(before.equals(await readFile(archive)))
  const file = path.join(place.folder, 'cancelled.tar')
  const cancel = new AbortController()
  const cancelled = backUpTown(world, file, {
    signal: cancel.signal,
    onProgress: (done) => done > 100_000 && cancel.abort(),
  })
  await assert.rejects(cancelled, { code: 'backup.cancelled' })
  const left = await readdir(place.folder)
  assert.deepEqual(
    left.filter((name) => name.startsWith('cancelled')),
    [],
  )
  await writeFile(`${file}.part`, 'of another backup')
  await assert.rejects(backUpTown(world, file), { code: 'backup.unfinished' })
  assert.equal(await readFile(`${file}.part`, 'utf8'), 'of another backup')
})

test('the role that reads everything writes nothing', async () => {
  const may = await rowsOf<{ may: string }>(
    world.database.url,
    `select format('%s on %s.%s', verb, nspname, relname) as may
     from pg_class c join pg_namespace n on n.oid = c.relnamespace,
       unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) verb
     where relkind = 'r' and (nspname = 'shared' or nspname ~ '^d[0-9]{6}$')
       and (has_table_privilege('bihuan_backup', c.oid, verb) or
         verb in ('insert', 'update') and has_any_column_privilege('bihuan_backup', c.oid, verb))`,
  )
  assert.deepEqual(may, [])
  const [role] = await rowsOf(
    world.database.url,
    `select rolcanlogin or rolsuper or rolbypassrls or rolcreaterole as strong from pg_roles where rolname = 'bihuan_backup'`,
  )
  assert.deepEqual(role, { strong: false })
})

test('no table counts by a sequence, whose state a backup would not hold', async () => {
  const found = await rowsOf(
    world.database.url,
    `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where relkind in ('S', 'm', 'p') and (nspname = 'shared' or nspname ~ '^d[0-9]{6}$')`,
  )
  assert.equal(found.length, 0)
})

/** As the role that reads everything. */
async function reading<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin; set local role bihuan_backup; set local search_path = d330109')
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** All compressed pieces of an archive as one text. */
async function texts(file: string): Promise<string> {
  const checked = await checkArchive(file)
  let all = ''
  for await (const { name, size, body } of checked.entries()) {
    if (name.endsWith('.gz')) all += await pieceText(body, size)
    else await body.cancel()
  }
  await checked.close()
  return all
}
