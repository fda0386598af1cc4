import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { day, plus } from '#domain/calendar.ts'
import type { SafetyVisit } from '#domain/inspections.ts'
import { newId } from '#server/events/ids.ts'
import type { Figure } from '#server/insight/figures.ts'
import { count, rate } from '#server/insight/figures.ts'
import { type ReportKind, reports } from '#server/insight/reports.ts'
import { frameOf, type ReportQuery, windowOf } from '#server/insight/window.ts'
import { insertVisits } from '#server/inspections/store.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { openTown, start, type Town } from './people-town.ts'
import { putEvents, putHazards, putPlaces } from './reports-rows.ts'

const here = '/330109/113/245/001/'
const days = (n: number) => plus(start, n * day)

let town: Town
before(async () => {
  town = await openTown()
  const [mill, rooms, shop, foreign] = await putPlaces(town, [
    { scopePath: here },
    { scopePath: here, kind: 'rental' },
    { scopePath: '/330109/113/264/', kind: 'shop' },
    { scopePath: '/330109/013/', kind: 'shop' },
    { scopePath: here, registeredAt: days(50) },
  ])
  await putPlaces(town, [{ scopePath: here, status: 'merged', mergedInto: mill!, mergedAt: days(1) }])
  const [first] = await putHazards(town, [
    {
      placeId: mill!,
      scopePath: here,
      itemCode: 'T-1',
      status: 'closed',
      closedAt: days(4),
      foundAt: days(0),
      mode: 'immediate',
    },
    {
      placeId: mill!,
      scopePath: here,
      itemCode: 'T-2',
      status: 'closed',
      closedAt: days(3),
      foundAt: days(1),
      severity: 'serious',
      extensions: 2,
    },
    {
      placeId: mill!,
      scopePath: here,
      itemCode: 'T-3',
      status: 'closed',
      closedAt: days(9),
      foundAt: days(1),
      mode: 'immediate',
    },
  ])
  const [relapse] = await putHazards(town, [
    {
      placeId: mill!,
      scopePath: here,
      itemCode: 'T-1',
      relapseOf: first!,
      foundAt: days(10),
      status: 'rectifying',
      overdueSince: days(12),
    },
    {
      placeId: rooms!,
      scopePath: here,
      itemCode: 'T-1',
      foundAt: days(10),
      severity: 'critical',
      department: 'emergency',
    },
    {
      placeId: rooms!,
      scopePath: here,
      itemCode: 'T-2',
      foundAt: days(10),
      status: 'void',
      closedAt: days(11),
    },
    { placeId: foreign!, scopePath: '/330109/013/', itemCode: 'T-1', foundAt: days(10) },
  ])
  await putEvents(town, [
    { subject: first!, type: 'hazard.closed', data: { onSite: true, sampled: true } },
    { subject: first!, type: 'hazard.sample_failed' },
    { subject: first!, type: 'hazard.closed', data: { onSite: false, sampled: false } },
    { subject: relapse!, type: 'hazard.escalated', data: { rung: 1, role: 'villageCadre' } },
    { subject: relapse!, type: 'hazard.escalated', data: { rung: 2, role: 'townDesk' } },
    { subject: relapse!, type: 'hazard.lapsed' },
  ])
  const visit = (placeId: string, scopePath: string, at: number, ...by: string[]): SafetyVisit => ({
    act: 'safetyVisit',
    id: newId(start),
    version: 1,
    status: 'open',
    placeId,
    rooms: null,
    originPath: scopePath,
    scopePath,
    sheet: [],
    entries: [],
    startedAt: days(at),
    changedAt: days(at),
    acknowledgement: null,
    finishedAt: null,
    by: by.map(town.account),
  })
  const visits = [
    visit(mill!, here, 0, 'worker', 'cadre'),
    visit(mill!, here, 10, 'worker'),
    visit(shop!, '/330109/113/264/', 20, 'cadre'),
    visit(foreign!, '/330109/013/', 0, 'other'),
  ]
  await town.database.transactions.as(town.district, await town.actor('district'), (tx) =>
    insertVisits(tx, 'safetyVisit', visits),
  )
  await rebuildTallies(town.database.transactions, town.district)
})
after(() => town.close())

async function report(login: string, kind: ReportKind, query: ReportQuery = {}): Promise<Map<string, Figure>> {
  const actor = await town.actor(login)
  const frame = frameOf(query, actor)
  const figures = await town.database.transactions.read(town.district, actor, (tx) =>
    reports[kind](tx, windowOf(query), frame),
  )
  assert.equal(new Set(figures.map((figure) => figure.key)).size, figures.length, 'a key stands once')
  return new Map(figures.map((figure) => [figure.key, figure]))
}
const values = (figures: Map<string, Figure>, ...keys: string[]) =>
  keys.map((key) => `${figures.get(key)?.value}${figures.get(key)?.unit}`)

