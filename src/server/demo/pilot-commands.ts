import { hash } from 'node:crypto'
import { day, type Instant, instant } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import { sheetKind } from '#domain/places.ts'
import { acknowledgedText } from '#domain/signatures.ts'
import type { CheckItem } from '#domain/standards.ts'
import { personName } from './names.ts'
import type { Pilot } from './pilot.ts'
import { seededId } from './pilot-ids.ts'
import type { Life } from './pilot-lives.ts'
import type { PlannedPlace } from './pilot-places.ts'
import { type Happening, theOwner } from './pilot-steps-table.ts'
import { acknowledgeAfter, type PlannedVisit } from './pilot-visits.ts'
import { proofOf } from './proofs.ts'
import { seededRandom } from './random.ts'
import { signatureOf } from './signature-picture.ts'

/** A command with the post under which it is given; null: by the owner of the place, through the link of the message. */
export type Step = Omit<Command, 'by'> & { by: string | null }

/** The command of one row of the plan, the same every time it is asked for. */
export function stepOf(pilot: Pilot, row: number): Step {
  const { steps, posts, seed } = pilot
  const [happening, n, ms, by] = [steps.happening(row), steps.subject(row), steps.at(row), steps.by(row)]
  const at = instant(ms)
  const { type, subject, data } = makers[happening](pilot, n, at)
  const id = seededId(seed, ms, `${happening} ${subject}`)
  return { id, type, subject, at, data, by: by === theOwner ? null : (posts[by]?.id as string) }
}

type Made = { type: string; subject: string; data: unknown }
type Maker = (pilot: Pilot, n: number, at: Instant) => Made

const onHazard =
  (type: string, data: (life: Life, pilot: Pilot, at: Instant) => unknown = () => ({})): Maker =>
  (pilot, n, at) => {
    const life = pilot.lives[n] as Life
    return { type: `hazard.${type}`, subject: life.id, data: data(life, pilot, at) }
  }
const after = ({ item }: Life) => ({ after: proofOf(item, 'after') })
const looked = (passed: boolean, reason: string) => () => ({ passed, reason })

const makers: Record<Happening, Maker> = {
  register: (pilot, n) => register(pilot.places[n] as PlannedPlace),
  merge: (pilot, n) => {
    const { id, merged } = pilot.places[n] as PlannedPlace
    const into = pilot.places[merged?.into as number]?.id
    return { type: 'place.merge', subject: id, data: { into, reason: '同一主体重复建档,核对门牌与负责人后合并' } }
  },
  start: onVisit('start', start),
  record: onVisit('record', record),
  acknowledge: (pilot, n) => acknowledge(pilot, pilot.visits[n] as PlannedVisit),
  finish: onVisit('finish', () => ({})),
  fixOnSite: onHazard('fix_on_site', after),
  file: onHazard('file', ({ filedDeadline }) => (filedDeadline === null ? {} : { deadline: instant(filedDeadline) })),
  waive: onHazard('waive_party', () => ({ party: 'gridWorker', reason: '该网格暂缺专职网格员,由村社代管' })),
  dispatch: onHazard('dispatch'),
  accept: onHazard('accept'),
  rectify: onHazard('rectify'),
  askExtension: onHazard('request_extension', ({ extension }) => ({
    until: instant(extension?.until as number),
    reason: '材料和施工队尚未到位,申请延期',
  })),
  answerExtension: onHazard('answer_extension', ({ extension }) => ({
    granted: extension?.granted,
    reason: extension?.granted ? '情况属实,同意延期' : '具备整改条件,不予延期',
  })),
  object: onHazard('object', () => ({ reason: '认为检查情况与现场不符,请求复核' })),
  answerObjection: onHazard('answer_objection', ({ objectionUpheld }) => ({
    upheld: objectionUpheld,
    reason: objectionUpheld ? '经现场复核,部分情况属实' : '经现场复核,隐患仍然存在',
  })),
  submit: onHazard('submit', after),
  fail: onHazard('reinspect', looked(false, '现场仍未整改到位')),
  submitAgain: onHazard('submit', after),
  pass: onHazard('reinspect', looked(true, '现场核实已整改')),
  approve: onHazard('close'),
  close: onHazard('close'),
  supervise: onHazard('supervise', (_, __, at) => ({
    until: instant(Date.parse(at) + 10 * day),
    reason: '逾期未改,列入督办',
  })),
  checkSample: onHazard('sample_check', ({ samplePassed }) =>
    samplePassed ? { passed: true, reason: '抽查属实' } : { passed: false, reason: '抽查发现并未整改' },
  ),
  dispatchOnceMore: onHazard('dispatch'),
  submitOnceMore: onHazard('submit', after),
  passOnceMore: onHazard('reinspect', looked(true, '重新整改后核实')),
  closeOnceMore: onHazard('close'),
  askVoid: onHazard('request_void', () => ({ reason: '误报,现场核对并无此项' })),
  answerVoid: onHazard('answer_void', () => ({ granted: true, reason: '核对照片,同意作废' })),
}

