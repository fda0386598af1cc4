import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { day, plus } from '#domain/calendar.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import { findSignature } from '#server/inspections/store.ts'
import { systemActor } from '#server/people/actors.ts'
import { mint, openWorld, type World } from '#test/world.ts'
import {
  accounts,
  begin,
  codeOf,
  drawnName,
  fixOf,
  hashOf,
  hazardOf,
  image,
  mintDrawn,
  newPlace,
  record,
  shown,
  sign,
  video,
  visitOf,
} from './walks.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.end())

const reason = '现场已核实'

test('a failed line is the hazard: the same id, the same photos, found when the walk began', async () => {
  const place = await newPlace(world)
  const visit = await begin(world, 'chenjianguo', place)
  const hazardId = mint(world)
  const entries = await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId, note: '配电间' }])
  const walk = await visitOf(world, world.as('chenjianguo'), visit)
  const hazard = await hazardOf(world, hazardId)
  assert.equal(walk.entries.find(({ result }) => result === 'fail')?.hazardId, hazardId)
  assert.deepEqual(hazard.before, entries.find(({ result }) => result === 'fail')?.photos)
  assert.deepEqual(
    [hazard.foundIn, hazard.act, hazard.foundAt, hazard.foundBy],
    [visit, 'safetyVisit', walk.startedAt, world.as('chenjianguo').actor.accountId],
  )
  assert.equal(hazard.itemVersion, walk.sheet.find(({ code }) => code === 'ENT-EL-01')?.version)

  const worker = world.as('chenjianguo')
  assert.equal(codeOf(await worker.give('safetyVisit.finish', visit)), 'hazard.not_signed')
  assert.equal(codeOf(await sign(world, 'chenjianguo', visit)), 'accepted')
  await worker.must('safetyVisit.finish', visit)
  assert.equal((await visitOf(world, worker, visit)).status, 'finished')
})

test('a hazard still open from before is named again by its own id, and no second one is made of it', async () => {
  const place = await newPlace(world)
  const hazardId = mint(world)
  await record(world, 'chenjianguo', await begin(world, 'chenjianguo', place), [{ itemCode: 'ENT-EL-01', hazardId }])
  const again = await begin(world, 'chenjianguo', place)
  const before = await hazardOf(world, hazardId)
  await record(world, 'chenjianguo', again, [{ itemCode: 'ENT-EL-01', hazardId }])
  assert.deepEqual(await hazardOf(world, hazardId), before)

  const third = await begin(world, 'wangguilan', place)
  const photos = await world.as('wangguilan').photo()
  const entries = [{ itemCode: 'ENT-EL-01', result: 'fail', hazardId: mint(world), photos }]
  assert.equal(
    codeOf(await world.as('wangguilan').give('safetyVisit.record', third, { entries })),
    'hazard.already_open',
  )
  assert.deepEqual((await visitOf(world, world.as('wangguilan'), third)).entries, [])
})

test('fixed on the spot closes at once, by those of the visit, and only after the party has signed', async () => {
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  const [quick, slow] = [mintDrawn(world, false), mint(world)]
  const entries = await record(world, 'chenjianguo', visit, [
    { itemCode: 'ENT-EL-02', hazardId: quick, fixed: true },
    { itemCode: 'ENT-EL-01', hazardId: slow },
  ])
  const worker = world.as('chenjianguo')
  const fix = async (hazard: string, who = worker) =>
    codeOf(await who.give('hazard.fix_on_site', hazard, { after: fixOf(entries, quick) }))
  assert.equal(await fix(quick), 'hazard.not_signed')
  assert.match((await shown(world, worker, visit)).text, /（一般，立即整改）；已当场整改/)
  assert.equal(codeOf(await sign(world, 'chenjianguo', visit)), 'accepted')
  assert.equal(await fix(quick, world.as('wangguilan')), 'hazard.finder_only')
  assert.equal(await fix(slow), 'hazard.not_immediate')
  assert.equal(codeOf(await worker.give('hazard.fix_on_site', quick, { after: [] })), 'hazard.evidence_missing')
  assert.equal(
    codeOf(await worker.give('hazard.fix_on_site', quick, { after: await worker.photo() })),
    'hazard.fix_not_recorded',
    'another photo than the one recorded before the party signed',
  )
  assert.equal(await fix(quick), 'accepted')
  const closed = await hazardOf(world, quick)
  assert.deepEqual(
    [closed.status, closed.closedOnSite, closed.sample, closed.rectifier],
    ['closed', true, null, 'party'],
  )
  assert.equal(
    codeOf(await world.as('fenglicheng').give('hazard.sample_check', quick, { passed: true, reason })),
    'hazard.not_sampled',
  )
})

