import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, dayOf, endOfDay, type Instant, plus } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import { hazardEdges } from '#domain/hazards-edges.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import { type Act, acts, type Visit } from '#domain/inspections.ts'
import { evolveVisit, type VisitEvent } from '#domain/inspections-decide.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { replay } from '#server/demo/replay.ts'
import { pilot } from '#server/insight/pilot.ts'
import { standingOf } from '#server/insight/window.ts'
import { openWorld, type World } from '#test/world.ts'
import { superuser } from './attack/oracle.ts'
import { driveByHand } from './hazards-by-hand.ts'
import { type KnownUnit, type Logged, recount } from './pilot-recount.ts'
import { sealAll, verify } from './sealed-log.ts'
import { contact } from './walks.ts'

type Row = { subject: string; type: string; data: unknown; occurred: Instant; accountId: string; commandId: string }

let world: World
let events: Row[]
before(async () => {
  world = await openWorld({ crowd: 'everybody', replaying: true })
  const steps = pilotSteps(world.town, { share: 0.004, withOwners: true })
  const { refused, firstRefusal } = await replay(world.house, world.town, steps, { follow: world.follow })
  assert.equal(refused, 0, JSON.stringify(firstRefusal))
  await driveByHand(world)
  events = await everything(async (tx) => {
    const { rows } =
      await sql<Row>`select subject, type, data, occurred, account_id, command_id from event order by received, id`.execute(
        tx,
      )
    return rows
  })
})
after(() => world.end())

/** The district as nobody at work sees it: every unit, every line. */
function everything<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const { district, actor } = world.as('fenglicheng')
  return world.house.database.as(district, { ...actor, ranges: ['/330109/'], line: '*' }, work)
}

