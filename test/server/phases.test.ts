import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { day, plus } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import { checkReceipt } from '#domain/receipts.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { readOnce } from '#server/events/cursor.ts'
import { sealEvents } from '#server/events/seal.ts'
import { systemActor } from '#server/people/actors.ts'
import { sha256 } from '#server/phases/phases.ts'
import { handOverReaction } from '#server/phases/reactions.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { type Browser, mint, openWorld, type World } from '#test/world.ts'
import { begin, codeOf, fixOf, mintDrawn, newPlace, record, sign } from './walks.ts'

const guali = '/330109/113/'
const reason = '试点结束，转入长效管理'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let leader: Browser
let phase: string
let team: string
let open: string[]
let ended: string[]
let rows: Map<string, Hazard>

before(async () => {
  world = await openWorld()
  root = await superuser(world)
  const made = await (await world.login('xuan')).send('POST', '/api/units', {
    parentId: await unitId(guali),
    kind: 'taskForce',
    code: 'changxiao',
    name: '长效管理专班',
  })
  assert.equal(made.statusCode, 201, made.body)
  team = made.json().id
  phase = mint(world)
  await world.as('hewenbin').must('phase.begin', phase, { name: '除险保安试点', unitPath: guali })
  await fill()
  leader = await world.login('hewenbin')
  rows = await hazards()
})
after(async () => {
  await root?.end()
  await world?.end()
})

/** Hazards in every kind of state that a switch may meet: some of them ended. */
async function fill(): Promise<void> {
  const [worker, desk, cadre] = [world.as('chenjianguo'), world.as('zhouxiaolan'), world.as('wangguilan')]
  const reported = async (itemCode: string) => {
    const id = mint(world)
    const placeId = await newPlace(world)
    await worker.must('hazard.report', id, { placeId, itemCode, before: await worker.photo() })
    return id
  }
  const dispatched = async (itemCode: string) => {
    const id = await reported(itemCode)
    await desk.must('hazard.file', id)
    await desk.must('hazard.dispatch', id)
    return id
  }
  const overdue = await dispatched('ENT-EL-03')
  world.house.time.setTo(plus(world.house.time.now(), 12 * day))
  while ((await sweepClocks(world.house.path, world.town.district, systemActor('330109'))) > 0);
  const submitted = await dispatched('ENT-EL-01')
  await worker.must('hazard.submit', submitted, { after: await worker.photo() })
  const asked = await dispatched('ENT-EL-03')
  const until = plus(world.house.time.now(), 20 * day)
  await cadre.must('hazard.request_extension', asked, { until, reason: '订货未到' })
  const fresh = [await reported('ENT-FF-01'), await dispatched('ENT-EL-01'), await reported('ENT-MG-01')]

  const closed = await dispatched('ENT-EL-01')
  await worker.must('hazard.submit', closed, { after: await worker.photo() })
  await cadre.must('hazard.reinspect', closed, { passed: true, reason: '已整改' })
  await desk.must('hazard.close', closed)
  const dropped = await reported('ENT-EL-01')
  await cadre.must('hazard.request_void', dropped, { reason: '重复上报' })
  await desk.must('hazard.answer_void', dropped, { granted: true, reason: '属实' })
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  const onSite = mintDrawn(world, false)
  const entries = await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-02', hazardId: onSite, fixed: true }])
  await sign(world, 'chenjianguo', visit)
  await worker.must('hazard.fix_on_site', onSite, { after: fixOf(entries, onSite) })
  open = [overdue, submitted, asked, ...fresh].sort()
  ended = [closed, dropped, onSite]
}

async function hazards(): Promise<Map<string, Hazard>> {
  const { rows: found } = await root.query('select to_jsonb(h) as row from d330109.hazard h')
  return new Map(found.map(({ row }) => [row.id, row]))
}

const unitId = async (path: string) =>
  (await root.query('select id from d330109.unit where path = $1', [path])).rows[0]?.id as string
const page = async () => (await leader.get(`/api/phases/${phase}`)).json()
const clocks = async () => (await root.query('select * from d330109.clock order by subject')).rows
const switchTo = (into: string, login = 'hewenbin', subject = phase) =>
  world.as(login).give('phase.switch', subject, { into, reason })
const handedOver = async () =>
  (
    await root.query(
      `select subject, count(*)::int as n from d330109.event where type = 'hazard.handed_over' group by 1`,
    )
  ).rows as { subject: string; n: number }[]
const sealAll = async () => {
  while ((await sealEvents(world.house, world.town.district)) > 0);
}

/** Reads once, with hand-overs of two at a time, the third of which finds the machine gone. */
async function dieInTheMiddle(): Promise<void> {
  let batches = 0
  const gone = new Error('killed')
  const [first, ...others] = world.house.path.handlers
  assert.ok(first)
  const prepare: typeof first.prepare = (work, commands) => {
    batches += 1
    if (batches > 2) throw gone
    return first.prepare(work, commands)
  }
  const path = { ...world.house.path, handlers: [{ ...first, prepare }, ...others] }
  await assert.rejects(follow(handOverReaction({ path }, 2)))
}

