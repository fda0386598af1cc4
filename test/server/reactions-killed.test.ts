import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from '#domain/events.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { seededRandom } from '#server/demo/random.ts'
import { type Reaction, type Running, startReactions } from '#server/events/reactions.ts'
import { sealEvents } from '#server/events/seal.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
before(async () => {
  world = await openWorld()
  root = await superuser(world)
  // Nothing in the table itself would stop a second row for the same event.
  await root.query('create table d330109.effect (event_id uuid not null)')
  await root.query('grant insert on d330109.effect to bihuan_worker')
})
after(async () => {
  await root?.end()
  await world?.end()
})

const registration = (): Command => {
  const address = {
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/001/03/',
    address: '民丰路8号',
    position: null,
  }
  const data = { kind: 'shop', name: '试点', ...address, contact: null }
  return { id: mint(world), type: 'place.register', subject: mint(world), at: world.house.time.now(), data }
}

async function register(count: number): Promise<void> {
  const { district, actor } = world.as('chenjianguo')
  const batch = Array.from({ length: count }, registration)
  const answers = await applyBatch(world.house.path, { district, actor, actorsOf: null }, batch)
  for (const { outcome } of answers) assert.equal(outcome, 'accepted')
}

const standing = async () => {
  const { rows } = await root.query(`select (select count(*)::int from d330109.effect) as effects,
    (select count(distinct event_id)::int from d330109.effect) as events,
    (select coalesce(max(seq), 0)::int from d330109.event_cursor where name = 'effects') as cursor,
    (select coalesce(max(seq), 0)::int from d330109.event_number) as numbered`)
  return rows[0] as { effects: number; events: number; cursor: number; numbered: number }
}

describe('a reaction whose process is killed', () => {
  const script = new URL(import.meta.resolve('#test/crash/reaction-process.ts'))
  const start = (env: NodeJS.ProcessEnv) =>
    fork(script, [world.database.url], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })

  it('goes on with the next one, and each event has had its effect once', { timeout: 60_000 }, async () => {
    const seed = process.env['BIHUAN_SEED'] ?? 'reactions'
    const random = seededRandom(seed)
    for (let n = 0; n < 6; n++) await register(200)
    while ((await sealEvents(world.house, world.town.district)) > 0);
    const total = (await standing()).numbered
    assert.ok(total >= 1200)
    const deaths = [
      { DIE_AT: 'before', DIE_ON: '1' },
      { DIE_AT: 'within', DIE_ON: '1' },
      { DIE_AT: 'after', DIE_ON: '1' },
      ...Array.from({ length: 2 }, () => ({ DIE_AT: random.pick(['before', 'within', 'after']), DIE_ON: '2' })),
    ]
    for (const env of deaths) {
      const child = start(env)
      const [, signal] = await once(child, 'exit')
      assert.equal(signal, 'SIGKILL')
      const { effects, events, cursor } = await standing()
      assert.deepEqual({ effects, events }, { effects: cursor, events: cursor }, JSON.stringify(env))
    }
    // From outside, at whatever moment: between the effect and its commit, or in the commit itself.
    for (let n = 0; n < 4; n++) {
      const child = start({})
      const before = (await standing()).cursor
      const until = Date.now() + 5000
      while ((await standing()).cursor === before && before < total && Date.now() < until)
        await sleep(random.between(1, 15))
      child.kill('SIGKILL')
      await once(child, 'exit')
      await register(40)
      while ((await sealEvents(world.house, world.town.district)) > 0);
    }
    const last = start({})
    const until = Date.now() + 20_000
    while ((await standing()).cursor < (await standing()).numbered && Date.now() < until) await sleep(50)
    last.disconnect()
    await once(last, 'exit')
    const { effects, events, cursor, numbered } = await standing()
    console.log(`seed ${seed}: ${effects} effects of ${numbered} events, after ${deaths.length + 4} kills`)
    assert.deepEqual({ effects, events, cursor }, { effects: numbered, events: numbered, cursor: numbered })
  })

  it('is seen to do it twice when its effect and its cursor are two transactions', { timeout: 60_000 }, async () => {
    await register(40)
    while ((await sealEvents(world.house, world.town.district)) > 0);
    const wrong = start({ APART: 'yes', DIE_AT: 'after', DIE_ON: '1' })
    await once(wrong, 'exit')
    const { effects, cursor } = await standing()
    assert.equal(effects, cursor + 40)
  })
})

