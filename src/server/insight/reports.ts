import { type HazardStatus, hazardStatuses, isFinal, relapseDays } from '#domain/hazards.ts'
import { defaultLadder } from '#domain/hazards-clock.ts'
import { acts } from '#domain/inspections.ts'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { modes, severities } from '#domain/standards.ts'
import type { Tx } from '#server/db/transaction.ts'
import { count, type FieldUnit, type Figure, type Frame, rate } from './figures.ts'
import * as counts from './report-counts.ts'
import type { Window } from './window.ts'

export const reportKinds = ['survey', 'rectify', 'manage'] as const
export type ReportKind = (typeof reportKinds)[number]

const placeUnits: Record<PlaceKind, FieldUnit> = {
  enterprise: '家',
  shop: '家',
  rental: '户',
  room: '间',
  microPark: '个',
  site: '个',
  school: '所',
  hospital: '家',
  religious: '处',
  lpg: '座',
  logistics: '家',
  residential: '个',
}
const noticeStates = ['queued', 'sent', 'delivered', 'failed', 'dead'] as const
const period = 'foundAt in period'
const foundOnes = `hazard; status != void, ${period}`

/** All figures of one report. `tx` must be one snapshot, so that the figures agree with each other. */
export const reports: Record<ReportKind, (tx: Tx, window: Window, frame: Frame) => Promise<Figure[]>> = {
  survey,
  rectify,
  manage,
}

/** 查: what was looked at, and what was found. */
async function survey(tx: Tx, window: Window, frame: Frame): Promise<Figure[]> {
  const places = new Map((await counts.countPlaces(tx, window)).map((row) => [row.kind, row]))
  const visits = new Map((await counts.countVisits(tx, window)).map((row) => [row.act, row]))
  const hazards = foundOf(await counts.countKinds(tx, window))
  const total = sum([...places.values()].map((row) => row.total))
  const visited = sum([...places.values()].map((row) => row.visited))
  const onBooks = 'place; status != merged, registeredAt before end of period'
  const seen = `${onBooks}, some visit or inspection with startedAt in period`
  return [
    count(frame, 'survey.places', total, '处', `v1 count(${onBooks})`),
    ...placeKinds.map((kind) =>
      count(
        frame,
        `survey.places.${kind}`,
        places.get(kind)?.total ?? 0,
        placeUnits[kind],
        `v1 count(${onBooks}, kind = ${kind})`,
      ),
    ),
    count(frame, 'survey.visited', visited, '处', `v1 count(${seen})`),
    ...placeKinds.map((kind) =>
      count(
        frame,
        `survey.visited.${kind}`,
        places.get(kind)?.visited ?? 0,
        placeUnits[kind],
        `v1 count(${seen}, kind = ${kind})`,
      ),
    ),
    rate(frame, 'survey.coverage', visited, total, 'v1 survey.visited / survey.places'),
    ...acts.map((act) =>
      count(frame, `survey.visits.${act}`, visits.get(act)?.visits ?? 0, '次', `v1 count(${act}; startedAt in period)`),
    ),
    count(
      frame,
      'survey.people',
      sum([...visits.values()].map((row) => row.people)),
      '人次',
      'v1 sum(people on each visit and inspection; startedAt in period)',
    ),
    count(frame, 'survey.hazards', totalOf(hazards), '处', `v1 count(${foundOnes})`),
    ...severities.map((severity) =>
      count(
        frame,
        `survey.hazards.${severity}`,
        totalOf(hazards.filter((kind) => kind.severity === severity)),
        '处',
        `v1 count(${foundOnes}, severity = ${severity})`,
      ),
    ),
  ]
}

