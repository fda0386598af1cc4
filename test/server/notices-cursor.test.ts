import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { problem } from '#domain/problems.ts'
import { sql } from '#server/db/sql.ts'
import { type Effect, readOnce } from '#server/events/cursor.ts'
import type { NumberedEvent } from '#server/events/numbered.ts'
import { reader, startReactions } from '#server/events/reactions.ts'
import { RecentEvents } from '#server/events/recent.ts'
import { sealEvents } from '#server/events/seal.ts'
import { openTown, type Town } from './notices-town.ts'

let town: Town
before(async () => {
  town = await openTown()
})
after(() => town.close())

/** Writes each event that it meets into a table, as a reaction with an effect in the database would. */
const noteInto =
  (name: string): Effect =>
  async (tx, events) => {
    for (const event of events)
      await sql`insert into command (account_id, id, digest, answer, received) values (${event.id}, ${event.id}, '\\x00', ${JSON.stringify(name)}, ${event.received})`.execute(
        tx,
      )
  }
const noted = (name: string) =>
  town.house.database.worker(town.district, async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`select id from command where answer = ${JSON.stringify(name)}::jsonb`.execute(tx)
    return rows.map((row) => row.id)
  })
const allEvents = () =>
  town.house.database.worker(town.district, async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`select e.id from event e join event_number n on n.event_id = e.id order by n.seq`.execute(tx)
    return rows.map((row) => row.id)
  })

