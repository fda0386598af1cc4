import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type pg from 'pg'
import { sealEvents } from '#server/events/seal.ts'
import { openSealHeads } from '#server/events/seal-heads.ts'
import type { LogFault } from '#server/events/verify-faults.ts'
import { makeKey } from '#test/domain/sealing-kit.ts'
import { openWorld, type World } from '#test/world.ts'
import { superuser } from './attack/oracle.ts'
import {
  breakIn,
  forgeChain,
  forgeLeaf,
  forgeRoot,
  forgeSignature,
  keysOf,
  putBack,
  sealAll,
  sealNow,
  verify,
} from './sealed-log.ts'
import { newPlace } from './walks.ts'

/** A log of four seals: events 1 to 3, 4 to 8, 9 to 15 and 16 to 20. */
const sizes = [3, 5, 7, 5]
const newest = 20
let world: World
let client: pg.Client

before(async () => {
  world = await openWorld()
  for (const size of sizes) {
    for (let n = 0; n < size; n++) await newPlace(world)
    await sealAll(world)
  }
  client = await superuser(world)
  await breakIn(client)
})
after(async () => {
  await client?.end()
  await world?.end()
})
afterEach(() => putBack(client))

test('an untouched log is true, and says how much it holds', async () => {
  const verdict = await verify(world)
  assert.equal(verdict.firstBad, null)
  assert.deepEqual([verdict.events, verdict.seals, verdict.waiting, verdict.head], [newest, 4, 0, 4])
  assert.deepEqual(Object.values(verdict.keys), [4])
  await newPlace(world)
  assert.deepEqual([(await verify(world)).firstBad, (await verify(world)).waiting], [null, 1])
  for (const page of [1, 2, 3, 4, 5, 10, 19, 20, 21])
    assert.equal((await verify(world, keysOf(world), page)).firstBad, null, `${page} rows at a time`)
})

type Attack = [name: string, kind: LogFault, where: { seal?: number; seq?: number }, does: () => Promise<unknown>]
const run = (sql: string) => () => client.query(sql)
const eventAt = (seq: number) => `(select event_id from event_number where seq = ${seq})`
const other = makeKey()

