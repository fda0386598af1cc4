import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { hour, instant, millis } from '#domain/calendar.ts'
import { receiptCode } from '#domain/receipt-code.ts'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { sql } from '#server/db/sql.ts'
import { receiptOf } from '#server/events/receipts.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { keysOf, sealAll } from '#test/server/sealed-log.ts'
import { newPlace } from '#test/server/walks.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
let elsewhere: string
let receipt: BriefReceipt

before(async () => {
  world = await openWorld()
  elsewhere = await mkdtemp(path.join(tmpdir(), 'bihuan-elsewhere-'))
  for (let n = 0; n < 5; n++) await newPlace(world)
  await sealAll(world)
  const { rows } = await world.house.database.worker(world.town.district, (tx) =>
    sql<{ id: string }>`select event_id as id from event_number where seq = 3`.execute(tx),
  )
  const id = rows[0]?.id as string
  receipt = (await receiptOf(world.house.database, world.town.district, id, true)) as BriefReceipt
})
after(async () => {
  await world?.end()
  await rm(elsewhere, { recursive: true, force: true })
})

/** As somebody types it, beside a database that is being served. */
const beside = (...args: string[]) => typed({ DATABASE_URL: world.database.url }, args)
/** Without anything but the files that are named. */
const bihuan = (...args: string[]) => typed({}, args)

type Ran = { code: number | null; out: string; err: string }

function typed(more: Record<string, string>, args: readonly string[]): Promise<Ran> {
  return ran(
    process.execPath,
    [fileURLToPath(new URL('../../../src/server/cli/bihuan.ts', import.meta.url)), ...args],
    more,
  )
}

/** A program to its end; without one of that name, code null. */
async function ran(program: string, args: readonly string[], more: Record<string, string> = {}): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: elsewhere, ...more }
  const child = spawn(program, args, { cwd: elsewhere, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const code = new Promise<number | null>((resolve) => child.on('close', resolve).on('error', () => resolve(null)))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}

const at = (name: string) => path.join(elsewhere, name)
async function put(name: string, value: unknown): Promise<string> {
  await writeFile(at(name), typeof value === 'string' ? value : JSON.stringify(value))
  return at(name)
}

test('verify follows the log of an installation that is being served', async () => {
  const data = world.house.config.dataFolder
  const { code, out } = await beside('verify', '--data', data)
  const verdict = JSON.parse(out)
  assert.equal(code, 0)
  assert.deepEqual(
    { ...verdict, keys: verdict.keys.length, districts: verdict.districts.map((one: { head: number }) => one.head) },
    {
      events: 5,
      seals: 1,
      ok: true,
      firstBad: null,
      waiting: 0,
      outOfTime: 0,
      sealedLate: 0,
      keys: 1,
      districts: [null, 1],
    },
  )
  const root = await superuser(world)
  const change = (kind: string) =>
    root.query(
      `update d330109.event set subject_kind = $1 where id = (select event_id from d330109.event_number where seq = 3)`,
      [kind],
    )
  await change('hazard')
  const bad = await beside('verify', '--data', data)
  await change('place')
  await root.end()
  assert.equal(bad.code, 1)
  const { firstBad, ok } = JSON.parse(bad.out)
  assert.deepEqual([ok, firstBad.kind, firstBad.seq, firstBad.district], [false, 'altered', 3, '330109'])
})

test('a district that was sealed and is not there any more is missed', async () => {
  const { dataFolder, sealHeadsFile } = world.house.config
  const verdictOf = async () => {
    const { code, out } = await beside('verify', '--data', dataFolder)
    const { ok, firstBad, districts } = JSON.parse(out)
    return [code, ok, firstBad.kind, firstBad.district, districts.length]
  }
  const root = await superuser(world)
  await root.query('set session_replication_role = replica; set search_path = shared')
  const { rows } = await root.query('select to_jsonb(d) as one from district d')
  try {
    await root.query("delete from district where code = '330109'")
    assert.deepEqual(await verdictOf(), [1, false, 'truncated', '330109', 2])
    await root.query('delete from district')
    assert.deepEqual(await verdictOf(), [1, false, 'truncated', '330109', 1])
    await rename(sealHeadsFile, at('heads'))
    assert.deepEqual(await verdictOf(), [1, false, 'truncated', '', 0])
  } finally {
    await root.query('insert into district select d.* from jsonb_populate_recordset(null::district, $1) d', [
      JSON.stringify(rows.map(({ one }) => one)),
    ])
    await root.end()
    if (existsSync(at('heads'))) await rename(at('heads'), sealHeadsFile)
  }
  assert.equal((await beside('verify', '--data', dataFolder)).code, 0)
})

test('a receipt is checked with the published keys and nothing else', async () => {
  const keys = await put('keys.json', keysOf(world))
  for (const form of [receipt, receiptCode(receipt), `https://bihuan.example/verify#${receiptCode(receipt)}\n`]) {
    const { code, out } = await bihuan('verify', '--receipt', await put('receipt', form), '--keys', keys)
    assert.equal(code, 0)
    const answer = JSON.parse(out)
    assert.deepEqual(answer.event, receipt.event)
    assert.deepEqual([answer.ok, answer.seal, answer.key], [true, receipt.seal, receipt.seal.key])
    assert.equal(answer.sealedLate, false)
  }
  const byFolder = await bihuan('verify', '--receipt', at('receipt'), '--data', world.house.config.dataFolder)
  assert.equal(byFolder.code, 0)

  const altered = await put('altered', { ...receipt, event: { ...receipt.event, late: true } })
  const no = await bihuan('verify', '--receipt', altered, '--keys', keys)
  assert.equal(no.code, 1)
  assert.deepEqual([JSON.parse(no.out).ok, JSON.parse(no.out).fault], [false, 'altered'])
  const empty = await put('none.json', { version: 1, keys: [] })
  assert.equal(JSON.parse((await bihuan('verify', '--receipt', at('receipt'), '--keys', empty)).out).fault, 'key')
  const rubbish = await bihuan('verify', '--receipt', await put('rubbish', 'no receipt'), '--keys', keys)
  assert.deepEqual([rubbish.code, JSON.parse(rubbish.out).fault], [1, 'malformed'])

  const asked: string[][] = [
    ['--receipt', at('nowhere'), '--keys', keys],
    ['--receipt', at('receipt'), '--keys', at('rubbish')],
    ['--receipt', at('receipt')],
  ]
  for (const args of asked) {
    const { code, out, err } = await bihuan('verify', ...args)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /cannot be read|no published keys/)
  }
  await assert.rejects(stat(at('data')), { code: 'ENOENT' })
})