describe('reading events in order, once', () => {
  before(async () => {
    for (let n = 0; n < 5; n++) await town.registers()
    await sealEvents(town.house, town.district)
  })

  it('gives every event once, in order, in batches', async () => {
    const seen: number[] = []
    const look: Effect = async (_tx, events) => {
      seen.push(...events.map((event) => event.seq))
    }
    const counts = []
    for (let n = 0; n < 4; n++)
      counts.push(await readOnce(town.house.database, town.district, { name: 'looking' }, 2, look))
    assert.deepEqual(counts, [2, 2, 1, 0])
    assert.deepEqual(seen, [1, 2, 3, 4, 5])
  })

  it('meets the same events whether they are still in hand or fetched again', async () => {
    const read = async (name: string, recent?: RecentEvents) => {
      const seen: unknown[] = []
      const look: Effect = async (_tx, events) => void seen.push(...events)
      while ((await readOnce(town.house.database, town.district, { name }, 2, look, recent)) > 0);
      return seen
    }
    const fetched = await read('fetching')
    assert.equal(fetched.length, 5)
    assert.deepEqual(await read('in hand', town.house.recent), fetched)
    assert.equal(town.house.recent.after(town.district.code, 0, 9).length, 5)
  })

  it('looks up what is no longer in hand, and never steps over what another process numbered', () => {
    const recent = new RecentEvents(4)
    const event = (seq: number) => ({ seq }) as NumberedEvent
    const after = (seq: number, most = 9) => recent.after('330109', seq, most).map((one) => one.seq)
    assert.deepEqual(after(0), [])
    recent.add('330109', [1, 2, 3].map(event))
    recent.add('330109', [4, 5].map(event))
    assert.deepEqual([after(0), after(1), after(3, 1), after(5)], [[], [2, 3, 4, 5], [4], []])
    recent.add('330109', [])
    recent.add('330109', [9, 10].map(event))
    assert.deepEqual([after(4), after(5), after(8), after(10)], [[], [], [9, 10], []])
    assert.deepEqual(recent.after('330102', 8, 9), [])
  })

  it('keeps nothing of an effect that broke before the cursor moved, and reads the same again', async () => {
    const note = noteInto('crash')
    await assert.rejects(
      readOnce(town.house.database, town.district, { name: 'crash' }, 10, async (tx, events) => {
        await note(tx, events)
        throw new Error('the power went out')
      }),
      /power/,
    )
    assert.deepEqual(await noted('crash'), [])
    assert.equal(await readOnce(town.house.database, town.district, { name: 'crash' }, 10, note), 5)
    assert.equal(await readOnce(town.house.database, town.district, { name: 'crash' }, 10, note), 0)
    assert.deepEqual((await noted('crash')).sort(), (await allEvents()).sort())
  })

  it('lets one of two readers pass while the other holds the cursor', async () => {
    await readOnce(town.house.database, town.district, { name: 'two' }, 1, async () => undefined)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let entered = () => {}
    const inside = new Promise<void>((resolve) => {
      entered = resolve
    })
    const first = readOnce(town.house.database, town.district, { name: 'two' }, 10, async () => {
      entered()
      await held
    })
    await inside
    assert.equal(
      await readOnce(town.house.database, town.district, { name: 'two' }, 10, async () => assert.fail('read twice')),
      0,
    )
    release()
    assert.equal(await first, 4)
  })

  it('reads each event once however many readers start together under a new name', async () => {
    const seen: number[] = []
    const look: Effect = async (_tx, events) => {
      seen.push(...events.map((event) => event.seq))
    }
    const reader = async () => {
      for (let n = 0; n < 8; n++) await readOnce(town.house.database, town.district, { name: 'crowd' }, 1, look)
    }
    await Promise.all([reader(), reader(), reader()])
    assert.deepEqual(seen.sort(), [1, 2, 3, 4, 5])
  })

  it('goes on after a failure, and stops when told', async () => {
    const seen: number[] = []
    let failures = 0
    const running = startReactions(
      town.house,
      [town.district],
      [
        {
          name: 'shaky',
          async react(_tx, _district, events) {
            failures += 1
            if (failures === 1) throw new Error('not yet')
            seen.push(...events.map((event) => event.seq))
          },
        },
      ],
    )
    while (seen.length < 5) await new Promise((resolve) => setTimeout(resolve, 50))
    await running.stop()
    assert.deepEqual(seen, [1, 2, 3, 4, 5])
  })

  it('leaves behind an event that it can never take, notes it, and tells everything else', async () => {
    const seen: number[] = []
    const step = reader(town.house, town.district, {
      name: 'poisoned',
      async react(_tx, _district, events) {
        if (events.some((event) => event.seq === 3)) throw new TypeError(`words of ${events[0]?.subject}`)
        seen.push(...events.map((event) => event.seq))
      },
    })
    let pauses = 0
    for (let n = 0; n < 40 && !seen.includes(5); n++) if ((await step()) > 0) pauses += 1
    assert.deepEqual(seen, [1, 2, 4, 5])
    assert.ok(pauses >= 7, `${pauses} pauses: time enough for what passes by itself`)
    const { rows } = await town.house.database.worker(town.district, (tx) =>
      sql<{ seq: number; skipped: { seq: number; event: string; why: string }[] }>`
        select seq, skipped from event_cursor where name = 'poisoned'`.execute(tx),
    )
    assert.equal(rows[0]?.seq, 5)
    const [skipped, ...more] = rows[0]?.skipped ?? []
    assert.deepEqual([skipped?.seq, skipped?.why, more], [3, 'TypeError', []])
    assert.equal(skipped?.event, (await allEvents())[2])
  })

  it('waits for a database that is full, away or busy, however long, and steps over nothing for that', async () => {
    const passing = [
      ...['53100', '57P01', '40001', '40P01', '55P03', '57014', 'ECONNREFUSED'].map((code) =>
        Object.assign(new Error(code), { code }),
      ),
      problem('server.disk_full'),
    ]
    const seen: number[][] = []
    let failures = 0
    const step = reader(town.house, town.district, {
      name: 'patient',
      async react(_tx, _district, events) {
        const error = passing[failures++ % passing.length]
        if (failures <= 5 * passing.length) throw error
        seen.push(events.map(({ seq }) => seq))
      },
    })
    const pauses: number[] = []
    while (seen.length === 0) pauses.push(await step())
    assert.deepEqual(seen, [[1, 2, 3, 4, 5]])
    assert.equal(Math.max(...pauses), 30_000)
    const { rows } = await town.house.database.worker(town.district, (tx) =>
      sql<{ seq: number; skipped: unknown[] }>`select seq, skipped from event_cursor where name = 'patient'`.execute(
        tx,
      ),
    )
    assert.deepEqual(rows, [{ seq: 5, skipped: [] }])
  })

  it('never overtakes the one that it reads behind, in memory or in the log', async () => {
    const seen: number[] = []
    const look: Effect = async (_tx, events) => void seen.push(...events.map(({ seq }) => seq))
    const follow = (recent?: RecentEvents) =>
      readOnce(town.house.database, town.district, { name: 'follower', behind: 'leader' }, 10, look, recent)
    const lead = (most: number) =>
      readOnce(town.house.database, town.district, { name: 'leader' }, most, async () => undefined)
    assert.equal(await follow(town.house.recent), 0)
    await lead(2)
    assert.deepEqual([await follow(town.house.recent), await follow(), seen], [2, 0, [1, 2]])
    await lead(2)
    assert.deepEqual([await follow(), await follow(town.house.recent), seen], [2, 0, [1, 2, 3, 4]])
  })
})
