import assert from 'node:assert/strict'
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { instant, millis, minute } from '#domain/calendar.ts'
import { checkReceipt } from '#domain/receipts.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { assertHere, takeNewKey } from '#server/crypto/signing-files.ts'
import { sql } from '#server/db/sql.ts'
import { receiptOf } from '#server/events/receipts.ts'
import { sealEvents } from '#server/events/seal.ts'
import { openSealHeads, readSealHeads } from '#server/events/seal-heads.ts'
import { openHouse } from '#server/house.ts'
import type { House } from '#server/http/house.ts'
import { openWorld, type World } from '#test/world.ts'
import { superuser } from './attack/oracle.ts'
import { keysOf, sealAll, verify } from './sealed-log.ts'
import { newPlace } from './walks.ts'

let world: World
let said: string[] = []

before(async () => {
  world = await openWorld()
})
after(() => world?.end())
beforeEach(() => {
  said = []
})

/** The house as after a restart; what it has to say is kept. */
function reopened(): Promise<House> {
  const error = (...all: unknown[]) => said.push(all.join(' '))
  return openHouse(world.house.config, world.database, Object.assign(Object.create(world.house.log), { error }))
}

const seal = (house: House) => sealEvents(house, world.town.district)
const now = () => world.house.time.now()
async function newestEvent(): Promise<string> {
  const { rows } = await world.house.database.worker(world.town.district, (tx) =>
    sql<{ id: string }>`select id from event order by received desc, id desc limit 1`.execute(tx),
  )
  return rows[0]?.id as string
}
const receipt = (event: string) => receiptOf(world.house.database, world.town.district, event, false)
const isTrue = async (event: string) =>
  checkReceipt(JSON.parse(JSON.stringify(await receipt(event))), keysOf(world), nodePrimitives).ok

test('however many sealers there are, numbers have no gaps and the log is true', async () => {
  const houses = [world.house, await reopened(), await reopened(), await reopened()]
  let writing = true
  const sealing = houses.map(async (house) => {
    while (writing) await seal(house)
  })
  for (let n = 0; n < 60; n++) await newPlace(world)
  writing = false
  await Promise.all(sealing)
  await sealAll(world)
  const { rows } = await world.house.database.worker(world.town.district, (tx) =>
    sql<{
      n: number
      first: number
      last: number
    }>`select count(*)::int as n, min(seq) as first, max(seq) as last from event_number`.execute(tx),
  )
  assert.deepEqual(rows, [{ n: 60, first: 1, last: 60 }])
  const verdict = await verify(world)
  assert.deepEqual([verdict.firstBad, verdict.events, verdict.waiting], [null, 60, 0])
  assert.ok(verdict.seals > 1)
  assert.deepEqual(said, [])
  const root = await superuser(world)
  const below = root.query("insert into d330109.event_number values (0, gen_random_uuid(), '', '')")
  await assert.rejects(below, { constraint: 'event_number_seq_check' })
  await root.end()
})

test('the signing key lies outside, for nobody else to read, and what is published holds no secret', async () => {
  const { signingKeysFile, publishedKeysFile } = world.house.config
  assert.equal((await stat(signingKeysFile)).mode & 0o777, 0o600)
  const { privateKey } = JSON.parse(await readFile(signingKeysFile, 'utf8'))
  assert.ok(privateKey.length > 40)
  assert.ok(!(await readFile(publishedKeysFile, 'utf8')).includes('private'))
})

test('the next key is taken by a server that runs; what the one before sealed stays true', async () => {
  const event = await newestEvent()
  const before = await readFile(world.house.config.signingKeysFile, 'utf8')
  const made = takeNewKey(world.house.config, 'sm2', now())
  assert.ok(!(await readFile(world.house.config.signingKeysFile, 'utf8')).includes(JSON.parse(before).privateKey))
  await newPlace(world)
  assert.equal(await seal(world.house), 1)
  const newest = await receipt(await newestEvent())
  assert.deepEqual([newest.seal.key, newest.seal.algorithm, newest.seal.hash], [made.id, 'sm2', 'sm3'])
  assert.ok((await isTrue(event)) && (await isTrue(newest.event.id)))
  const verdict = await verify(world)
  assert.equal(verdict.firstBad, null)
  assert.equal(Object.keys(verdict.keys).length, 2)

  await writeFile(world.house.config.signingKeysFile, before)
  const house = await reopened()
  assert.equal(house.signing.current(), null)
  assert.match(said.join(), /is older than/)
})

