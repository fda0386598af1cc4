import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from '#domain/events.ts'
import { applyBatch, type WritePath } from '#server/commands/apply.ts'
import type { Handler } from '#server/commands/work.ts'
import { visitHandler } from '#server/inspections/visits.ts'
import { actorsOfPosts } from '#server/people/actors.ts'
import { phaseHandler } from '#server/phases/phases.ts'
import { placeHandler } from '#server/places/places.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { type Browser, mint, openWorld, type Person, type World } from '#test/world.ts'
import { begin, codeOf, contact, grid, newPlace, record, sign } from './walks.ts'

const guali = '/330109/113/'
const reason = '试点结束，转入长效管理'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let leader: Browser
let town: string
const deskOf = () => world.as('zhouxiaolan')

before(async () => {
  world = await openWorld()
  root = await superuser(world)
  leader = await world.login('hewenbin')
  town = (await root.query('select id from d330109.unit where path = $1', [guali])).rows[0].id
})
after(async () => {
  await root?.end()
  await world?.end()
})

/** A write path that is held up once, behind one step of one noun, and that counts how often each batch was begun. */
function heldUp(noun: Handler, step: 'prepare' | 'save') {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const path = begun(world.house.path)
  const hold = async (done: Promise<void>) => {
    await done
    reached.resolve()
    await released.promise
  }
  const handlers = path.path.handlers.map((one): Handler => {
    if (one.takes !== noun.takes) return one
    return step === 'save'
      ? { ...one, save: (work) => hold(one.save(work)) }
      : { ...one, prepare: (work, commands) => hold(one.prepare(work, commands)) }
  })
  return { ...path, path: { ...path.path, handlers }, reached: reached.promise, release: () => released.resolve() }
}

function begun(path: WritePath) {
  const attempts = { n: 0 }
  const [first, ...others] = path.handlers
  assert.ok(first)
  const prepare: Handler['prepare'] = (work, commands) => {
    attempts.n += 1
    return first.prepare(work, commands)
  }
  return { attempts, path: { ...path, handlers: [{ ...first, prepare }, ...others] } }
}

const commandOf = (type: string, subject: string, data: unknown = {}): Command => {
  return { id: mint(world), type, subject, at: world.house.time.now(), data }
}
const giveBy = async (path: WritePath, { district, actor }: Person, ...commands: Command[]) =>
  (await applyBatch(path, { district, actor, actorsOf: null }, commands)).map(codeOf)

async function beginPhase(): Promise<string> {
  const phase = mint(world)
  await world.as('hewenbin').must('phase.begin', phase, { name: '除险保安试点', unitPath: guali })
  return phase
}
const switchOf = (phase: string) => commandOf('phase.switch', phase, { into: town, reason })
const switched = (phase: string, path = world.house.path) => giveBy(path, world.as('hewenbin'), switchOf(phase))

/** Until so many wait for a lock, or what could wait has ended. */
async function untilWaiting(many: number, ending: Promise<unknown>): Promise<void> {
  let hasEnded = false
  ending.finally(() => (hasEnded = true)).catch(() => undefined)
  for (;;) {
    const { rows } = await root.query('select count(*)::int as n from pg_locks where not granted')
    if (rows[0].n >= many || hasEnded) return
    await sleep(5)
  }
}

type Figures = Record<string, number>
const valuesOf = (figures: { key: string; value: number }[]): Figures =>
  Object.fromEntries(figures.map(({ key, value }) => [key, value]))
const frozen = async (phase: string) =>
  valuesOf((await leader.get(`/api/phases/${phase}`)).json().snapshot.contents.figures)
const counted = async () => valuesOf((await leader.get('/api/reports/pilot')).json().figures)

async function walked(login: string, act: 'safetyVisit' | 'administrativeInspection', companions: string[] = []) {
  const place = await newPlace(world)
  const visit = await begin(world, login, place, act, companions)
  await record(world, login, visit, [])
  await sign(world, login, visit)
  return { place, visit }
}

