import assert from 'node:assert/strict'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkReceipt } from '#domain/receipts.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { takeNewKey } from '#server/crypto/signing-files.ts'
import { sql } from '#server/db/sql.ts'
import { receiptOf } from '#server/events/receipts.ts'
import { sealEvents } from '#server/events/seal.ts'
import { openSealHeads, readSealHeads } from '#server/events/seal-heads.ts'
import { openHouse } from '#server/house.ts'
import type { House } from '#server/http/house.ts'
import { openWorld, type World } from '#test/world.ts'
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
  assert.match(said.join(), /signing-keys.json is missing. Everything works on.*bihuan keys --rotate/)
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
