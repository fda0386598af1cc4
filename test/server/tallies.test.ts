import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { dayOf } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import type { Actor } from '#domain/people.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { countHazards as countListed, listHazards } from '#server/hazards/list.ts'
import type { HazardQuery } from '#server/hazards/list-query.ts'
import { countKinds, countMarks, medianDays } from '#server/insight/report-counts.ts'
import { type ReportQuery, windowOf } from '#server/insight/window.ts'
import { piecesOf } from '#server/tallies/pieces.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { openTown, type Town } from './people-town.ts'
import {
  type Birth,
  type Happening,
  happenings,
  homes,
  type Lives,
  openLives,
  play,
  type Step,
  settleAll,
} from './tally-lives.ts'

let town: Town
let lives: Lives
before(async () => {
  town = await openTown()
  lives = await openLives(town)
})
after(() => town.close())

const readers = ['district', 'desk', 'officer', 'cadre', 'worker', 'other', 'microGrid', 'granted'] as const
type Reader = (typeof readers)[number]
const units = [
  undefined,
  '/330109/',
  '/330109/113/',
  '/330109/113/245/',
  '/330109/113/245/001/',
  '/330109/113/245/001/03/',
  '/330109/113/264/',
]

async function readerOf(login: Reader): Promise<Actor> {
  if (login === 'microGrid') return { ...(await town.actor('worker')), ranges: ['/330109/113/245/001/03/'] }
  if (login === 'granted') return { ...(await town.actor('officer')), grants: lives.ids.filter((_, n) => n % 3 === 0) }
  return town.actor(login)
}