test('a receipt is checked without us, as docs/verify.md says', async () => {
  const page = await readFile(new URL('../../../docs/verify.md', import.meta.url), 'utf8')
  const script = await put('check.py', /```python\n(.*?)```/s.exec(page)?.[1] ?? '')
  const tools = [await ran('python3', ['--version']), await ran('openssl', ['version'])]
  if (tools.some(({ code }) => code !== 0)) return console.log('not tried: there is no python3 or no openssl here')
  const keys = await put('keys.json', keysOf(world))
  const whole = await receiptOf(world.house.database, world.town.district, receipt.event.id, false)
  for (const form of [receipt, whole]) {
    const { code, out, err } = await ran('python3', [script, await put('receipt', form), keys])
    assert.equal(code, 0, err)
    assert.match(out, /place.registered .* is number 3 of the log of 330109/)
  }
  for (const forged of [
    { ...whole, event: { ...whole.event, late: true } },
    { ...whole, seal: { ...whole.seal, at: '2022-06-15T01:00:00.000Z' } },
    { ...whole, salt: whole.salt.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')) },
  ])
    assert.notEqual((await ran('python3', [script, await put('forged', forged), keys])).code, 0)
})

test('keys are printed, and changed on purpose', async () => {
  const data = world.house.config.dataFolder
  const before = await bihuan('keys', '--data', data)
  assert.deepEqual([before.code, JSON.parse(before.out)], [0, keysOf(world)])
  const after = await beside('keys', '--rotate', '--data', data)
  assert.equal(after.code, 0, after.err)
  const [old, made] = JSON.parse(after.out).keys
  assert.equal(old.id, keysOf(world).keys[0]?.id)
  // By the clock of the installation, which stands in June 2022.
  assert.ok(made.since.startsWith('2022-06-15') && old.until.startsWith('2022-06-15'), after.out)
  assert.match(after.err, new RegExp(`${made.id}.*Back up`))
  assert.ok(!after.out.includes('privateKey'))
  assert.equal(JSON.parse(await readFile(world.house.config.signingKeysFile, 'utf8')).current, made.id)
  await newPlace(world)
  await sealAll(world)
  assert.equal((await beside('verify', '--data', data)).code, 0)
  assert.equal((await bihuan('keys', '--rotate', '--algorithm', 'rsa', '--data', data)).code, 2)
  assert.equal((await bihuan('keys', '--algorithm', 'sm2', '--data', data)).code, 2)
  assert.equal((await bihuan('keys', '--lost', '--data', data)).code, 2)
  assert.equal((await bihuan('keys', '--data', at('nothing'))).code, 1)
})

test('no key is made beside another one, unless that is said to be lost', async () => {
  const data = world.house.config.dataFolder
  const elsewhere = { DATABASE_URL: world.database.url, BIHUAN_KEYS: at('safe/keys.json') }
  const before = keysOf(world)
  const refused = await typed(elsewhere, ['keys', '--rotate', '--data', data])
  assert.deepEqual([refused.code, refused.out], [1, ''])
  assert.match(refused.err, /signing-keys.json.*BIHUAN_KEYS.*bihuan keys --rotate --lost/)
  assert.deepEqual(keysOf(world), before)
  assert.ok(!existsSync(at('safe')))
  const lost = await typed(elsewhere, ['keys', '--rotate', '--lost', '--data', data])
  assert.equal(lost.code, 0, lost.err)
  const { signingKeysFile } = world.house.config
  await rename(at('safe/signing-keys.json'), signingKeysFile)
  await newPlace(world)
  await sealAll(world)
  assert.equal((await beside('verify', '--data', data)).code, 0)
})

test('a key stays good for what it sealed before the clock was put back', async () => {
  const data = world.house.config.dataFolder
  const { time } = world.house
  const offset = time.offset()
  time.setTo(instant(millis(time.now()) + 2 * hour))
  await newPlace(world)
  await sealAll(world)
  const sealed = time.now()
  time.setTo(instant(Date.now() + offset))
  await newPlace(world)
  await sealAll(world)
  const { code, out, err } = await beside('keys', '--rotate', '--data', data)
  assert.equal(code, 0, err)
  const [old, made] = JSON.parse(out).keys.slice(-2)
  assert.ok(old.until >= sealed && made.since < sealed, out)
  assert.match(err, /Is the clock right\?/)
  const verdict = await beside('verify', '--data', data)
  assert.equal(verdict.code, 0, verdict.out)
})