describe('a switch beside somebody who writes', () => {
  const finishing = (login: string, act: 'safetyVisit' | 'administrativeInspection', companions: string[] = []) => {
    return async () => {
      const { visit } = await walked(login, act, companions)
      return { who: world.as(login), command: commandOf(`${act}.finish`, visit), noun: visitHandler, change: 1 }
    }
  }
  const merging = async () => {
    const both = [await walked('chenjianguo', 'safetyVisit'), await walked('chenjianguo', 'safetyVisit')]
    for (const { visit } of both) await world.as('chenjianguo').must('safetyVisit.finish', visit)
    const [twin, kept] = both.map(({ place }) => place) as [string, string]
    const command = commandOf('place.merge', twin, { into: kept, reason: '重复登记' })
    return { who: deskOf(), command, noun: placeHandler, change: -1 }
  }
  const writers = {
    'finishes a visit': finishing('chenjianguo', 'safetyVisit'),
    'finishes an inspection': finishing('wuzhiqiang', 'administrativeInspection', ['zhaomingyuan']),
    'merges two places': merging,
  }

  for (const [what, prepare] of Object.entries(writers))
    it(`who ${what}: waits for it, and counts it in every figure`, async () => {
      const phase = await beginPhase()
      const { who, command, noun, change } = await prepare()
      const before = await counted()
      const writer = heldUp(noun, 'save')
      const writing = giveBy(writer.path, who, command)
      await writer.reached
      const switching = switched(phase)
      await untilWaiting(1, switching)
      writer.release()
      assert.deepEqual([await writing, await switching], [['accepted'], ['accepted']])
      const now = await counted()
      assert.deepEqual(await frozen(phase), now)
      assert.equal(now['enterprises.inspected'], (before['enterprises.inspected'] as number) + change)
    })

  it('never waits for somebody who waits for it: a finding at a place that is being merged', async () => {
    const phase = await beginPhase()
    const [twin, kept] = [await newPlace(world), await newPlace(world)]
    const visit = await begin(world, 'chenjianguo', twin)
    const worker = world.as('chenjianguo')
    const entry = { itemCode: 'ENT-EL-01', result: 'fail', hazardId: mint(world), photos: await worker.photo() }

    const merge = heldUp(phaseHandler, 'prepare')
    const merging = giveBy(merge.path, deskOf(), commandOf('place.merge', twin, { into: kept, reason: '重复登记' }))
    await merge.reached
    const finding = begun(world.house.path)
    const recording = giveBy(finding.path, worker, commandOf('safetyVisit.record', visit, { entries: [entry] }))
    await untilWaiting(1, recording)
    const freezing = begun(world.house.path)
    const switching = switched(phase, freezing.path)
    await untilWaiting(2, switching)
    merge.release()
    assert.deepEqual([await merging, await switching], [['accepted'], ['accepted']])
    await recording
    assert.deepEqual([merge.attempts.n, finding.attempts.n, freezing.attempts.n], [1, 1, 1])
  })

  it('and many who write at once all come through at the first attempt', async () => {
    const worker = world.as('chenjianguo')
    const { path, attempts } = begun(world.house.path)
    const photos = await worker.photo()
    let batches = 0
    const write = async () => {
      for (let round = 0; round < 6; round += 1) {
        const [place, visit] = [mint(world), mint(world)]
        const data = { kind: 'enterprise', name: `试点 ${place.slice(-6)}`, uscc: null, parentId: null, unitPath: grid }
        batches += 1
        const answers = await giveBy(
          path,
          worker,
          commandOf('place.register', place, { ...data, address: '民丰路8号', position: null, contact }),
          commandOf('safetyVisit.start', visit, { placeId: place }),
          commandOf('hazard.report', mint(world), { placeId: place, itemCode: 'ENT-EL-01', before: photos }),
        )
        assert.deepEqual(answers, Array(3).fill('accepted'))
      }
    }
    const switchAll = async () => {
      for (let round = 0; round < 4; round += 1) {
        const phase = await beginPhase()
        batches += 1
        assert.deepEqual(await switched(phase, path), ['accepted'])
      }
    }
    await Promise.all([switchAll(), ...Array.from({ length: 4 }, write)])
    assert.equal(attempts.n, batches)
  })
})

describe('a switch in a batch', () => {
  it('freezes what the commands before it have done, and not what those behind it do', async () => {
    const phase = await beginPhase()
    const [worker, chief] = [world.as('chenjianguo'), world.as('hewenbin')]
    const { relay, district } = world.town
    const [earlier, later] = [mint(world), mint(world)]
    const by = (who: Person, command: Command): Command => ({ ...command, by: who.actor.postId as string })
    const report = async (hazard: string) => {
      const data = { placeId: await newPlace(world), itemCode: 'ENT-EL-01', before: await worker.photo() }
      return by(worker, commandOf('hazard.report', hazard, data))
    }
    const change = by(chief, switchOf(phase))
    const altered = { ...change, data: { into: town, reason: '另有原因' } }
    const actor = { ...chief.actor, accountId: relay.accountId, postId: relay.id }
    const give = (...commands: Command[]) =>
      applyBatch(world.house.path, { district, actor, actorsOf: actorsOfPosts }, commands)
    const batch = [await report(earlier), change, await report(later), change, altered]
    const answers = await give(...batch)
    assert.deepEqual(answers.map(codeOf), [...Array(4).fill('accepted'), 'command.altered'])
    assert.deepEqual(answers[3], answers[1])
    assert.deepEqual(
      answers.map(({ id }) => id),
      batch.map(({ id }) => id),
    )
    const { rows } = await root.query('select ids from d330109.phase_snapshot where phase_id = $1', [phase])
    assert.ok(rows[0].ids.includes(earlier))
    assert.ok(!rows[0].ids.includes(later))
    assert.deepEqual(await give(...batch), answers, 'sent again, it is answered as before')

    const refused = by(chief, commandOf('phase.switch', mint(world), { into: town, reason }))
    const twice = await give(refused, refused, { ...refused, data: altered.data })
    assert.deepEqual(twice.map(codeOf), ['phase.not_found', 'phase.not_found', 'command.altered'])
  })
})