describe('a reaction that is no good', () => {
  const district = () => world.town.district
  const noted = (running: Running, work: () => Promise<void>) => work().finally(() => running.stop())
  /** How long each of `count` commands took over HTTP, in ms, sorted. */
  const latencies = async (count: number): Promise<number[]> => {
    const worker = await world.login('chenjianguo')
    const took: number[] = []
    for (let n = 0; n < count; n++) {
      const payload = { commands: [registration()] }
      const began = performance.now()
      const answer = await worker.send('POST', '/api/sync', payload)
      took.push(performance.now() - began)
      assert.equal(answer.json().answers[0].outcome, 'accepted')
    }
    return took.sort((a, b) => a - b)
  }
  const middle = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] as number

  it('holds no writer while it sleeps for five seconds, and nothing keeps events from being numbered', async () => {
    await latencies(30)
    const calm = await latencies(100)
    let asleep = 0
    let woken = false
    const sleeper: Reaction = {
      name: 'sleeper',
      async react() {
        asleep = performance.now()
        await sleep(5000)
        woken = true
      },
    }
    await noted(startReactions(world.house, [district()], [sleeper]), async () => {
      while (asleep === 0) await sleep(10)
      const meanwhile = await latencies(100)
      assert.equal(woken, false, `100 commands took longer than its sleep: ${performance.now() - asleep} ms`)
      const before = (await standing()).numbered
      while ((await sealEvents(world.house, district())) > 0);
      assert.ok((await standing()).numbered >= before + 200)
      assert.equal(woken, false)
      const ratio = middle(meanwhile) / middle(calm)
      console.log(
        `median ${middle(calm).toFixed(1)} ms alone, ${middle(meanwhile).toFixed(1)} ms while it sleeps: × ${ratio.toFixed(2)}; longest ${meanwhile.at(-1)?.toFixed(0)} ms`,
      )
      // A writer that was held would wait for seconds; a busy machine alone makes a factor.
      assert.ok(ratio < 4, `× ${ratio}`)
      assert.ok((meanwhile.at(-1) as number) < 2500)
    })
  })

  it('holds back neither writers nor other reactions when it always throws', async () => {
    const calm = await latencies(60)
    const seen: number[] = []
    let thrown = 0
    const failing: Reaction = {
      name: 'failing',
      async react() {
        thrown += 1
        throw new TypeError('never')
      },
    }
    const sound: Reaction = {
      name: 'sound',
      async react(_tx, _district, events) {
        seen.push(...events.map(({ seq }) => seq))
      },
    }
    await noted(startReactions(world.house, [district()], [failing, sound]), async () => {
      const meanwhile = await latencies(60)
      while ((await sealEvents(world.house, district())) > 0);
      const { numbered } = await standing()
      for (const until = Date.now() + 10_000; seen.length < numbered && Date.now() < until; ) await sleep(20)
      assert.deepEqual(
        seen,
        Array.from({ length: numbered }, (_, n) => n + 1),
      )
      assert.ok(thrown > 0)
      const ratio = middle(meanwhile) / middle(calm)
      console.log(`median × ${ratio.toFixed(2)} beside one that threw ${thrown} times`)
      assert.ok(ratio < 4, `× ${ratio}`)
    })
    const { rows } = await root.query(`select seq, skipped from d330109.event_cursor where name = 'failing'`)
    assert.ok(rows.length === 0 || Number(rows[0].seq) === rows[0].skipped.length)
  })
})

describe('reactions that are asked to catch up', () => {
  it('are through when that is done, also those that read behind another one', async () => {
    await register(5)
    while ((await sealEvents(world.house, world.town.district)) > 0);
    await world.react()
    const { rows } = await root.query(`select name from d330109.event_cursor
      where name in ('notices', 'phases', 'tallies') and seq = (select max(seq) from d330109.event_number) order by name`)
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['notices', 'phases', 'tallies'],
    )
  })
})
