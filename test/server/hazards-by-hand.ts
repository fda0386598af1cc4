import { day, plus } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { sql } from '#server/db/sql.ts'
import { newId } from '#server/events/ids.ts'
import { systemActor } from '#server/people/actors.ts'
import { mint, type World } from '#test/world.ts'
import { begin, fixOf, mintDrawn, newPlace, record, shown, sign, video } from './walks.ts'

const reason = '现场已核实，按规定办理'

/** What the replay of the pilot does not do: every other verb of a hazard's life, by the cast. */
export async function driveByHand(world: World): Promise<void> {
  for (const drive of [verifiedAndVoided, talkedAbout, ordered, movedOnTime, sampled, refused, handedOver])
    await drive(world)
}

async function reported(world: World, itemCode: string, place?: string): Promise<string> {
  const id = mint(world)
  const worker = world.as('chenjianguo')
  const placeId = place ?? (await newPlace(world))
  await worker.must('hazard.report', id, {
    placeId,
    itemCode,
    before: await worker.photo(),
    note: '配电间东侧，负责人不在',
  })
  return id
}

async function dispatched(world: World, itemCode: string, place?: string): Promise<string> {
  const hazard = await reported(world, itemCode, place)
  await world.as('zhouxiaolan').must('hazard.file', hazard)
  await world.as('zhouxiaolan').must('hazard.dispatch', hazard)
  return hazard
}

async function verifiedAndVoided(world: World): Promise<void> {
  const hazard = await reported(world, 'ENT-EL-01')
  const [desk, cadre] = [world.as('zhouxiaolan'), world.as('wangguilan')]
  await cadre.must('hazard.verify', hazard)
  await desk.must('hazard.file', hazard, { mode: 'immediate' })
  await cadre.must('hazard.request_void', hazard, { reason, duplicateOf: mint(world) })
  await desk.must('hazard.answer_void', hazard, { granted: false, reason })
  await cadre.must('hazard.request_void', hazard, { reason })
  await world.as('fenglicheng').must('hazard.answer_void', hazard, { granted: true, reason })
}

async function talkedAbout(world: World): Promise<void> {
  const place = mint(world)
  const cadre = world.as('wangguilan')
  const desk = world.as('zhouxiaolan')
  const data = {
    kind: 'enterprise',
    name: '无网格员处',
    uscc: null,
    parentId: null,
    unitPath: '/330109/113/245/003/',
    address: '民丰路9号',
    position: null,
    contact: null,
  }
  await cadre.must('place.register', place, data)
  const hazard = mint(world)
  await cadre.must('hazard.report', hazard, { placeId: place, itemCode: 'ENT-EL-01', before: await cadre.photo() })
  await desk.must('hazard.file', hazard)
  await desk.must('hazard.waive_party', hazard, { party: 'gridWorker', reason })
  await desk.must('hazard.dispatch', hazard)
  await cadre.must('hazard.return', hazard, { reason })
  await desk.must('hazard.change_mode', hazard, { mode: 'immediate', reason })
  await desk.must('hazard.dispatch', hazard)
  const until = plus(world.house.time.now(), 9 * day)
  for (const granted of [false, true]) {
    await cadre.must('hazard.request_extension', hazard, { until, reason })
    await desk.must('hazard.answer_extension', hazard, { granted, reason })
  }
  await asParty(world, hazard, place, 'hazard.object')
  await desk.must('hazard.answer_objection', hazard, { upheld: false, reason })
  await world.as('fenglicheng').must('hazard.supervise', hazard, { until, reason })
}

/** The owner behind a link; who that is only the link knows. */
async function asParty(world: World, hazard: string, place: string, type: string): Promise<void> {
  const actor: Actor = {
    accountId: mint(world),
    postId: null,
    role: 'party',
    ranges: [],
    line: '',
    certificateNo: null,
    grants: [hazard, place],
    via: null,
  }
  const at = world.house.time.now()
  const [answer] = await applyBatch(world.house.path, { district: world.town.district, actor, actorsOf: null }, [
    { id: newId(at), type, subject: hazard, at, data: { reason } },
  ])
  if (answer?.outcome !== 'accepted') throw new Error(`${type} was refused: ${JSON.stringify(answer)}`)
}