function follow(reaction: ReturnType<typeof handOverReaction>): Promise<number> {
  const { district } = world.town
  return readOnce(world.house.database, district, reaction, 500, (tx, events) => reaction.react(tx, district, events))
}

describe('the leader of a town switches the phase', () => {
  it('sees before what would be handed over, and to whom it could', async () => {
    const { phase: line, ahead, snapshot } = await page()
    assert.equal(line.name, '除险保安试点')
    assert.equal(ahead.open, open.length)
    assert.equal(ahead.overdue, 1)
    assert.deepEqual(
      ahead.successors.map(({ name }: { name: string }) => name),
      ['长效管理专班', '瓜沥镇'],
    )
    assert.equal(snapshot, null)
  })

  it('is the only one who may, and only to who sees everything of the town', async () => {
    for (const login of ['zhouxiaolan', 'fenglicheng', 'wangguilan', 'jiangmin', 'xuan'])
      assert.equal(codeOf(await switchTo(team, login)), 'actor.not_allowed', login)
    assert.equal(codeOf(await switchTo(await unitId(`${guali}@fire/`))), 'phase.successor_not_allowed')
    assert.equal(codeOf(await switchTo(await unitId(`${guali}245/`))), 'phase.successor_not_allowed')
    assert.equal(codeOf(await switchTo(await unitId('/330109/013/'))), 'unit.not_found')
    assert.equal(codeOf(await switchTo(team, 'hewenbin', mint(world))), 'phase.not_found')
    const second = await world.as('hewenbin').give('phase.begin', mint(world), { name: '另一个', unitPath: guali })
    assert.equal(codeOf(second), 'phase.running')
    assert.equal((await root.query('select 1 from d330109.phase_snapshot')).rowCount, 0)
  })

  it('freezes the figures and the list of one instant, once', async () => {
    const before = (await leader.get('/api/reports/pilot')).json().figures
    assert.deepEqual((await world.as('hewenbin').must('phase.switch', phase, { into: team, reason })).events, [
      'phase.switched',
    ])
    assert.equal(codeOf(await switchTo(team)), 'phase.ended')
    const { snapshot, handOver, ahead } = await page()
    assert.equal(ahead, null)
    const valuesOf = (figures: { key: string; value: number }[]) => figures.map(({ key, value }) => [key, value])
    assert.deepEqual(valuesOf(snapshot.contents.figures), valuesOf(before))
    assert.equal(snapshot.contents.open.count, open.length)
    assert.equal(snapshot.hash, sha256(snapshot.text))
    const { rows: stored } = await root.query('select ids from d330109.phase_snapshot')
    assert.deepEqual(stored[0].ids, open)
    assert.deepEqual(snapshot.check, { ok: true, faults: [], sealNo: null })
    assert.deepEqual(handOver, { total: open.length, handedOver: 0, waiting: open.length, endedBefore: 0 })
  })

  it('hands over every open hazard once, also when it is stopped in the middle', async () => {
    const early = await (await world.login('xuan')).send('POST', `/api/units/${team}/end`, { reason: '任务完成' })
    assert.equal(early.json().facts.hazards, open.length, 'what is about to be handed over counts already')
    const clocksBefore = await clocks()
    await sealAll()
    await dieInTheMiddle()
    assert.equal((await handedOver()).length, 4)
    assert.deepEqual((await page()).handOver, { total: 6, handedOver: 4, waiting: 2, endedBefore: 0 })

    await follow(handOverReaction(world.house, 2))
    await root.query(`update d330109.event_cursor set seq = 0 where name = 'phases'`)
    await follow(handOverReaction(world.house))
    assert.deepEqual(
      (await handedOver()).sort((a, b) => (a.subject < b.subject ? -1 : 1)),
      open.map((subject) => ({ subject, n: 1 })),
    )
    assert.deepEqual((await page()).handOver, { total: 6, handedOver: 6, waiting: 0, endedBefore: 0 })
    assert.deepEqual(await clocks(), clocksBefore)
  })

  it('and nothing else of them changes; what had ended is left alone', async () => {
    const now = await hazards()
    assert.deepEqual([...now.keys()].sort(), [...rows.keys()].sort())
    for (const [id, was] of rows) {
      const is = now.get(id) as Hazard & { changed_at: string }
      if (ended.includes(id)) assert.deepEqual(is, was)
      else
        assert.deepEqual(
          { ...is, team: null, version: is.version - 1, changed_at: '' },
          { ...was, changed_at: '' },
          'status, deadline, clock and requests stay',
        )
      assert.deepEqual(is.team, ended.includes(id) ? null : { unitId: team, phaseId: phase })
    }
  })

  it('and the page of a hazard says who goes on with it, which cannot be ended meanwhile', async () => {
    const file = (await leader.get(`/api/hazards/${open[0]}`)).json()
    assert.deepEqual(file.team, { id: team, name: '长效管理专班' })
    const administrator = await world.login('xuan')
    const ending = await administrator.send('POST', `/api/units/${team}/end`, { reason: '任务完成' })
    assert.equal(ending.json().code, 'unit.in_use')
    assert.equal(ending.json().facts.hazards, open.length)
  })

  it('the events of each hazard still fold to its row', async () => {
    for (const id of [...open, ...ended]) {
      const { district, actor } = world.as('hewenbin')
      const file = (await leader.get(`/api/hazards/${id}`)).json().hazard
      const { rows: history } = await root.query(
        `select type, data, occurred, account_id, command_id from d330109.event where subject = $1 order by received, id`,
        [id],
      )
      const folded = history.reduce<Hazard | null>(
        (was, { type, data, occurred, account_id: by, command_id: commandId }) =>
          evolveHazard(was, { type, data } as HazardEvent, {
            hazardId: id,
            by,
            at: occurred,
            commandId,
          }),
        null,
      )
      assert.ok(folded && actor && district)
      for (const key of ['version', 'status', 'deadline', 'overdueSince', 'changedAt', 'team'] as const)
        assert.deepEqual(folded[key], file[key], `${key} of ${id}`)
    }
  })
})