test('a lost key stops nobody from working, and comes back only on purpose', async () => {
  const { signingKeysFile } = world.house.config
  await rename(signingKeysFile, `${signingKeysFile}.lost`)
  const house = await reopened()
  assert.match(said.join(), /signing-keys.json is missing. Everything works on.*bihuan keys --rotate --lost/)
  await assert.rejects(stat(signingKeysFile), { code: 'ENOENT' })
  await newPlace(world)
  const event = await newestEvent()
  assert.equal(await seal(house), 1)
  assert.equal(await seal(house), 0)
  await assert.rejects(receipt(event), { code: 'receipt.not_sealed' })
  const { firstBad } = await verify(world)
  assert.equal(firstBad?.kind, 'inserted')
  assert.match(firstBad?.detail ?? '', /while there was no key/)

  takeNewKey(house.config, 'ed25519', now())
  await newPlace(world)
  assert.equal(await seal(house), 1)
  assert.equal(await seal(house), 1)
  house.heads.close()
  const verdict = await verify(world)
  assert.equal(verdict.firstBad, null)
  assert.equal(Object.keys(verdict.keys).length, 3)
  const late = await receipt(event)
  assert.deepEqual([late.seal.algorithm, late.seal.hash], ['ed25519', 'sm3'])
  assert.ok((await isTrue(event)) && (await isTrue(await newestEvent())))
  await rm(`${signingKeysFile}.lost`)
})

test('a damaged key is said, not sealed with, and not replaced', async () => {
  const { signingKeysFile } = world.house.config
  assert.notEqual(world.house.signing.current(), null)
  const whole = await readFile(signingKeysFile, 'utf8')
  const stored = JSON.parse(whole)
  for (const broken of [
    '{',
    '{}',
    JSON.stringify({ ...stored, privateKey: 'AAAA' }),
    JSON.stringify({ ...stored, current: 'x' }),
  ]) {
    said = []
    await writeFile(signingKeysFile, broken)
    assert.equal((await reopened()).signing.current(), null)
    assert.match(said.join(), /damaged|cannot be read/)
    assert.equal(await readFile(signingKeysFile, 'utf8'), broken)
    // Who has the key in memory goes on with it.
    assert.notEqual(world.house.signing.current(), null)
  }
  await writeFile(signingKeysFile, whole)
  assert.notEqual((await reopened()).signing.current(), null)
})

test('a key that was replaced where the server does not look seals no more, and says so', async () => {
  const { config } = world.house
  const house = await reopened()
  const before = house.signing.current()
  const folder = path.join(config.dataFolder, 'elsewhere')
  await mkdir(folder)
  const elsewhere = { ...config, signingKeysFile: path.join(folder, 'signing-keys.json') }
  assert.throws(() => assertHere(elsewhere), /There is no .*elsewhere.*BIHUAN_KEYS.*--rotate --lost/)
  assertHere(config)

  const made = takeNewKey(elsewhere, 'ed25519', now())
  assert.equal(house.signing.current(), null)
  assert.match(said.join(), new RegExp(`${made.id} took the place of key ${before?.id}.*Everything works on`))
  assert.throws(() => assertHere(config), /BIHUAN_KEYS.*--rotate --lost/)
  assert.equal(house.signing.published().keys.at(-1)?.id, made.id)
  await newPlace(world)
  assert.equal(await seal(house), 1)
  assert.equal(await seal(house), 0)
  assert.equal((await reopened()).signing.current(), null)

  await rename(elsewhere.signingKeysFile, config.signingKeysFile)
  assert.equal(house.signing.current()?.id, made.id)
  assert.equal(await seal(house), 1)
  house.heads.close()
  assert.equal((await verify(world)).firstBad, null)
})

test('a key that was replaced by one that cannot be read seals no more', async () => {
  const { signingKeysFile } = world.house.config
  const house = await reopened()
  assert.notEqual(house.signing.current(), null)
  const made = takeNewKey(world.house.config, 'ed25519', now())
  const whole = await readFile(signingKeysFile, 'utf8')
  await rm(signingKeysFile)
  await mkdir(signingKeysFile)
  assert.equal(house.signing.current(), null)
  assert.match(said.join(), /cannot be read.* took the place of key /)
  await rm(signingKeysFile, { recursive: true })
  await writeFile(signingKeysFile, whole, { mode: 0o600 })
  assert.equal(house.signing.current()?.id, made.id)
})

test('a key that ended by what is published is not taken up again', async () => {
  const { publishedKeysFile } = world.house.config
  const house = await reopened()
  const whole = await readFile(publishedKeysFile, 'utf8')
  const keys = keysOf(world).keys.map((key) => ({ ...key, until: key.until ?? now() }))
  await writeFile(publishedKeysFile, JSON.stringify({ version: 1, keys }))
  assert.equal(house.signing.current(), null)
  assert.equal((await reopened()).signing.current(), null)
  assert.match(said.join(), /is out of use since/)
  assert.deepEqual(keysOf(world).keys, keys)
  await writeFile(publishedKeysFile, whole)
  assert.notEqual(house.signing.current(), null)
})