test('what the seed draws is looked at again by a second person, and a false close-out is filed anew', async () => {
  const visit = await begin(world, 'wangguilan', await newPlace(world), 'safetyVisit', ['zhouxiaolan'])
  const [honest, untrue] = [mintDrawn(world, true), mintDrawn(world, true)]
  const entries = await record(world, 'wangguilan', visit, [
    { itemCode: 'ENT-EL-02', hazardId: honest, fixed: true },
    { itemCode: 'ENT-EV-02', hazardId: untrue, fixed: true },
  ])
  assert.equal(codeOf(await sign(world, 'wangguilan', visit)), 'accepted')
  const cadre = world.as('wangguilan')
  for (const hazard of [honest, untrue]) {
    await cadre.must('hazard.fix_on_site', hazard, { after: fixOf(entries, hazard) })
    assert.equal((await hazardOf(world, hazard)).sample, 'due')
  }
  const look = async (login: string, hazard: string, passed: boolean) =>
    codeOf(await world.as(login).give('hazard.sample_check', hazard, { passed, reason }))
  assert.equal(await look('wangguilan', honest, true), 'hazard.same_person')
  assert.equal(await look('zhouxiaolan', honest, true), 'hazard.same_person', 'who came along is no second person')
  assert.equal(await look('chenjianguo', honest, true), 'actor.not_allowed')
  assert.equal(await look('fenglicheng', honest, true), 'accepted')
  assert.deepEqual(
    [(await hazardOf(world, honest)).status, (await hazardOf(world, honest)).sample],
    ['closed', 'passed'],
  )

  assert.equal(await look('fenglicheng', untrue, false), 'accepted')
  const filed = await hazardOf(world, untrue)
  assert.deepEqual([filed.status, filed.sample, filed.closedAt, filed.rectifier], ['filed', 'failed', null, null])
  assert.ok(filed.deadline !== null && filed.deadline > world.house.time.now())
  assert.equal(
    codeOf(await cadre.give('hazard.fix_on_site', untrue, { after: fixOf(entries, untrue) })),
    'hazard.wrong_state',
  )
  assert.equal(await look('fenglicheng', untrue, true), 'hazard.wrong_state')
  assert.equal((await (await world.login('fenglicheng')).get('/api/hazards?sample=failed')).json().rows.length, 1)
})

test('a blank drawing is no signature', async () => {
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
  const dot = [[{ x: 30, y: 30, t: 0 }]]
  const tiny = [Array.from({ length: 40 }, (_, t) => ({ x: 30 + (t % 2), y: 30, t: t * 16 }))]
  for (const strokes of [[], [[]], dot, tiny])
    assert.equal(codeOf(await sign(world, 'chenjianguo', visit, { strokes })), 'visit.signature_blank')
  assert.equal((await visitOf(world, world.as('chenjianguo'), visit)).acknowledgement, null)
})

test('nobody signs another text than the one that stands now', async () => {
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  const hazardId = mint(world)
  const worker = world.as('chenjianguo')
  await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId }])
  const { textHash, text } = await shown(world, worker, visit)
  await world.as('zhouxiaolan').must('hazard.file', hazardId, { mode: 'immediate' })
  const answer = await worker.give('safetyVisit.sign', visit, { textHash, image, strokes: drawnName })
  const now = await shown(world, worker, visit)
  assert.notEqual(now.text, text)
  assert.deepEqual(answer.outcome === 'refused' && [answer.problem.code, answer.problem.path, answer.problem.facts], [
    'visit.text_changed',
    '/data/textHash',
    { expected: hashOf(now.text) },
  ])
  assert.equal(
    codeOf(
      await worker.give('safetyVisit.refuse', visit, { textHash, witnesses: ['柯芹', '虞承志'], reason: '拒绝签字' }),
    ),
    'visit.text_changed',
  )
  assert.equal(codeOf(await sign(world, 'chenjianguo', visit)), 'accepted')
})