describe('what was frozen', () => {
  it('stays as it was while the town works on, and its seal proves it', async () => {
    const { snapshot } = await page()
    const desk = world.as('zhouxiaolan')
    const later = mint(world)
    const worker = world.as('chenjianguo')
    await worker.must('hazard.report', later, {
      placeId: await newPlace(world),
      itemCode: 'ENT-EL-01',
      before: await worker.photo(),
    })
    await world.as('wangguilan').must('hazard.request_void', open[0] as string, { reason: '重复上报' })
    await desk.must('hazard.answer_void', open[0] as string, { granted: true, reason: '属实' })
    await sealAll()
    const now = (await page()).snapshot
    assert.equal(now.text, snapshot.text)
    assert.ok(now.check.ok && now.check.sealNo > 0)
    assert.deepEqual((await page()).handOver, { total: 6, handedOver: 6, waiting: 0, endedBefore: 0 })
    assert.equal((await hazards()).get(later)?.team, null, 'nobody handed over what was found after the switch')

    const receipt = (await leader.get(`/api/receipts/${now.eventId}?details=true`)).json()
    const checked = checkReceipt(receipt, world.house.signing.published(), nodePrimitives)
    assert.ok(checked.ok, JSON.stringify(checked))
    assert.equal(receipt.event.details.data.snapshot, sha256(now.text))
  })

  it('may be changed or removed by no role of the product, nor inserted by anybody but the leader', async () => {
    const attempts = [
      `update d330109.phase_snapshot set body = '{}'`,
      'delete from d330109.phase_snapshot',
      'truncate d330109.phase_snapshot',
    ]
    for (const role of [
      'bihuan_app',
      'bihuan_worker',
      'bihuan_door',
      'bihuan_auditor',
      'bihuan_finder',
      'bihuan_backup',
    ])
      for (const attempt of attempts) {
        await root.query('begin')
        await root.query(`set local role ${role}`)
        await root.query(
          `select set_config('bihuan.ranges', '{${guali}}', true), set_config('bihuan.role', 'leader', true)`,
        )
        await assert.rejects(root.query(attempt), { code: '42501' }, `${role}: ${attempt}`)
        await root.query('rollback')
      }
  })

  it('says so when somebody with the keys of the database forged it', async () => {
    await root.query(`update d330109.phase_snapshot set body = replace(body, '"count":6', '"count":5')`)
    assert.deepEqual((await page()).snapshot.check.faults, ['text', 'count'])
    await root.query(`update d330109.phase_snapshot set body = replace(body, '"count":5', '"count":6'), ids = ids[2:]`)
    assert.deepEqual((await page()).snapshot.check.faults, ['ids', 'count'])
  })
})

describe('who may look', () => {
  it('is the desk, the supervisor, the leader and the auditor; a neighbour finds nothing', async () => {
    for (const login of ['zhouxiaolan', 'fenglicheng', 'hewenbin', 'jiangmin']) {
      const browser = await world.login(login)
      assert.equal((await browser.get('/api/phases')).json().phases.length, 1, login)
      assert.equal((await browser.get(`/api/phases/${phase}`)).statusCode, 200, login)
    }
    for (const login of ['chenjianguo', 'wangguilan', 'wuzhiqiang', 'xuan'])
      assert.equal((await (await world.login(login)).get('/api/phases')).statusCode, 403, login)
    const neighbour = await world.login('tangweidong')
    assert.deepEqual((await neighbour.get('/api/phases')).json().phases, [])
    assert.equal((await neighbour.get(`/api/phases/${phase}`)).statusCode, 404)
  })
})