/** As JSON has it: no key without a value. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const historyOf = (prefix: string) =>
  Map.groupBy(
    events.filter(({ type }) => type.startsWith(prefix)),
    ({ subject }) => subject,
  )

test('every verb that a hazard knows has happened', () => {
  const wanted = [
    'hazard.accepted',
    'hazard.case_returned',
    'hazard.close_approved',
    'hazard.closed',
    'hazard.dispatched',
    'hazard.escalated',
    'hazard.extension_granted',
    'hazard.extension_refused',
    'hazard.extension_requested',
    'hazard.filed',
    'hazard.fixed_on_site',
    'hazard.handed_over',
    'hazard.lapsed',
    'hazard.mode_changed',
    'hazard.objected',
    'hazard.objection_answered',
    'hazard.party_waived',
    'hazard.passed',
    'hazard.rectification_started',
    'hazard.referred',
    'hazard.reported',
    'hazard.resumed',
    'hazard.returned',
    'hazard.reworked',
    'hazard.sample_failed',
    'hazard.sample_passed',
    'hazard.shut_down',
    'hazard.shut_down_asked',
    'hazard.stalled',
    'hazard.submitted',
    'hazard.supervised',
    'hazard.suspended',
    'hazard.transferred',
    'hazard.verified',
    'hazard.void_refused',
    'hazard.void_requested',
    'hazard.voided',
  ]
  const seen = new Set(events.map(({ type }) => type).filter((type) => type.startsWith('hazard.')))
  assert.deepEqual([...seen].sort(), wanted)
  assert.ok(wanted.length > Object.keys(hazardEdges).length)
})

test('the events of each hazard fold to its row', () => hazardsFold())

async function hazardsFold(): Promise<void> {
  const rows = await everything(async (tx) => (await sql<Hazard>`select * from hazard`.execute(tx)).rows)
  const histories = historyOf('hazard.')
  assert.deepEqual(new Set(histories.keys()), new Set(rows.map(({ id }) => id)))
  for (const row of rows) {
    const history = histories.get(row.id) ?? []
    const folded = history.reduce<Hazard | null>(
      (was, { type, data, occurred, accountId, commandId }) =>
        evolveHazard(was, { type, data } as HazardEvent, { hazardId: row.id, by: accountId, at: occurred, commandId }),
      null,
    )
    assert.deepEqual(plain(folded), plain(row), history.map(({ type }) => type).join(' '))
    assert.equal(row.version, history.length)
  }
  console.log(`folded: ${rows.length} hazards from ${[...histories.values()].flat().length} events`)
}

test('the events of each visit and each inspection fold to its row', () => visitsFold())

async function visitsFold(): Promise<void> {
  const rows = await everything(async (tx) => {
    const visits = await sql<Visit>`select *, 'safetyVisit' as act from safety_visit`.execute(tx)
    const inspections =
      await sql<Visit>`select *, 'administrativeInspection' as act from administrative_inspection`.execute(tx)
    return [...visits.rows, ...inspections.rows]
  })
  for (const act of acts)
    assert.ok(
      rows.some((row) => row.act === act),
      act,
    )
  const histories = new Map(acts.flatMap((act) => [...historyOf(`${act}.`)]))
  assert.equal(histories.size, rows.length)
  for (const row of rows) {
    const folded = (histories.get(row.id) ?? []).reduce<Visit | null>((was, { type, data, occurred }) => {
      const [act, name] = type.split('.') as [Act, VisitEvent['name']]
      return evolveVisit(was, act, row.id, { name, data } as VisitEvent, occurred)
    }, null)
    assert.deepEqual(plain(folded), plain(row))
  }
  console.log(`folded: ${rows.length} visits and inspections from ${[...histories.values()].flat().length} events`)
}

test('the figures of the pilot are what the log says, on every tenth day', async () => {
  const units = await everything(
    async (tx) => (await sql<KnownUnit>`select path, kind, valid_from, valid_to from unit`.execute(tx)).rows,
  )
  const { district, actor } = world.as('jiangmin')
  let rectified = 0
  for (let on = '2022-06-16'; on < '2022-09-30'; on = dayOf(plus(endOfDay(on), 9 * day)))
    for (const unit of ['/330109/113/', '/330109/113/245/']) {
      const { standing, frame } = standingOf({ date: on, unit }, { ...actor, line: '*' }, on)
      const figures = await world.house.database.read(district, { ...actor, line: '*' }, (tx) =>
        pilot(tx, standing, frame),
      )
      const values = Object.fromEntries(figures.map(({ key, value }) => [key, value]))
      assert.deepEqual(values, recount(events as Logged[], units, endOfDay(on), unit), `${unit} ${on}`)
      rectified = values['hazards.rectified'] ?? 0
    }
  assert.ok(rectified > 0, 'something was closed out')
})

test('what people wrote stands sealed beside the history, and in no event', async () => {
  const remarks = await everything(
    async (tx) => (await sql<{ wordsSealed: Buffer }>`select words_sealed from remark`.execute(tx)).rows,
  )
  const words = new Set(remarks.map(({ wordsSealed }) => unseal(world.house.keys, wordsSealed).toString()))
  assert.ok(words.size >= 5, [...words].join(' | '))
  const log = events.map(({ data }) => JSON.stringify(data)).join('\n')
  for (const text of [...words].flatMap((text) => text.split(/[\n：]/))) assert.equal(log.includes(text), false, text)
  for (const { wordsSealed } of remarks) assert.equal(wordsSealed.includes(Buffer.from('现场')), false)
})

test('no event holds a phone, a name of anybody, or a signature', async () => {
  const log = events.map(({ data }) => JSON.stringify(data)).join('\n')
  const { keys, database } = world.house
  const contacts = await everything(
    async (tx) =>
      (
        await sql<{ nameSealed: Buffer; phoneSealed: Buffer }>`select name_sealed, phone_sealed from contact`.execute(
          tx,
        )
      ).rows,
  )
  const staff = await database.door(
    world.town.district,
    async (tx) => (await sql<{ displayName: string }>`select display_name from shared.account`.execute(tx)).rows,
  )
  const opened = contacts.flatMap(({ nameSealed, phoneSealed }) =>
    [nameSealed, phoneSealed].map((sealed) => unseal(keys, sealed).toString()),
  )
  const personal = new Set([
    ...opened,
    ...staff.map(({ displayName }) => displayName),
    contact.name,
    contact.phone,
    '柯芹',
    '虞承志',
  ])
  assert.ok(contacts.length > 10 && staff.length > 50, `${contacts.length} contacts, ${staff.length} accounts`)
  for (const value of personal) assert.equal(log.includes(value), false, value)
  assert.doesNotMatch(log, /(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])/, 'a mobile number')
  assert.doesNotMatch(log, /data:image|base64|iVBOR|strokes|"x":/, 'a drawing')
  const signed = events.filter(({ type }) => type.endsWith('.signed'))
  assert.ok(signed.length > 10)
  for (const { data } of signed) assert.deepEqual(Object.keys(data as object).sort(), ['commitment', 'textHash'])
})

test('erasing everybody from the data leaves the log true and the rows what their events say', async () => {
  await sealAll(world)
  const sealed = await verify(world)
  assert.equal(sealed.firstBad, null)
  assert.equal(sealed.events, events.length)
  const root = await superuser(world)
  for (const table of ['contact', 'signature', 'remark']) {
    const { rowCount } = await root.query(`delete from d330109.${table}`)
    assert.ok((rowCount ?? 0) > 0, table)
  }
  await root.end()
  assert.deepEqual(await verify(world), sealed)
  await hazardsFold()
  await visitsFold()
})