const attacks: Attack[] = [
  [
    'a word in the data',
    'altered',
    { seal: 2, seq: 6 },
    run(`update event set data = data || '{"kind":"shop"}' where id = ${eventAt(6)}`),
  ],
  [
    'a microsecond',
    'altered',
    { seal: 2, seq: 4 },
    run(`update event set occurred = occurred + interval '1 microsecond' where id = ${eventAt(4)}`),
  ],
  [
    'a time that never comes',
    'altered',
    { seal: 1, seq: 1 },
    run(`update event set received = 'infinity' where id = ${eventAt(1)}`),
  ],
  [
    'a digit that no double holds',
    'altered',
    { seal: 3, seq: 9 },
    run(`update event set data = jsonb_set(data, '{version}', '1.00000000000000000001') where id = ${eventAt(9)}`),
  ],
  [
    'who did it',
    'altered',
    { seal: 4, seq: 20 },
    run(`update event set account_id = gen_random_uuid() where id = ${eventAt(20)}`),
  ],
  [
    'where it was',
    'altered',
    { seal: 3, seq: 15 },
    run(`update event set scope_path = '/330109/' where id = ${eventAt(15)}`),
  ],
  [
    'whether it came late',
    'altered',
    { seal: 3, seq: 12 },
    run(`update event set late = not late where id = ${eventAt(12)}`),
  ],
  ['the salt', 'altered', { seal: 1, seq: 2 }, run(`update event_number set salts = sha256(salts) where seq = 2`)],
  [
    'an event and its leaf',
    'altered',
    { seal: 3, seq: 9 },
    async () => {
      await client.query(`update event set type = 'place.amended' where id = ${eventAt(11)}`)
      await forgeLeaf(world, client, 11)
    },
  ],
  ['an event', 'deleted', { seal: 2, seq: 5 }, run(`delete from event where id = ${eventAt(5)}`)],
  ['a number', 'deleted', { seal: 2, seq: 5 }, run('delete from event_number where seq = 5')],
  [
    'an event and its number',
    'deleted',
    { seal: 4, seq: 20 },
    run(`delete from event where id = ${eventAt(20)}; delete from event_number where seq = 20`),
  ],
  [
    'an event, closing up behind it',
    'reordered',
    { seal: 2, seq: 5 },
    run(`delete from event where id = ${eventAt(5)}; delete from event_number where seq = 5;
    update event_number set seq = -seq where seq > 5; update event_number set seq = -seq - 1 where seq < 0`),
  ],
  [
    'an event that nobody numbered',
    'inserted',
    {},
    run(`insert into event select * from jsonb_populate_record(null::event,
    (select to_jsonb(e) || jsonb_build_object('id', gen_random_uuid()) from event e where id = ${eventAt(7)}))`),
  ],
  [
    'an event with a number of its own',
    'inserted',
    { seq: 21 },
    async () => {
      await client.query(`with made as (insert into event select * from jsonb_populate_record(null::event,
      (select to_jsonb(e) || jsonb_build_object('id', gen_random_uuid()) from event e where id = ${eventAt(7)})) returning id)
      insert into event_number select 21, id, decode(repeat('ab', 32), 'hex'), '' from made`)
      await forgeLeaf(world, client, 21)
    },
  ],
  [
    'a number far beyond',
    'inserted',
    { seq: 900 },
    run(`insert into event_number select 900, gen_random_uuid(), '', ''`),
  ],
  [
    'an event between two others',
    'reordered',
    { seal: 1, seq: 3 },
    async () => {
      await client.query(
        `update event_number set seq = -seq where seq >= 2; update event_number set seq = 1 - seq where seq < 0`,
      )
      await client.query(`with made as (insert into event select * from jsonb_populate_record(null::event,
      (select to_jsonb(e) || jsonb_build_object('id', gen_random_uuid()) from event e where id = ${eventAt(7)})) returning id)
      insert into event_number select 2, id, decode(repeat('ab', 32), 'hex'), '' from made`)
      await forgeLeaf(world, client, 2)
    },
  ],
  [
    'two events of one seal',
    'reordered',
    { seal: 3, seq: 10 },
    run(`create temp table moved as select seq, event_id from event_number where seq in (10, 13);
      update event_number set event_id = gen_random_uuid() where seq in (10, 13);
      update event_number n set event_id = m.event_id from moved m where n.seq = 23 - m.seq`),
  ],
  [
    'two events of two seals, with all their proof',
    'reordered',
    { seal: 1, seq: 2 },
    run(`update event_number set seq = -seq where seq in (2, 18);
    update event_number set seq = 20 + seq where seq < 0`),
  ],
  [
    'an event under a number below the first',
    'inserted',
    { seq: -3 },
    async () => {
      await client.query(`with made as (insert into event select * from jsonb_populate_record(null::event,
      (select to_jsonb(e) || jsonb_build_object('id', gen_random_uuid()) from event e where id = ${eventAt(7)})) returning id)
      insert into event_number select -3, id, decode(repeat('ab', 32), 'hex'), '' from made`)
      await forgeLeaf(world, client, -3)
    },
  ],
  [
    'a number so low that nobody asks for it',
    'inserted',
    { seq: -(2 ** 63) },
    run(`insert into event_number select -9223372036854775808, gen_random_uuid(), '', ''`),
  ],
  ['a number, twice', 'inserted', { seq: 5 }, run('insert into event_number select * from event_number where seq = 5')],
  [
    'the last number, twice',
    'inserted',
    { seq: 20 },
    run('insert into event_number select * from event_number where seq = 20'),
  ],
  ['an id, twice', 'inserted', { seq: 5 }, run(`insert into event select * from event where id = ${eventAt(5)}`)],
  [
    'the last id, twice',
    'inserted',
    { seq: 20 },
    run(`insert into event select * from event where id = ${eventAt(20)}`),
  ],
  [
    'a seal before the first',
    'inserted',
    { seal: -1 },
    run(`insert into seal select -1, first_seq, last_seq, root, previous, at, key_id, algorithm, hash, signature
    from seal where no = 2`),
  ],
  ['a seal, twice', 'inserted', { seal: 3 }, run('insert into seal select * from seal where no = 3')],
  ['an event that waits for its number', 'deleted', {}, run('insert into unnumbered values (gen_random_uuid())')],
  ['a seal under a key that nobody published', 'key', { seal: 4 }, () => forgeSignature(world, client, 4, other)],
  [
    'the whole log under another key',
    'key',
    { seal: 1 },
    async () => {
      await client.query(`update event set type = 'place.amended' where id = ${eventAt(2)}`)
      await forgeLeaf(world, client, 2)
      await forgeRoot(client, 1)
      for (let no = 1; no <= 4; no++) {
        if (no > 1) await forgeChain(world, client, no)
        await forgeSignature(world, client, no, other)
      }
    },
  ],
  [
    'another key under the name of ours',
    'signature',
    { seal: 4 },
    async () => forgeSignature(world, client, 4, other, (await sealNow(world, 4)).key),
  ],
  [
    'a bit of a signature',
    'signature',
    { seal: 2 },
    run('update seal set signature = set_bit(signature, 7, 1 - get_bit(signature, 7)) where no = 2'),
  ],
  [
    'when it was sealed',
    'signature',
    { seal: 4 },
    run(`update seal set at = at + interval '1 microsecond' where no = 4`),
  ],
  [
    'an event, its leaf and the root',
    'signature',
    { seal: 4 },
    async () => {
      await client.query(`update event set type = 'place.amended' where id = ${eventAt(16)}`)
      await forgeLeaf(world, client, 16)
      await forgeRoot(client, 4)
    },
  ],
  ['a root', 'root', { seal: 4 }, run(`update seal set root = sha256(root) where no = 4`)],
  [
    'the root of another seal',
    'root',
    { seal: 2 },
    run(`update seal set root = (select root from seal where no = 3) where no = 2`),
  ],
  ['a seal from the middle', 'chain', { seal: 3 }, run('delete from seal where no = 2')],
  [
    'a seal, renumbering those behind',
    'chain',
    { seal: 2 },
    run(
      `delete from seal where no = 2; update seal set no = no + 100 where no > 2; update seal set no = no - 101 where no > 2`,
    ),
  ],
  ['what a seal follows from', 'chain', { seal: 3 }, run('update seal set previous = sha256(previous) where no = 3')],
  [
    'what the first seal follows from',
    'chain',
    { seal: 1 },
    run('update seal set previous = sha256(previous) where no = 1'),
  ],
  [
    'the last seal with its events',
    'truncated',
    { seal: 4, seq: 16 },
    run(`delete from event where id in (select event_id from event_number where seq > 15);
    delete from event_number where seq > 15; delete from seal where no = 4`),
  ],
  ['two seals, leaving their events', 'truncated', { seal: 3, seq: 9 }, run('delete from seal where no > 2')],
  [
    'everything',
    'truncated',
    { seal: 1, seq: 1 },
    run('delete from event; delete from event_number; delete from seal; delete from unnumbered'),
  ],
]

