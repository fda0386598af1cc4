import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { setUp } from '#server/cli/set-up.ts'
import { migrationLock } from '#server/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { findDistricts, findInstallation } from '#server/house.ts'
import { openSession } from '#server/people/sessions.ts'

let folder: string
let database: OpenDatabase
const open = () => openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true })
const keys = { current: 'k', sealing: {}, index: Buffer.alloc(32) }
const answers = (password: string, district = '330109 萧山区') => ({
  BIHUAN_DISTRICT: district,
  BIHUAN_ADMIN_PASSWORD: password,
})

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bihuan-set-up-'))
  database = await open()
})
after(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The same database, whose worker's transactions fail from the given one on: a process that was killed there. */
function breakingAt(step: number): OpenDatabase {
  let calls = 0
  const worker: OpenDatabase['transactions']['worker'] = (...all) => {
    calls += 1
    return calls > step ? Promise.reject(new Error('killed')) : database.transactions.worker(...all)
  }
  return { ...database, transactions: { ...database.transactions, worker } }
}

suite('a first start', () => {
  test('behind which an installation is put into the database leaves that one alone', async () => {
    const restoring = new Client({ connectionString: database.url })
    await restoring.connect()
    try {
      await restoring.query(`select pg_advisory_lock(${migrationLock})`)
      const starting = setUp(database, answers('Xiaoshan-2022'))
      const refused = assert.rejects(starting, /installation was put into this database meanwhile\. Nothing of it was/)
      const waits = "select from pg_locks where locktype = 'advisory' and not granted"
      while ((await restoring.query(waits)).rowCount === 0) await sleep(5)
      await restoring.query(
        "insert into shared.installation (demo, sample_seed, created_at) values (false, 'restored', now())",
      )
      await restoring.query('select pg_advisory_unlock_all()')
      await refused
      assert.deepEqual(await findDistricts(database), [])
      await restoring.query('delete from shared.installation')
    } finally {
      await restoring.end()
    }
  })

  test('that was interrupted anywhere goes on where it was', async () => {
    // Look, top unit, catalogue, account, post: one more of them each time.
    for (const step of [0, 1, 2, 2, 2, 2])
      await assert.rejects(setUp(breakingAt(step), answers(`Interrupted-${step}x`)), /killed/)
    assert.equal(await findInstallation(database), undefined)
    await setUp(breakingAt(3), answers('Interrupted-3x')).catch(() => undefined)
    await assert.rejects(setUp(database, answers('Xiaoshan-2022', '330102 上城区')), /330109 萧山区/)

    await setUp(database, answers('Xiaoshan-2022'))
    assert.equal((await findInstallation(database))?.demo, false)
    const district = { code: '330109', schema: 'd330109', name: '萧山区' }
    const { rows } = await database.transactions.worker(district, (tx) =>
      sql`select (select count(*)::int from unit) as units, (select count(*)::int from post) as posts,
        (select count(*)::int from shared.account) as accounts, (select count(*)::int from check_item) > 50 as items`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [{ units: 1, posts: 1, accounts: 1, items: true }])
    const now = new Date().toISOString()
    assert.ok((await openSession(database.transactions, keys, 'admin', 'Xiaoshan-2022', now)).token)
    await assert.rejects(openSession(database.transactions, keys, 'admin', 'Interrupted-3x', now), /wrong_credentials/)
  })

  test('whose file of the login password got lost, or stayed empty, opens again', async () => {
    for (const lose of [(file: string) => rm(file), (file: string) => writeFile(file, '')]) {
      await database.close()
      await lose(join(folder, 'login-password'))
      database = await open()
      assert.notEqual(await findInstallation(database), undefined)
    }
    const second = await Promise.all([open(), open()])
    for (const one of second) await one.close()
  })
})