describe('the survey report', () => {
  it('counts places, visits and findings in the units of the field', async () => {
    const figures = await report('desk', 'survey')
    assert.deepEqual(
      values(
        figures,
        'survey.places',
        'survey.places.enterprise',
        'survey.places.shop',
        'survey.places.rental',
        'survey.places.room',
      ),
      ['4处', '2家', '1家', '1户', '0间'],
    )
    assert.deepEqual(values(figures, 'survey.visited', 'survey.visited.enterprise', 'survey.coverage'), [
      '2处',
      '1家',
      '50%',
    ])
    assert.deepEqual(
      values(figures, 'survey.visits.safetyVisit', 'survey.visits.administrativeInspection', 'survey.people'),
      ['3次', '0次', '4人次'],
    )
    assert.deepEqual(
      values(figures, 'survey.hazards', 'survey.hazards.critical', 'survey.hazards.serious', 'survey.hazards.general'),
      ['5处', '1处', '1处', '3处'],
    )
  })

  it('keeps to a period and a unit', async () => {
    const week = await report('desk', 'survey', { from: '2022-06-15', to: '2022-06-21' })
    assert.deepEqual(values(week, 'survey.places', 'survey.visited', 'survey.people', 'survey.hazards'), [
      '3处',
      '1处',
      '2人次',
      '3处',
    ])
    const village = await report('desk', 'survey', { unit: '/330109/113/264/' })
    assert.deepEqual(values(village, 'survey.places', 'survey.visited', 'survey.hazards'), ['1处', '1处', '0处'])
    assert.equal(village.get('survey.places')?.scope, '/330109/113/264/')
  })

  it('says where, when and how it counted', async () => {
    const figures = await report('officer', 'survey', { to: '2022-08-31' })
    const figure = figures.get('survey.hazards')!
    assert.deepEqual([figure.scope, figure.period], ['/330109/113/@fire', '../2022-08-31'])
    assert.match(figure.formula, /^v1 count\(hazard; status != void/)
    assert.equal(figure.value, 4, 'an officer counts the own line')
  })
})

describe('the rectify report', () => {
  it('keeps the counts behind every rate', async () => {
    const figures = await report('desk', 'rectify')
    assert.deepEqual(
      values(figures, 'rectify.found', 'rectify.rectified', 'rectify.rate', 'rectify.open', 'rectify.overdue'),
      ['5处', '3处', '60%', '2处', '1处'],
    )
    const immediate = figures.get('rectify.rate.immediate')!
    assert.deepEqual([immediate.numerator, immediate.denominator, immediate.value], [2, 2, 100])
    const none = figures.get('rectify.rate.concentrated')!
    assert.deepEqual([none.numerator, none.denominator, none.value], [0, 0, null])
    assert.deepEqual(
      values(
        figures,
        'rectify.status.closed',
        'rectify.status.rectifying',
        'rectify.status.void',
        'rectify.status.filed',
      ),
      ['3处', '1处', '1处', '1处'],
    )
    assert.deepEqual(values(figures, 'rectify.median_days'), ['4天'])
  })
})

describe('the manage report', () => {
  it('counts what came back, and what the log knows', async () => {
    const figures = await report('desk', 'manage')
    assert.deepEqual(
      values(figures, 'manage.closed', 'manage.closed_down', 'manage.voided', 'manage.relapses', 'manage.relapse_rate'),
      ['3处', '0处', '1处', '1处', '33.33%'],
    )
    assert.deepEqual(
      values(
        figures,
        'manage.samples.drawn',
        'manage.samples.passed',
        'manage.samples.failed',
        'manage.false_closures',
      ),
      ['1次', '0次', '1次', '1处'],
    )
    assert.deepEqual(
      values(
        figures,
        'manage.extensions',
        'manage.escalations.1',
        'manage.escalations.2',
        'manage.escalations.3',
        'manage.notices.sent',
      ),
      ['2次', '1次', '1次', '0次', '0次'],
    )
  })

  it('shows the next town nothing of it', async () => {
    const figures = await report('other', 'manage')
    assert.deepEqual(
      values(figures, 'manage.closed', 'manage.relapses', 'manage.samples.drawn', 'manage.escalations.1'),
      ['0处', '0处', '0次', '0次'],
    )
    assert.deepEqual(values(await report('other', 'survey'), 'survey.places', 'survey.hazards'), ['1处', '1处'])
  })
})

describe('the window of a report', () => {
  it('takes whole days of Asia/Shanghai', () => {
    const window = windowOf({ from: '2022-06-15', to: '2022-06-15' })
    assert.deepEqual([window.from, window.to], ['2022-06-14T16:00:00.000Z', '2022-06-15T16:00:00.000Z'])
  })

  it('refuses days that do not exist, periods that end before they begin, units out of reach', async () => {
    for (const query of [{ from: '2022-02-30' }, { to: '2022-13-01' }, { from: '2022-06-16', to: '2022-06-15' }])
      assert.throws(() => windowOf(query), { code: 'request.invalid' })
    const desk = await town.actor('desk')
    for (const unit of ['/330109/', '/330109/013/'])
      assert.throws(() => frameOf({ unit }, desk), { code: 'unit.not_found' })
  })
})

describe('a rate', () => {
  it('is rounded half up to two places', () => {
    const frame = { scope: '', period: '' }
    const of = (numerator: number, denominator: number) => rate(frame, 'k', numerator, denominator, '').value
    assert.deepEqual(
      [of(5521, 16241), of(35660, 49106), of(3726, 4258), of(1, 800), of(0, 0)],
      [33.99, 72.62, 87.51, 0.13, null],
    )
    assert.equal('numerator' in count(frame, 'k', 1, '处', ''), false)
  })
})