function register(place: PlannedPlace): Made {
  const { kind, name, uscc, parentId, path: unitPath, address, position, responsible: contact } = place
  const data = { kind, name, uscc, parentId, unitPath, address, position, contact }
  return { type: 'place.register', subject: place.id, data }
}

function onVisit(verb: string, data: (pilot: Pilot, visit: PlannedVisit) => unknown): Maker {
  return (pilot, n) => {
    const visit = pilot.visits[n] as PlannedVisit
    return { type: `${visit.act}.${verb}`, subject: visit.id, data: data(pilot, visit) }
  }
}

function start(pilot: Pilot, visit: PlannedVisit) {
  const { id: placeId, key } = pilot.places[visit.place] as PlannedPlace
  const colleagues = visit.colleagues.map((n) => pilot.posts[n]?.accountId)
  const along = colleagues.length === 0 ? {} : { with: colleagues }
  const walked = visit.rooms.length === 0 ? {} : { rooms: visit.rooms.map((n) => pilot.places[n]?.id) }
  if (visit.act === 'safetyVisit') return { placeId, ...along, ...walked }
  const no = `${visit.at % 10_000}-${key.slice(-4)}`
  return { placeId, with: colleagues, ...walked, approvalNo: `检批(2022)${no}`, noticeNo: `检通(2022)${no}` }
}

type Line = { item: CheckItem; life: Life; again: boolean }

/** What fails at a visit, by item: found now, or still owed from before. */
function failing(pilot: Pilot, visit: PlannedVisit): Map<string, Line> {
  const line = (n: number, again: boolean): [string, Line] => {
    const life = pilot.lives[n] as Life
    return [life.item.code, { item: life.item, life, again }]
  }
  return new Map([...visit.again.map((n) => line(n, true)), ...visit.found.map((n) => line(n, false))])
}

function sheetOf(pilot: Pilot, visit: PlannedVisit): readonly CheckItem[] {
  return pilot.sheets.get(sheetKind((pilot.places[visit.place] as PlannedPlace).kind)) ?? []
}

function record(pilot: Pilot, visit: PlannedVisit) {
  const fails = failing(pilot, visit)
  const entries = sheetOf(pilot, visit).map((item) => {
    const line = fails.get(item.code)
    if (line === undefined) return { itemCode: item.code, result: 'pass' }
    const fixed: { fixed?: Evidence[] } = line.life.onSite && !line.again ? { fixed: proofOf(item, 'after') } : {}
    return { itemCode: item.code, result: 'fail', hazardId: line.life.id, photos: proofOf(item, 'before'), ...fixed }
  })
  return { entries }
}

function acknowledge(pilot: Pilot, visit: PlannedVisit): Made {
  const { name, address, key } = pilot.places[visit.place] as PlannedPlace
  const fails = failing(pilot, visit)
  const findings = sheetOf(pilot, visit).flatMap(({ code, text: itemText, severity, mode }) => {
    const line = fails.get(code)
    return line === undefined ? [] : [{ itemText, severity, mode, deadline: deadlineSaid(line, visit) }]
  })
  const text = acknowledgedText({ act: visit.act, placeName: name, address, at: instant(visit.at), findings })
  const textHash = hash('sha256', text)
  const random = seededRandom(`${pilot.seed}/signature/${key}/${visit.at}`)
  const made = (verb: string, data: unknown) => ({ type: `${visit.act}.${verb}`, subject: visit.id, data })
  if (!visit.refused) return made('sign', { textHash, ...signatureOf(random) })
  const witnesses = [personName(random), `${personName(random)}(邻)`]
  return made('refuse', { textHash, witnesses, reason: '负责人拒绝签字,已当场告知并由见证人确认' })
}

/** As the server says it: what was fixed has no date, what was known keeps its own. */
function deadlineSaid({ item, life, again }: Line, visit: PlannedVisit): Instant | null {
  if (again) {
    const signedAt = visit.at + acknowledgeAfter
    const known = life.deadlines.filter(({ from }) => from <= signedAt).at(-1)
    return known === undefined ? deadlineFor(item, item.mode, instant(visit.at)) : instant(known.until)
  }
  return life.onSite ? null : deadlineFor(item, item.mode, instant(visit.at))
}
