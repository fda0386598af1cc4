import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
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
    { events: 5, seals: 1, ok: true, firstBad: null, waiting: 0, keys: 1, districts: [null, 1] },
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

test('a receipt is checked with the published keys and nothing else', async () => {
  const keys = await put('keys.json', keysOf(world))
  for (const form of [receipt, receiptCode(receipt), `https://bihuan.example/verify#${receiptCode(receipt)}\n`]) {
    const { code, out } = await bihuan('verify', '--receipt', await put('receipt', form), '--keys', keys)
    assert.equal(code, 0)
    const answer = JSON.parse(out)
    assert.deepEqual(answer.event, receipt.event)
    assert.deepEqual([answer.ok, answer.seal, answer.key], [true, receipt.seal, receipt.seal.key])
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
  assert.equal((await bihuan('keys', '--data', at('nothing'))).code, 1)
})