test('a refusal stands on two witnesses or a video; their names are sealed and in no event', async () => {
  const worker = world.as('chenjianguo')
  const walked = async () => {
    const visit = await begin(world, 'chenjianguo', await newPlace(world))
    await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
    return { visit, textHash: (await shown(world, worker, visit)).textHash }
  }
  const { visit, textHash } = await walked()
  const refuse = async (data: object) =>
    codeOf(await worker.give('safetyVisit.refuse', visit, { textHash, reason: '负责人拒绝签字', ...data }))
  assert.equal(await refuse({ witnesses: [] }), 'visit.witnesses_required')
  assert.equal(await refuse({ witnesses: ['柯芹'] }), 'visit.witnesses_required')
  assert.equal(await refuse({ witnesses: ['柯芹', '柯芹'] }), 'visit.witnesses_required')
  assert.equal(await refuse({ witnesses: [], video: 'f'.repeat(64) }), 'file.awaited')
  assert.equal(await refuse({ witnesses: ['柯芹', '虞承志'] }), 'accepted')
  await worker.must('safetyVisit.finish', visit)
  const told = await world.house.database.as(worker.district, worker.actor, async (tx) => {
    const events = await sql<{
      text: string
    }>`select string_agg(data::text, ' ') as text from event where subject = ${visit}`.execute(tx)
    const remark = await sql<{ wordsSealed: Buffer }>`select words_sealed from remark where subject = ${visit}`.execute(
      tx,
    )
    return { events: events.rows[0]?.text ?? '', sealed: remark.rows[0]?.wordsSealed as Buffer }
  })
  assert.doesNotMatch(told.events, /柯芹|虞承志|拒绝/)
  assert.match(told.events, /"witnesses": 2/)
  assert.equal(told.sealed.includes(Buffer.from('柯芹')), false)
  assert.match(unseal(world.house.keys, told.sealed).toString(), /负责人拒绝签字[\s\S]*柯芹[\s\S]*虞承志/)

  const filmed = await walked()
  const { hash } = await video(world, worker)
  await worker.must('safetyVisit.refuse', filmed.visit, {
    textHash: filmed.textHash,
    witnesses: [],
    video: hash,
    reason: '负责人拒绝签字',
  })
  const { acknowledgement } = await visitOf(world, worker, filmed.visit)
  assert.ok(acknowledgement?.kind === 'refused')
  assert.deepEqual(
    [acknowledgement.textHash, acknowledgement.witnesses, acknowledgement.video],
    [filmed.textHash, 0, hash],
  )
})

test('the signature lies encrypted beside the log, and the log commits to it', async () => {
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  const worker = world.as('chenjianguo')
  await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
  const { text } = await shown(world, worker, visit)
  await sign(world, 'chenjianguo', visit)
  const { database, keys } = world.house
  const row = await database.as(worker.district, worker.actor, (tx) => findSignature(tx, visit))
  assert.ok(row)
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47])
  for (const sealed of [row.textSealed, row.imageSealed, row.strokesSealed]) {
    for (const plain of [
      png,
      Buffer.from('PNG'),
      Buffer.from('安全走访'),
      Buffer.from('隐患'),
      Buffer.from('"x":'),
      Buffer.from('base64'),
    ]) {
      assert.equal(sealed.includes(plain), false, plain.toString())
    }
  }
  assert.equal(unseal(keys, row.textSealed).toString(), text)
  assert.ok(unseal(keys, row.imageSealed).subarray(0, 4).equals(png))
  assert.deepEqual(JSON.parse(unseal(keys, row.strokesSealed).toString()), drawnName)

  const { acknowledgement } = await visitOf(world, worker, visit)
  assert.ok(acknowledgement?.kind === 'signed')
  assert.equal(acknowledgement.textHash, hashOf(text))
  assert.equal(
    acknowledgement.commitment,
    createHmac('sha256', row.salt).update(unseal(keys, row.strokesSealed)).digest('hex'),
  )

  const neighbour = world.as('tangweidong')
  assert.equal(await database.as(neighbour.district, neighbour.actor, (tx) => findSignature(tx, visit)), undefined)
  const picture = await (await world.login('zhouxiaolan')).get(`/api/visits/${visit}/signature`)
  assert.deepEqual(
    [picture.statusCode, picture.headers['content-type'], picture.headers['cache-control']],
    [200, 'image/png', 'no-store'],
  )
})