const sorted = (figures: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(figures)
      .filter(([, n]) => n !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
function total<T>(rows: readonly T[], keyOf: (row: T) => string, nOf: (row: T) => number): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + nOf(row)
  return sorted(sums)
}

/** Counted one by one in this process, from every row that the reader sees and from the whole log. */
async function byHand(actor: Actor, query: ReportQuery) {
  const window = windowOf(query)
  const { transactions } = town.database
  const visible = await transactions.as(
    town.district,
    actor,
    async (tx) => (await sql<Hazard>`select * from hazard`.execute(tx)).rows,
  )
  const everything = await transactions.worker(town.district, async (tx) => ({
    hazards: (await sql<Hazard>`select * from hazard`.execute(tx)).rows,
    events: (
      await sql<{
        subject: string
        type: string
        data: { rung?: number; sampled?: boolean }
      }>`select subject, type, data from event`.execute(tx)
    ).rows,
    notices: (await sql<{ hazardId: string; state: string }>`select hazard_id, state from notice`.execute(tx)).rows,
  }))
  const cameBack = new Set(
    everything.hazards.filter(({ status }) => status !== 'void').map(({ relapseOf }) => relapseOf),
  )
  const counted = visible.filter(
    ({ foundAt, originPath }) =>
      (window.from === null || foundAt >= window.from) &&
      (window.to === null || foundAt < window.to) &&
      originPath.startsWith(window.unit ?? ''),
  )
  const of = new Set(counted.map(({ id }) => id))
  const kinds = counted.map((hazard) => ({
    ...hazard,
    overdue: hazard.closedAt === null && hazard.overdueSince !== null,
    relapse: hazard.relapseOf !== null,
    relapsed: hazard.status === 'closed' && cameBack.has(hazard.id),
    n: 1,
  }))
  const failed = new Set<string>()
  const marks = [
    ...everything.events
      .filter(({ subject }) => of.has(subject))
      .flatMap(({ subject, type, data }) => {
        if (type === 'hazard.escalated') return [`rung ${data.rung}`]
        if (type === 'hazard.closed' && data.sampled) return ['sample drawn']
        if (type === 'hazard.sample_passed') return ['sample passed']
        if (type !== 'hazard.sample_failed') return []
        const first = !failed.has(subject)
        failed.add(subject)
        return first ? ['sample failed', 'falsely closed'] : ['sample failed']
      }),
    ...everything.notices.filter(({ hazardId }) => of.has(hazardId)).map(({ state }) => `notice ${state}`),
  ]
  const days = counted
    .filter(({ status }) => status === 'closed')
    .map(({ foundAt, closedAt }) => (Date.parse(closedAt!) - Date.parse(foundAt)) / 86_400_000)
    .sort((a, b) => a - b)
  const middle = [days[Math.floor((days.length - 1) / 2)], days[Math.ceil((days.length - 1) / 2)]] as number[]
  const median = days.length === 0 ? null : (middle[0]! + middle[1]!) / 2
  return {
    kinds,
    median,
    marks: total(
      marks,
      (mark) => mark,
      () => 1,
    ),
  }
}

type Kind = {
  severity: string
  mode: string
  status: string
  overdue: boolean
  relapse: boolean
  relapsed: boolean
  n: number
  extensions: number
}
const kindOf = (kind: Kind) =>
  [kind.severity, kind.mode, kind.status, kind.overdue, kind.relapse, kind.relapsed].join(' ')

async function agree(login: Reader, query: ReportQuery, when: string): Promise<void> {
  const actor = await readerOf(login)
  // Of a unit elsewhere no report is given.
  const { unit } = query
  if (unit !== undefined && !actor.ranges.some((range) => unit.startsWith(range) || range.startsWith(unit))) return
  const hand = await byHand(actor, query)
  const rolled = await town.database.transactions.read(town.district, actor, async (tx) => ({
    kinds: await countKinds(tx, windowOf(query)),
    marks: await countMarks(tx, windowOf(query)),
    median: await medianDays(tx, windowOf(query)),
  }))
  const about = `${when}: ${login} ${JSON.stringify(query)}`
  assert.deepEqual(
    total<Kind>(rolled.kinds, kindOf, ({ n }) => n),
    total<Kind>(hand.kinds, kindOf, ({ n }) => n),
    about,
  )
  assert.deepEqual(
    total<Kind>(rolled.kinds, kindOf, (kind) => kind.extensions),
    total<Kind>(hand.kinds, kindOf, (kind) => kind.extensions),
    about,
  )
  assert.deepEqual(sorted(Object.fromEntries(rolled.marks)), hand.marks, about)
  assert.equal(rolled.median === null, hand.median === null, about)
  assert.ok(Math.abs((rolled.median ?? 0) - (hand.median ?? 0)) <= 0.0501, `${about}: ${rolled.median} ${hand.median}`)
}

type Asked = [query: HazardQuery, holds: (hazard: Hazard) => boolean]
const isOverdue = (hazard: Hazard) => hazard.overdueSince !== null && hazard.closedAt === null
const listed: Asked[] = [
  [{}, () => true],
  [{ status: 'closed,void' }, ({ status }) => ['closed', 'void'].includes(status)],
  [{ overdue: true }, isOverdue],
  [{ overdue: false, severity: 'general' }, (hazard) => !isOverdue(hazard)],
  [{ relapse: true }, ({ relapseOf }) => relapseOf !== null],
  [{ stalled: true }, ({ stalledSince }) => stalledSince !== null],
  [{ sample: 'due' }, ({ sample }) => sample === 'due'],
  [{ status: 'submitted,filed' }, ({ status }) => ['submitted', 'filed'].includes(status)],
  [{ department: 'fire', mode: 'deadline' }, ({ department, mode }) => department === 'fire' && mode === 'deadline'],
]

async function pages(tx: Tx, query: HazardQuery): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const { rows, next } = await listHazards(tx, { ...query, limit: 6, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...rows.map(({ id }) => id))
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return ids
}

/** The figures beside a list of hazards, and the list itself,, whatever it is narrowed to. */
async function listAgrees(login: Reader, unit: string | undefined, when: string): Promise<void> {
  const actor = await readerOf(login)
  await town.database.transactions.read(town.district, actor, async (tx) => {
    const { rows } = await sql<Hazard>`select * from hazard order by found_at desc, id desc`.execute(tx)
    const seen = await sql<{ id: string }>`select id from place`.execute(tx)
    const placesSeen = new Set(seen.rows.map(({ id }) => id))
    for (const [query, holds] of listed) {
      const asked = { ...query, ...(unit === undefined ? {} : { unit }) }
      const counts = await countListed(tx, asked)
      const hand = rows.filter((hazard) => hazard.scopePath.startsWith(unit ?? '') && holds(hazard))
      const byHand = {
        total: hand.length,
        open: hand.filter(({ closedAt }) => closedAt === null).length,
        overdue: hand.filter(isOverdue).length,
        stalled: hand.filter(({ stalledSince }) => stalledSince !== null).length,
        byStatus: total(
          hand,
          ({ status }) => status,
          () => 1,
        ),
        bySeverity: total(
          hand,
          ({ severity }) => severity,
          () => 1,
        ),
      }
      assert.deepEqual(counts, byHand, `${when}: ${login} ${unit} ${JSON.stringify(query)}`)
      const shown = hand.filter(({ placeId }) => placesSeen.has(placeId)).map(({ id }) => id)
      assert.deepEqual(await pages(tx, asked), shown, `${when}: ${login} ${JSON.stringify(asked)}, page by page`)
    }
  })
}

const birth: fc.Arbitrary<Birth> = fc.record({
  home: fc.nat(homes.length - 1),
  day: fc.integer({ min: -40, max: 100 }),
  department: fc.constantFrom('fire', 'emergency'),
  byOfficer: fc.boolean(),
  relapse: fc.boolean(),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('find' as const), births: fc.array(birth, { minLength: 1, maxLength: 3 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      which: fc.nat(500),
      what: fc.constantFrom(...(Object.keys(happenings) as Happening[])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('notice' as const),
      which: fc.nat(500),
      state: fc.constantFrom('queued', 'sent', 'dead'),
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ do: 'number' }, { do: 'notify' }, { do: 'react' }) },
)
const dayText = fc
  .integer({ min: 0, max: 150 })
  .map((n) => dayOf(new Date(Date.UTC(2022, 4, 1) + n * 86_400_000).toISOString()))
const query: fc.Arbitrary<ReportQuery> = fc
  .record({
    from: fc.option(dayText, { nil: undefined }),
    to: fc.option(dayText, { nil: undefined }),
    unit: fc.constantFrom(...units),
  })
  .filter(({ from, to }) => from === undefined || to === undefined || from <= to)
  .map(({ from, to, unit }) => ({ ...(from && { from }), ...(to && { to }), ...(unit && { unit }) }))

describe('the roll-ups', () => {
  it('agree with the rows and the log whatever happens, read to the end or not, and counted anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 25 }),
        fc.array(query, { minLength: 2, maxLength: 2 }),
        fc.constantFrom(...readers),
        async (steps, queries, login) => {
          await play(lives, [
            { do: 'find', births: [{ home: 0, day: 0, department: 'fire', byOfficer: true, relapse: false }] },
            ...steps,
          ])
          for (const when of ['in the middle', 'read to the end', 'counted anew']) {
            if (when === 'read to the end') await settleAll(lives)
            if (when === 'counted anew') await rebuildTallies(town.database.transactions, town.district)
            for (const one of queries) await agree(login, one, when)
            await listAgrees(login, queries[0]?.unit, when)
          }
        },
      ),
      { numRuns: 8 },
    )
    for (const login of readers)
      for (const unit of units) await agree(login, unit === undefined ? {} : { unit }, 'at last')
    assert.ok(lives.ids.length > 15, `${lives.ids.length} hazards`)
  })

  it('count a message that is queued, though no event of its own says so', async () => {
    const desk = await town.actor('desk')
    const { transactions } = town.database
    const queued = async () => {
      const marks = await transactions.read(town.district, desk, (tx) => countMarks(tx, windowOf({})))
      return new Map(marks).get('notice queued') ?? 0
    }
    const birth: Birth = { home: 0, day: 0, department: 'fire', byOfficer: false, relapse: false }
    await play(lives, [{ do: 'find', births: [birth] }])
    await settleAll(lives)
    const before = await queued()
    await play(lives, [
      { do: 'change', which: lives.ids.length - 1, what: 'dispatched' },
      { do: 'number' },
      // The roll-ups come by first, and wait for the message.
      { do: 'react' },
      { do: 'notify' },
    ])
    assert.equal(await queued(), before + 1)
    await settleAll(lives)
    assert.equal(await queued(), before + 1)
    await agree('desk', {}, 'with a queued message')
    const { rows } = await transactions.worker(town.district, (tx) =>
      sql`select from event where type = 'notice.queued'`.execute(tx),
    )
    assert.equal(rows.length, 0)
  })

  it('wait, counted anew, for the messages that are still to be written', async () => {
    const birth: Birth = { home: 0, day: 0, department: 'fire', byOfficer: false, relapse: false }
    await play(lives, [
      { do: 'find', births: [birth] },
      { do: 'change', which: lives.ids.length, what: 'dispatched' },
      { do: 'number' },
      { do: 'rebuild' },
    ])
    await settleAll(lives)
    await agree('desk', {}, 'counted before the message was written')
  })

  it('hold the same cells when they are dropped and counted anew', async () => {
    const cells = () =>
      town.database.transactions.worker(town.district, async (tx) => {
        const tables = ['tallied', 'tally', 'tally_mark'].map(async (table) => {
          const { rows } = await sql<{
            cell: string
          }>`select to_jsonb(t)::text as cell from ${sql.id(table)} t`.execute(tx)
          return rows.map(({ cell }) => cell).sort()
        })
        return Promise.all(tables)
      })
    await settleAll(lives)
    const kept = await cells()
    await rebuildTallies(town.database.transactions, town.district)
    assert.deepEqual(await cells(), kept)
    assert.ok(kept[0]!.length === lives.ids.length && kept[1]!.length > 20 && kept[2]!.length > 5)
  })

  it('keep no cell that holds nothing', async () => {
    const empty = await town.database.transactions.worker(town.district, async (tx) => {
      const { rows } = await sql<{
        n: number
      }>`select (select count(*) from tally where n = 0)::int + (select count(*) from tally_mark where n = 0)::int as n`.execute(
        tx,
      )
      return rows[0]?.n
    })
    assert.equal(empty, 0)
  })
})

describe('the pieces of a period', () => {
  it('cover each of its days once, whole months as months', () => {
    fc.assert(
      fc.property(dayText, dayText, fc.integer({ min: 1, max: 5 }), (one, other, depth) => {
        const [from, until] = one < other ? [one, other] : [other, one]
        fc.pre(from < until)
        const { cells, rows } = piecesOf({ from, until }, depth)
        const parts = [...cells, ...rows]
          .map((part) => [part.from!, part.until!] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1))
        assert.equal(parts[0]?.[0], from)
        assert.equal(parts.at(-1)?.[1], until)
        parts.forEach(([begin], n) => assert.equal(begin, n === 0 ? from : parts[n - 1]?.[1]))
        for (const { span, ...month } of cells)
          if (span === 'month') assert.match(`${month.from} ${month.until}`, /-01 .*-01$/)
      }),
    )
  })
})