test('what root replaces stays with whom it belonged to', { skip: process.getuid?.() !== 0 }, async () => {
  const { signingKeysFile, publishedKeysFile } = world.house.config
  const owners = async () => [(await stat(signingKeysFile)).uid, (await stat(publishedKeysFile)).gid]
  await chown(signingKeysFile, 65_534, 65_534)
  await chown(publishedKeysFile, 65_533, 65_533)
  takeNewKey(world.house.config, 'ed25519', now())
  assert.deepEqual(await owners(), [65_534, 65_533])
  assert.equal((await stat(signingKeysFile)).mode & 0o777, 0o600)
  await rm(signingKeysFile)
  takeNewKey(world.house.config, 'ed25519', now())
  assert.deepEqual(await owners(), [65_533, 65_533])
})

test('the newest seal is kept outside the database soon, and a torn file is no head', async () => {
  const { sealHeadsFile } = world.house.config
  const head = { no: 7, last: 70, hash: 'ab', at: now() }
  const own = openSealHeads(`${sealHeadsFile}.own`, (error) => assert.fail(String(error)))
  own.note('330109', head)
  own.note('330109', { ...head, no: 8 })
  assert.deepEqual(readSealHeads(`${sealHeadsFile}.own`), {})
  const other = openSealHeads(`${sealHeadsFile}.own`, (error) => assert.fail(String(error)))
  other.note('330102', head)
  other.close()
  own.close()
  assert.deepEqual(readSealHeads(`${sealHeadsFile}.own`), { '330109': { ...head, no: 8 }, '330102': head })
  for (const damaged of ['{"districts":{"330109":null}}', '{"districts":{"330109":{"no":"7"}}}', '{"districts":']) {
    await writeFile(`${sealHeadsFile}.own`, damaged)
    assert.throws(() => readSealHeads(`${sealHeadsFile}.own`), /damaged/)
  }
  const torn: unknown[] = []
  const left = openSealHeads(`${sealHeadsFile}.own`, (error) => torn.push(error))
  left.note('330109', head)
  left.close()
  assert.equal(torn.length, 2)
  assert.equal(await readFile(`${sealHeadsFile}.own`, 'utf8'), '{"districts":')
})

test('what was dated back, or sealed late, is counted and shown, and a clock put back makes no log untrue', async () => {
  const { time } = world.house
  const later = (ms: number) => time.setTo(instant(millis(now()) + ms))
  await sealAll(world)
  const { outOfTime, sealedLate, ...before } = await verify(world)
  assert.deepEqual([before.firstBad, outOfTime.events, sealedLate.events], [null, 0, 0])

  await newPlace(world)
  const late = await newestEvent()
  later(11 * minute)
  await sealAll(world)
  const once = await verify(world)
  assert.deepEqual([once.firstBad, once.outOfTime.events, once.sealedLate.events], [null, 0, 1])
  assert.equal(once.sealedLate.first?.event, late)

  const root = await superuser(world)
  const dateAs = async (received: string) => {
    const { rows } = await root.query(
      `with made as (insert into d330109.event select * from jsonb_populate_record(null::d330109.event,
        (select to_jsonb(e) || jsonb_build_object('id', gen_random_uuid(), 'received', $2::text)
          from d330109.event e where id = $1)) returning id)
      insert into d330109.unnumbered select id from made returning event_id`,
      [late, received],
    )
    return rows[0].event_id as string
  }
  const old = await dateAs('2020-01-01T00:00:00Z')
  await sealAll(world)
  const dated = await verify(world)
  assert.deepEqual([dated.firstBad, dated.outOfTime.events, dated.sealedLate.events], [null, 1, 1])
  const { first } = dated.outOfTime
  assert.deepEqual([first?.event, first?.received], [old, '2020-01-01T00:00:00.000Z'])
  assert.ok((first?.sealedAt ?? '') > '2022')

  later(-60 * minute)
  await newPlace(world)
  await sealAll(world)
  const back = await verify(world)
  assert.deepEqual([back.firstBad, back.outOfTime.events], [null, 2])

  later(60 * minute)
  await dateAs('2099-01-01T00:00:00Z')
  await sealAll(world)
  await newPlace(world)
  await sealAll(world)
  assert.equal((await verify(world)).outOfTime.events, 3, 'one of the future alone, and not all behind it')
  await root.end()
})

test('events that come one after the other share a seal: ten a second at most', async () => {
  const town = await openWorld({ ticking: true })
  try {
    const started = performance.now()
    while (performance.now() - started < 1500) await newPlace(town)
    while ((await verify(town)).waiting > 0) await sleep(20)
    const elapsed = performance.now() - started
    const { seals, events, firstBad } = await verify(town)
    assert.equal(firstBad, null)
    assert.ok(events > 2 * seals, `${events} events under ${seals} seals`)
    assert.ok(seals <= elapsed / 100 + 1, `${seals} seals in ${elapsed} ms`)
  } finally {
    await town.end()
  }
})
