import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { endOfDay } from '#domain/calendar.ts'
import { markSample } from '#server/db/migrate.ts'
import { sql } from '#server/db/sql.ts'
import type { Figure } from '#server/insight/figures.ts'
import { type Browser, openWorld, type World } from '#test/world.ts'
import { type KnownUnit, type Logged, recount } from './pilot-recount.ts'
import { fiveDays, type Story } from './pilot-story.ts'

let world: World
let story: Story
let desk: Browser
before(async () => {
  world = await openWorld()
  story = await fiveDays(world)
  desk = await world.login('zhouxiaolan')
})
after(() => world.end())

const village = '/330109/113/245/'

async function figures(date: string, unit = village): Promise<Map<string, Figure>> {
  const answer = await desk.get(`/api/reports/pilot?date=${date}&unit=${unit}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return new Map((answer.json().figures as Figure[]).map((figure) => [figure.key, figure]))
}

async function counted(date: string, ...keys: string[]): Promise<(number | null | undefined)[]> {
  const found = await figures(date)
  return keys.map((key) => found.get(key)?.value)
}

const keys = [
  'enterprises.inspected',
  'shops.inspected',
  'rentals.inspected',
  'hazards.found',
  'hazards.rectified',
  'hazards.enterprise.found',
  'hazards.enterprise.rectified',
  'hazards.shop.found',
  'hazards.shop.rectified',
  'hazards.rental.found',
  'hazards.immediate.found',
  'hazards.immediate.rectified',
  'hazards.concentrated.found',
  'hazards.concentrated.rectified',
  'hazards.deadline.found',
  'hazards.deadline.rectified',
  'grids',
  'microGrids',
  'villages',
  'microParks',
]

test('every key of the spine stands once, with its unit, scope, period and formula', async () => {
  const found = await figures('2022-06-16')
  assert.deepEqual([...found.keys()], keys)
  for (const { key, unit, scope, period, formula, numerator, denominator, value } of found.values()) {
    const expected = key.startsWith('hazards.')
      ? '处'
      : ({ enterprises: '家', rentals: '间' }[key.split('.')[0]!] ?? '个')
    assert.equal(unit, expected, key)
    assert.deepEqual([scope, period], ['330109113245 /330109/113/245/', '../2022-06-16'])
    assert.match(formula, /^v1 count\(/)
    assert.equal(numerator, value)
    const whole = key.endsWith('.rectified') ? found.get(key.replace('rectified', 'found'))?.value : null
    assert.equal(denominator, whole, key)
  }
})

test('asked forty days later, each of the five days says what its records said then', async () => {
  const inspected = ['enterprises.inspected', 'shops.inspected', 'rentals.inspected', 'microParks']
  assert.deepEqual(await counted('2022-06-14', ...inspected), [0, 0, 0, 0])
  assert.deepEqual(await counted('2022-06-15', ...inspected), [2, 0, 2, 1], 'the dyeing works were not finished yet')
  assert.deepEqual(await counted('2022-06-16', ...inspected), [1, 0, 2, 1], 'a duplicate counts once from its merge on')
  assert.deepEqual(await counted('2022-06-17', ...inspected), [1, 0, 2, 1])
  assert.deepEqual(
    await counted('2022-06-18', ...inspected),
    [3, 0, 3, 1],
    'the merge undone, the works done, a room walked',
  )
  assert.deepEqual(await counted('2022-06-19', ...inspected), [1, 0, 3, 1], 'three entries, one firm')

  const hazards = ['hazards.found', 'hazards.rectified', 'hazards.enterprise.found', 'hazards.enterprise.rectified']
  assert.deepEqual(await counted('2022-06-15', ...hazards), [4, 1, 2, 1])
  assert.deepEqual(await counted('2022-06-16', ...hazards), [4, 2, 2, 2])
  assert.deepEqual(await counted('2022-06-17', ...hazards), [3, 1, 2, 1], 'one opened again, one void')
  assert.deepEqual(await counted('2022-06-18', ...hazards), [3, 1, 2, 1])
  assert.deepEqual(await counted('2022-06-19', ...hazards), [3, 2, 2, 2])

  const classes = ['hazards.shop.found', 'hazards.shop.rectified', 'hazards.rental.found']
  assert.deepEqual(await counted('2022-06-16', ...classes), [1, 0, 1])
  assert.deepEqual(await counted('2022-06-19', ...classes), [0, 0, 1])
})

test('a hazard counts under the mode that it had on that day', async () => {
  const modes = ['immediate', 'concentrated', 'deadline'].map((mode) => `hazards.${mode}.found`)
  assert.equal(story.wasMode, 'deadline')
  assert.deepEqual(await counted('2022-06-16', ...modes), [1, 2, 1])
  assert.deepEqual(await counted('2022-06-17', ...modes), [2, 1, 0])
  assert.deepEqual(await counted('2022-06-15', 'hazards.immediate.rectified'), [1])
  assert.deepEqual(await counted('2022-06-17', 'hazards.immediate.rectified'), [0])
  assert.deepEqual(await counted('2022-06-19', 'hazards.immediate.rectified', 'hazards.concentrated.rectified'), [1, 1])
})

test('the same figures counted once more from the log alone', async () => {
  const { district, actor } = world.as('jiangmin')
  const everything = { ...actor, line: '*' }
  const { log, units } = await world.house.database.read(district, everything, async (tx) => ({
    log: (await sql<Logged>`select subject, type, data, occurred from event order by received, id`.execute(tx)).rows,
    units: (await sql<KnownUnit>`select path, kind, valid_from, valid_to from unit`.execute(tx)).rows,
  }))
  for (const unit of ['/330109/113/', village, '/330109/113/245/001/', '/330109/113/264/'])
    for (const date of ['14', '15', '16', '17', '18', '19', '20'].map((day) => `2022-06-${day}`)) {
      const found = Object.fromEntries([...(await figures(date, unit))].map(([key, { value }]) => [key, value]))
      assert.deepEqual(found, recount(log, units, endOfDay(date), unit), `${unit} ${date}`)
    }
})

test('a figure opens its rows: as many as it says', async () => {
  const total = async (query: string) =>
    (await desk.get(`/api/hazards?unit=${village}&${query}`)).json().counts.total as number
  const places = async (query: string) =>
    (await desk.get(`/api/places?unit=${village}&limit=200&${query}`)).json().rows.length as number
  for (const date of ['15', '16', '17', '18', '19'].map((day) => `2022-06-${day}`)) {
    const found = await figures(date)
    const value = (key: string) => found.get(key)?.value
    for (const [key, filter] of [
      ['', ''],
      ['enterprise.', '&placeKind=enterprise'],
      ['shop.', '&placeKind=shop'],
      ['immediate.', '&mode=immediate'],
      ['concentrated.', '&mode=concentrated'],
      ['deadline.', '&mode=deadline'],
    ] as const) {
      assert.equal(await total(`on=${date}${filter}`), value(`hazards.${key}found`), `${key} ${date}`)
      assert.equal(
        await total(`on=${date}${filter}&rectified=true`),
        value(`hazards.${key}rectified`),
        `${key} ${date}`,
      )
    }
    assert.equal(await total(`on=${date}&placeKind=rental,room`), value('hazards.rental.found'))
    assert.equal(await places(`on=${date}&inspected=true&kind=enterprise`), value('enterprises.inspected'), date)
    assert.equal(await places(`on=${date}&inspected=true&kind=room`), value('rentals.inspected'), date)
    assert.equal(await places(`on=${date}&kind=microPark`), value('microParks'), date)
  }
  for (const list of ['hazards', 'places']) {
    const answer = await desk.get(`/api/${list}?on=2022-02-30`)
    assert.deepEqual([answer.statusCode, answer.json().path], [400, '/query/on'])
  }
})

test('a day that does not exist and a unit out of reach are refused; an administrator reads no figures', async () => {
  assert.equal((await desk.get('/api/reports/pilot?date=2022-02-30')).json().path, '/query/date')
  assert.equal((await desk.get('/api/reports/pilot?unit=/330109/013/')).json().code, 'unit.not_found')
  assert.equal((await (await world.login('xuan')).get('/api/reports/pilot')).json().code, 'actor.not_allowed')
  const [first] = (await desk.get('/api/reports/pilot')).json().figures
  assert.deepEqual([first.scope, first.period], ['330109113 /330109/113/', '../2022-07-25'])
})

async function bihuan(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const program = fileURLToPath(new URL('../../src/server/cli/bihuan.ts', import.meta.url))
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: world.database.url },
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}

test('the command line counts the same beside the running server', async () => {
  const { code, out, err } = await bihuan('report', 'pilot', '--date', '2022-06-17', '--unit', '330109113245')
  assert.equal(code, 0, err)
  const answer = JSON.parse(out)
  assert.deepEqual(Object.keys(answer), ['figures', 'demo'])
  assert.deepEqual(answer.figures, [...(await figures('2022-06-17')).values()])
  assert.deepEqual(Object.keys(answer.figures[0]), [
    'key',
    'value',
    'unit',
    'numerator',
    'denominator',
    'scope',
    'period',
    'formula',
  ])
})

test('a sample says that it is one, on paper too', async () => {
  await markSample(world.database.url, true)
  const { out } = await bihuan('report', 'pilot', '--date', '2022-06-19', '--unit', '330109113')
  const { sample, demo, figures } = JSON.parse(out)
  assert.deepEqual([sample, demo, figures.length], [true, true, keys.length])
  const paper = (await bihuan('report', 'pilot', '--date', '2022-06-19', '--unit', '330109113245', '--format', 'md'))
    .out
  assert.match(paper, /^# 试点统计 · 民丰河村\n\n截至 2022-06-19 24 时 · .*演示数据.*抽样数据/)
  assert.match(paper, /\| 已整改隐患 \| 2 \| 处 \| 2 \/ 3 = 66\.67%（66%） \|/)
  const survey = JSON.parse((await bihuan('report', 'survey', '--date', '2022-06-16', '--unit', '330109113245')).out)
  assert.equal(survey.figures.find(({ key }: Figure) => key === 'survey.hazards').value, 3, 'as the screen counts it')
  assert.equal(survey.sample, true)
  await markSample(world.database.url, false)
})

test('what the command line cannot do it says, with exit code 2', async () => {
  for (const [args, said] of [
    [['report'], /Report what/],
    [['report', 'outcome'], /Report what/],
    [['report', 'pilot', '--format', 'xlsx'], /writes no xlsx/],
    [['report', 'pilot', '--format', 'pdf'], /json or md/],
    [['report', 'pilot', '--date', '2022-02-30'], /a day that exists/],
    [['report', 'pilot', '--unit', '330109113@fire'], /code of an area/],
  ] as const) {
    const { code, out, err } = await bihuan(...args)
    assert.deepEqual([code, out], [2, ''], err)
    assert.match(err, said)
  }
  const { code, err } = await bihuan('report', 'pilot', '--unit', '330109999')
  assert.equal(code, 1)
  assert.match(err, /no unit with the code 330109999/)
})