test('nothing is edited after it was signed', async () => {
  const visit = await begin(world, 'chenjianguo', await newPlace(world))
  const worker = world.as('chenjianguo')
  const [one] = await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-01', hazardId: mint(world) }])
  const { textHash } = await shown(world, worker, visit)
  await sign(world, 'chenjianguo', visit)
  const signed = await visitOf(world, worker, visit)
  assert.equal(codeOf(await worker.give('safetyVisit.record', visit, { entries: [one] })), 'visit.wrong_state')
  assert.equal(codeOf(await sign(world, 'chenjianguo', visit)), 'visit.wrong_state')
  assert.equal(
    codeOf(await worker.give('safetyVisit.refuse', visit, { textHash, witnesses: ['柯芹', '虞承志'], reason: '拒绝' })),
    'visit.wrong_state',
  )
  assert.equal(codeOf(await world.as('wangguilan').give('safetyVisit.finish', visit)), 'visit.finder_only')
  assert.deepEqual(await visitOf(world, worker, visit), signed)
})

test('two acts: who may begin an inspection, and neither is carried on as the other', async () => {
  const place = await newPlace(world)
  const start = async (login: string, companions: string[]) => {
    const data = {
      placeId: place,
      with: accounts(world, companions),
      approvalNo: '萧应急检〔2022〕7号',
      noticeNo: '113-7',
    }
    return codeOf(await world.as(login).give('administrativeInspection.start', mint(world), data))
  }
  assert.equal(await start('chenjianguo', ['zhaomingyuan']), 'actor.not_allowed')
  assert.equal(await start('zhouxiaolan', ['zhaomingyuan']), 'actor.not_allowed')
  assert.equal(await start('zhenghaiyan', ['wuzhiqiang']), 'actor.certificate_required')
  assert.equal(await start('zhaomingyuan', ['chenjianguo']), 'actor.certificate_required')
  assert.equal(await start('zhaomingyuan', ['zhaomingyuan']), 'inspection.two_officers_required')
  assert.equal(await start('zhaomingyuan', []), 'request.invalid')
  assert.equal(await start('zhaomingyuan', ['sunlixin']), 'accepted')

  const inspection = await begin(world, 'zhaomingyuan', place, 'administrativeInspection', ['sunlixin'])
  const visit = await begin(world, 'zhaomingyuan', place)
  const entries = [{ itemCode: 'ENT-EL-01', result: 'pass' }]
  assert.equal(
    codeOf(await world.as('zhaomingyuan').give('safetyVisit.record', inspection, { entries })),
    'visit.not_found',
  )
  assert.equal(
    codeOf(await world.as('zhaomingyuan').give('administrativeInspection.record', visit, { entries })),
    'visit.not_found',
  )
  assert.equal(
    codeOf(await world.as('zhaomingyuan').give('safetyVisit.start', inspection, { placeId: place })),
    'command.subject_exists',
  )
  assert.match((await shown(world, world.as('zhaomingyuan'), visit)).text, /不是行政命令/)
  assert.match((await shown(world, world.as('zhaomingyuan'), inspection)).text, /陈述和申辩/)
})

/** A hazard in work that this walk found. */
async function inWork(place: string, visit: string, login: string, itemCode: string): Promise<string> {
  const hazardId = mint(world)
  await record(world, login, visit, [{ itemCode, hazardId }])
  await sign(world, login, visit)
  await world.as('zhouxiaolan').must('hazard.file', hazardId)
  await world.as('zhouxiaolan').must('hazard.dispatch', hazardId)
  assert.equal((await hazardOf(world, hazardId)).placeId, place)
  return hazardId
}