describe('whoever owns the database but not the key is found out', () => {
  for (const [name, kind, where, does] of attacks)
    test(`${kind}: ${name}`, async () => {
      await does()
      const { firstBad } = await verify(world)
      assert.equal(firstBad?.kind, kind, JSON.stringify(firstBad))
      assert.deepEqual({ seal: firstBad?.seal, seq: firstBad?.seq }, { seal: undefined, seq: undefined, ...where })
    })

  for (const [name, page, sql] of [
    ['a number, twice', 10, 'insert into event_number select * from event_number where seq = 10'],
    ['an id, twice', 10, `insert into event select * from event where id = ${eventAt(10)}`],
    [
      'an id, twice, made up for in the counts',
      10,
      `insert into event select * from event where id = ${eventAt(10)}; insert into unnumbered values (${eventAt(3)})`,
    ],
    ['a seal, twice', 2, 'insert into seal select * from seal where no = 2'],
    ['the highest number', 1, "insert into event_number values (9223372036854775807, gen_random_uuid(), '', '')"],
  ] as const)
    test(`inserted: ${name}, where one page of rows ends and the next begins`, async () => {
      await client.query(sql)
      assert.equal((await verify(world, keysOf(world), page)).firstBad?.kind, 'inserted')
    })

  test('truncated: the end, even when the log has grown over it since', async () => {
    const { heads } = world.house
    await client.query(`delete from event where id in (select event_id from event_number where seq > 8);
      delete from event_number where seq > 8; delete from seal where no > 2`)
    const said: unknown[] = []
    const { log } = world.house
    const watched = {
      ...world.house,
      log: Object.assign(Object.create(log), { error: (...all: unknown[]) => said.push(all) }),
    }
    // As after a restart: what this process knows comes from the file.
    watched.heads = openSealHeads(world.house.config.sealHeadsFile, (error) => assert.fail(String(error)))
    for (let n = 0; n < 3; n++) {
      await newPlace(world)
      assert.ok((await sealEvents(watched, world.town.district)) > 0)
    }
    watched.heads.close()
    const { firstBad } = await verify(world)
    assert.deepEqual([firstBad?.kind, firstBad?.seal], ['truncated', 4])
    assert.equal(said.length, 1)
    assert.match(JSON.stringify(said), /cut short/)
    assert.equal(heads.find('330109')?.no, 4)
  })

  test('key: published keys that were tampered with', async () => {
    const { version, keys } = keysOf(world)
    const [own] = keys
    assert.ok(own)
    const posing = { ...own, publicKey: other.publicKey }
    assert.equal((await verify(world, { version, keys: [posing] })).firstBad?.kind, 'key')
    assert.equal((await verify(world, { version, keys: [] })).firstBad?.kind, 'key')
    const ended = { ...own, until: '2022-06-15T00:00:00.000Z' }
    assert.match((await verify(world, { version, keys: [ended] })).firstBad?.detail ?? '', /out of use/)
  })
})