/** 改: how far what was found has been put right. */
async function rectify(tx: Tx, window: Window, frame: Frame): Promise<Figure[]> {
  const kinds = await counts.countKinds(tx, window)
  const all = foundOf(kinds)
  const done = kinds.filter(({ status }) => status === 'closed' || status === 'closedDown')
  const openOnes = kinds.filter(({ status }) => !isFinal(status))
  const rectified = `hazard; status in (closed, closedDown), ${period}`
  const open = `hazard; closedAt is null, ${period}`
  return [
    count(frame, 'rectify.found', totalOf(all), '处', `v1 count(${foundOnes})`),
    count(frame, 'rectify.rectified', totalOf(done), '处', `v1 count(${rectified})`),
    rate(frame, 'rectify.rate', totalOf(done), totalOf(all), 'v1 rectify.rectified / rectify.found'),
    count(frame, 'rectify.open', totalOf(openOnes), '处', `v1 count(${open})`),
    count(
      frame,
      'rectify.overdue',
      totalOf(openOnes.filter((kind) => kind.overdue)),
      '处',
      `v1 count(${open}, overdueSince is set)`,
    ),
    ...modes.flatMap((mode) => {
      const ofMode = totalOf(all.filter((kind) => kind.mode === mode))
      const doneOfMode = totalOf(done.filter((kind) => kind.mode === mode))
      return [
        count(frame, `rectify.found.${mode}`, ofMode, '处', `v1 count(${foundOnes}, mode = ${mode})`),
        count(frame, `rectify.rectified.${mode}`, doneOfMode, '处', `v1 count(${rectified}, mode = ${mode})`),
        rate(frame, `rectify.rate.${mode}`, doneOfMode, ofMode, `v1 rectify.rectified.${mode} / rectify.found.${mode}`),
      ]
    }),
    ...hazardStatuses.map((status) =>
      count(
        frame,
        `rectify.status.${status}`,
        totalOf(kinds.filter((kind) => kind.status === status)),
        '处',
        `v1 count(hazard; status = ${status}, ${period})`,
      ),
    ),
    count(
      frame,
      'rectify.median_days',
      await counts.medianDays(tx, window),
      '天',
      `v1 median(closedAt - foundAt of hazard; status = closed, ${period}), one place`,
    ),
  ]
}

/** 管: whether it stays right, and whether those in charge act. */
async function manage(tx: Tx, window: Window, frame: Frame): Promise<Figure[]> {
  const kinds = await counts.countKinds(tx, window)
  const marks = await counts.countMarks(tx, window)
  const inStatus = (wanted: HazardStatus) => totalOf(kinds.filter(({ status }) => status === wanted))
  const closed = kinds.filter(({ status }) => status === 'closed')
  const relapses = foundOf(kinds).filter(({ relapse }) => relapse)
  const [passed, failed] = [marks.get('sample passed') ?? 0, marks.get('sample failed') ?? 0]
  const rungs = new Map(
    [...marks].flatMap(([mark, n]) => (mark.startsWith('rung ') ? [[Number(mark.slice(5)), n]] : [])),
  )
  const allRungs = [...new Set([...defaultLadder.map((step) => step.rung), ...rungs.keys()])].sort((a, b) => a - b)
  const events = (type: string) => `v1 count(event ${type}; its hazard's ${period})`
  return [
    count(frame, 'manage.closed', totalOf(closed), '处', `v1 count(hazard; status = closed, ${period})`),
    count(
      frame,
      'manage.closed_down',
      inStatus('closedDown'),
      '处',
      `v1 count(hazard; status = closedDown, ${period})`,
    ),
    count(frame, 'manage.voided', inStatus('void'), '处', `v1 count(hazard; status = void, ${period})`),
    count(
      frame,
      'manage.relapses',
      totalOf(relapses),
      '处',
      `v1 count(${foundOnes}, same item at same place closed within ${relapseDays} days before)`,
    ),
    rate(
      frame,
      'manage.relapse_rate',
      totalOf(closed.filter(({ relapsed }) => relapsed)),
      totalOf(closed),
      `v1 closed ones that came back within ${relapseDays} days / manage.closed`,
    ),
    count(frame, 'manage.samples.drawn', marks.get('sample drawn') ?? 0, '次', events('hazard.closed with sampled')),
    count(frame, 'manage.samples.passed', passed, '次', events('hazard.sample_passed')),
    count(frame, 'manage.samples.failed', failed, '次', events('hazard.sample_failed')),
    count(
      frame,
      'manage.false_closures',
      marks.get('falsely closed') ?? 0,
      '处',
      `v1 count(hazard; some event hazard.sample_failed, ${period})`,
    ),
    rate(
      frame,
      'manage.false_closure_rate',
      failed,
      passed + failed,
      'v1 samples.failed / (samples.passed + samples.failed)',
    ),
    count(
      frame,
      'manage.extensions',
      sum(foundOf(kinds).map((kind) => kind.extensions)),
      '次',
      `v1 sum(extensions granted of ${foundOnes})`,
    ),
    ...allRungs.map((rung) =>
      count(
        frame,
        `manage.escalations.${rung}`,
        rungs.get(rung) ?? 0,
        '次',
        events(`hazard.escalated to rung ${rung}`),
      ),
    ),
    ...noticeStates.map((state) =>
      count(
        frame,
        `manage.notices.${state}`,
        marks.get(`notice ${state}`) ?? 0,
        '次',
        `v1 count(notice; state = ${state}, its hazard's ${period})`,
      ),
    ),
  ]
}

const totalOf = (kinds: readonly counts.KindCount[]) => sum(kinds.map(({ n }) => n))
/** What was taken for a hazard wrongly was not found. */
const foundOf = (kinds: readonly counts.KindCount[]) => kinds.filter(({ status }) => status !== 'void')
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
