import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run as feed } from '#bench/feed.ts'
import { fill } from '#bench/fill/fill.ts'
import { run as lifecycle } from '#bench/lifecycle.ts'
import { run as replay } from '#bench/replay.ts'
import { type Figure, quiet, type Result } from '#bench/result.ts'
import { openStage } from '#bench/stage.ts'
import { run as start } from '#bench/start.ts'
import type { Hazard } from '#domain/hazards.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'

/** How fast it was is not asked here: other tests run beside it. */
function figure(made: Result, name: RegExp): Figure {
  const found = made.figures.find((one) => name.test(one.name))
  assert.ok(found, `${made.name} has no figure ${name}: ${made.figures.map((one) => one.name).join(', ')}`)
  assert.ok(Number.isFinite(found.value), `${found.name} is ${found.value}`)
  return found
}

test('both servers write the same rows, nothing is refused, and every answer is seen by the next read', async () => {
  const said: string[] = []
  const made = await lifecycle({ ...quiet, say: (line) => said.push(line) })
  const faults = [/^errors/, /^answers not seen/, /^differences/].map((name) => figure(made, name))
  assert.deepEqual(
    faults.filter((one) => one.value !== 0 || one.met !== true),
    [],
    said.join('\n'),
  )
  assert.ok((figure(made, /^requests at 0 hazards$/).limit ?? 0) > 0)
  assert.ok((figure(made, /^requests at 300 hazards$/).ratio ?? 0) > 0)
})

test('every screen that may see a hazard hears of each change', async () => {
  const made = await feed(quiet)
  assert.equal(figure(made, /^changes not heard/).met, true)
  assert.equal(figure(made, /^errors/).value, 0)
  assert.ok(figure(made, /95 %/).value < 10)
})

test('the pilot is replayed over HTTP without a refusal, and a bare server writes the same', async () => {
  const said: string[] = []
  const made = await replay({ ...quiet, say: (line) => said.push(line) })
  assert.equal(figure(made, /^refused/).value, 0, said.join('\n'))
  assert.equal(figure(made, /^tables/).value, 0, said.join('\n'))
  assert.ok((figure(made, /^commands/).limit ?? 0) > 0)
})

test('an installation that exists comes to /ready, and its memory is known', async () => {
  const made = await start(quiet)
  assert.ok(figure(made, /^to \/ready/).value > 0)
  assert.ok(figure(made, /^of it PostgreSQL/).value > 1)
})

test('what is filled in is what the product would have written', async () => {
  const stage = await openStage({})
  try {
    const filled = await fill(stage, { hazards: 400, seed: 'a test' })
    assert.equal(filled.hazards, 400)
    assert.equal(filled.astray, 0)
    const count = async (from: string) => Number((await stage.raw.query(`select count(*) as n from ${from}`)).rows[0].n)
    assert.equal(await count('event'), await count('event_number'))
    assert.equal(
      await count('(select max(seq) as last, count(*) as n from event_number having max(seq) = count(*)) t'),
      1,
    )
    assert.equal(
      await count(
        'event_number n join event e on e.id = n.event_id join (select seq + 1 as seq, event_id from event_number) b using (seq) join event before on before.id = b.event_id where before.received > e.received',
      ),
      0,
    )
    assert.equal(
      await count(
        'event e where not exists (select from command c where c.account_id = e.account_id and c.id = e.command_id)',
      ),
      0,
    )
    assert.equal(await count('clock where due_at <= now()'), 0)
    assert.equal(await count("hazard h where status = 'closed' and exists (select from clock where subject = h.id)"), 0)
    assert.ok((await count('hazard where relapse_of is not null')) > 0)

    const { rows } = await stage.raw.query<{ hazard: Record<string, unknown>; events: Recorded[] }>(
      `select to_jsonb(h) as hazard, (select jsonb_agg(jsonb_build_object('type', e.type, 'data', e.data, 'at', e.occurred,
          'by', e.account_id, 'commandId', e.command_id) order by n.seq)
        from event e join event_number n on n.event_id = e.id where e.subject = h.id) as events from hazard h`,
    )
    for (const { hazard, events } of rows) {
      const folded = events.reduce<Hazard | null>((was, { type, data, by, at, commandId }) => {
        const event = { type, data } as HazardEvent
        const moment = { hazardId: String(hazard['id']), by, at: new Date(at).toISOString(), commandId }
        return evolveHazard(was, event, moment)
      }, null)
      assert.deepEqual(plain(folded), plain(hazard))
    }
  } finally {
    await stage.close()
  }
})

type Recorded = { type: string; data: unknown; at: string; by: string; commandId: string }

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Column names, and instants in one spelling. */
function plain(hazard: object | null): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(hazard ?? {})
      .map(([key, value]): [string, unknown] => {
        const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
        return [snake(key), isInstant ? new Date(value).toISOString() : value]
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