test('moving a case, stopping work and shutting down need an administrative inspection of the same place', async () => {
  const place = await newPlace(world)
  const hazard = await inWork(place, await begin(world, 'chenjianguo', place), 'chenjianguo', 'ENT-EL-01')
  const [desk, officer] = [world.as('zhouxiaolan'), world.as('wuzhiqiang')]
  const elsewhere = await begin(world, 'wuzhiqiang', await newPlace(world), 'administrativeInspection', [
    'zhaomingyuan',
  ])
  const visit = (await hazardOf(world, hazard)).foundIn as string
  const wholly = async (inspection: string) => {
    await record(world, 'wuzhiqiang', inspection, [])
    await officer.must('administrativeInspection.finish', inspection)
  }
  await wholly(elsewhere)
  for (const inspectionId of [mint(world), elsewhere, visit]) {
    assert.equal(
      codeOf(await desk.give('hazard.transfer', hazard, { inspectionId, reason })),
      'hazard.needs_administrative_inspection',
    )
    assert.equal(
      codeOf(await officer.give('hazard.suspend', hazard, { inspectionId, reason })),
      'hazard.needs_administrative_inspection',
    )
    assert.equal(
      codeOf(await officer.give('hazard.shut_down', hazard, { inspectionId, reason })),
      'hazard.needs_administrative_inspection',
    )
  }

  const inspectionId = await begin(world, 'wuzhiqiang', place, 'administrativeInspection', ['zhaomingyuan'])
  assert.equal(
    codeOf(await desk.give('hazard.transfer', hazard, { inspectionId, reason })),
    'hazard.needs_administrative_inspection',
    'one that has only begun carries nothing',
  )
  await wholly(inspectionId)
  await desk.must('hazard.transfer', hazard, { inspectionId, reason })
  assert.equal(
    codeOf(await world.as('zhenghaiyan').give('hazard.suspend', hazard, { inspectionId, reason })),
    'hazard.not_found',
    'another line',
  )
  assert.equal(codeOf(await desk.give('hazard.suspend', hazard, { inspectionId, reason })), 'actor.not_allowed')
  await officer.must('hazard.suspend', hazard, { inspectionId, reason })
  assert.deepEqual(
    [(await hazardOf(world, hazard)).status, (await hazardOf(world, hazard)).inspectionId],
    ['suspended', inspectionId],
  )
  await officer.must('hazard.resume', hazard, { reason })
  const leader = world.as('hewenbin')
  assert.equal(
    codeOf(await leader.give('hazard.shut_down', hazard, { inspectionId, reason })),
    'actor.certificate_required',
  )
  assert.deepEqual((await officer.must('hazard.shut_down', hazard, { inspectionId, reason })).events, [
    'hazard.shut_down_asked',
  ])
  assert.equal(
    codeOf(await officer.give('hazard.shut_down', hazard, { inspectionId, reason })),
    'hazard.leader_required',
  )
  await leader.must('hazard.shut_down', hazard, { inspectionId, reason })
  assert.equal((await hazardOf(world, hazard)).status, 'closedDown')
  const again = await world.as('chenjianguo').give('hazard.report', mint(world), {
    placeId: place,
    itemCode: 'ENT-EL-02',
    before: await world.as('chenjianguo').photo(),
  })
  assert.equal(codeOf(again), 'place.closed')
})

test('a hazard without a certificate behind it is not suspended', async () => {
  const place = await newPlace(world)
  const hazard = await inWork(place, await begin(world, 'chenjianguo', place), 'chenjianguo', 'ENT-MG-01')
  const inspectionId = await begin(world, 'zhaomingyuan', place, 'administrativeInspection', ['sunlixin'])
  assert.equal(
    codeOf(await world.as('zhenghaiyan').give('hazard.suspend', hazard, { inspectionId, reason })),
    'actor.certificate_required',
  )
})

test('what an inspection found is ordered, and not referred as if it were advice', async () => {
  const place = await newPlace(world)
  const inspection = await begin(world, 'wuzhiqiang', place, 'administrativeInspection', ['zhaomingyuan'])
  const hazard = await inWork(place, inspection, 'wuzhiqiang', 'ENT-EL-01')
  assert.match((await shown(world, world.as('wuzhiqiang'), inspection)).text, /责令整改期限/)
  assert.equal((await hazardOf(world, hazard)).act, 'administrativeInspection')
  assert.equal(
    codeOf(await world.as('zhouxiaolan').give('hazard.refer', hazard, { department: 'emergency', reason })),
    'hazard.only_safety_visit',
  )
})

test('what a visit found and nobody fixed in time goes to a department', async () => {
  const place = await newPlace(world)
  const hazard = await inWork(place, await begin(world, 'chenjianguo', place), 'chenjianguo', 'ENT-EL-01')
  const refer = async () =>
    codeOf(
      await world.as('zhouxiaolan').give('hazard.refer', hazard, { department: 'emergency', reason: '逾期未整改' }),
    )
  assert.equal(await refer(), 'hazard.not_overdue')
  world.house.time.setTo(plus(world.house.time.now(), 17 * day))
  while ((await sweepClocks(world.house.path, world.town.district, systemActor('330109'))) > 0);
  const late = await hazardOf(world, hazard)
  assert.ok(late.overdueSince !== null && late.rung >= 1)
  assert.equal(await hazardOf(world, hazard, world.as('zhenghaiyan')), undefined)
  assert.equal(await refer(), 'accepted')
  const referred = await hazardOf(world, hazard, world.as('zhenghaiyan'))
  assert.deepEqual(
    [referred.department, referred.referredTo, referred.status],
    ['emergency', 'emergency', 'dispatched'],
  )
  await world.as('zhenghaiyan').must('hazard.accept', hazard)
})