async function ordered(world: World): Promise<void> {
  const place = await newPlace(world)
  const [officer, desk] = [world.as('wuzhiqiang'), world.as('zhouxiaolan')]
  const [moved, ended] = [await dispatched(world, 'ENT-EL-01', place), await dispatched(world, 'ENT-FF-01', place)]
  const inspectionId = await begin(world, 'wuzhiqiang', place, 'administrativeInspection', ['zhaomingyuan'])
  await record(world, 'wuzhiqiang', inspectionId, [{ itemCode: 'ENT-EV-03', hazardId: mint(world) }])
  await sign(world, 'wuzhiqiang', inspectionId)
  await officer.must('administrativeInspection.finish', inspectionId)
  await desk.must('hazard.transfer', moved, { inspectionId, reason })
  await desk.must('hazard.return_case', moved, { reason })
  await officer.must('hazard.suspend', moved, { inspectionId, reason })
  await officer.must('hazard.resume', moved, { reason })
  await officer.must('hazard.shut_down', ended, { inspectionId, reason })
  await world.as('hewenbin').must('hazard.shut_down', ended, { inspectionId, reason })
}

async function movedOnTime(world: World): Promise<void> {
  const hazard = await dispatched(world, 'ENT-EL-03')
  world.house.time.setTo(plus(world.house.time.now(), 12 * day))
  while ((await sweepClocks(world.house.path, world.town.district, systemActor('330109'))) > 0);
  await world.as('zhouxiaolan').must('hazard.refer', hazard, { department: 'emergency', reason })
  const officer = world.as('zhenghaiyan')
  await officer.must('hazard.submit', hazard, { after: await officer.photo(), note: '已换线' })
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: false, reason })
  await officer.must('hazard.submit', hazard, { after: await officer.photo() })
  await world.as('wangguilan').must('hazard.reinspect', hazard, { passed: true, reason })
  await world.as('fenglicheng').must('hazard.close', hazard)
}

async function sampled(world: World): Promise<void> {
  const worker = world.as('chenjianguo')
  const visit = await begin(world, 'chenjianguo', await newPlace(world), 'safetyVisit', ['lixiaoman'])
  const found = ['ENT-EL-02', 'ENT-EV-02'].map((itemCode) => ({
    itemCode,
    hazardId: mintDrawn(world, true),
    fixed: true,
    note: '当场清理',
  }))
  const entries = await record(world, 'chenjianguo', visit, found)
  await sign(world, 'chenjianguo', visit)
  for (const { hazardId } of found)
    await worker.must('hazard.fix_on_site', hazardId, { after: fixOf(entries, hazardId) })
  await worker.must('safetyVisit.finish', visit)
  for (const [n, { hazardId }] of found.entries())
    await world.as('fenglicheng').must('hazard.sample_check', hazardId, { passed: n === 0, reason })
}

async function refused(world: World): Promise<void> {
  const worker = world.as('chenjianguo')
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-MG-01', hazardId: mint(world) }])
  const { textHash } = await shown(world, worker, visit)
  const { hash } = await video(world, worker)
  await worker.must('safetyVisit.refuse', visit, {
    textHash,
    witnesses: ['柯芹', '虞承志'],
    video: hash,
    reason: '负责人拒绝签字',
  })
}

async function handedOver(world: World): Promise<void> {
  const leader = world.as('hewenbin')
  const phase = mint(world)
  const unitPath = leader.actor.ranges[0] as string
  await leader.must('phase.begin', phase, { name: '除险保安', unitPath })
  const { rows } = await world.house.database.look(world.town.district, (tx) =>
    sql<{ id: string }>`select id from unit where path = ${unitPath}`.execute(tx),
  )
  await leader.must('phase.switch', phase, { into: rows[0]?.id, reason })
  await world.follow()
}
