import type { CommandType } from '#domain/commands.ts'
import type { Evidence } from '#domain/hazards.ts'
import { newId } from '#server/events/ids.ts'
import type { Attacker } from './attacker.ts'
import { others, type Row } from './oracle.ts'
import { drawing } from './town.ts'

type Given = { subject: string; data: unknown }
/** Ids of rows out of reach, and what an attacker has that is in order. */
type Targets = {
  hazards: string[]
  places: Row[]
  visits: string[]
  inspections: string[]
  notices: string[]
  links: string[]
  phases: Row[]
  photo: Evidence[]
  ownPath: string
  ownPlace: string
  fresh: () => string
}
type Attack = (on: Targets) => Given[]

const reason = '并不属于我的辖区'
const at = '2022-07-01T00:00:00.000Z'
const onHazards =
  (data: unknown): Attack =>
  ({ hazards }) =>
    hazards.map((subject) => ({ subject, data }))
const withProof = ({ hazards, photo }: Targets) => hazards.map((subject) => ({ subject, data: { after: photo } }))
const byInspection = ({ hazards, inspections, fresh }: Targets) =>
  hazards.map((subject) => ({ subject, data: { inspectionId: inspections[0] ?? fresh(), reason } }))
const starts =
  (more: unknown): Attack =>
  ({ places, fresh }) =>
    places.map(({ id }) => ({ subject: fresh(), data: { placeId: id, ...(more as object) } }))
const onWalks =
  (data: unknown): Attack =>
  ({ visits, inspections }) =>
    [...visits, ...inspections].map((subject) => ({ subject, data }))
const entry = (hazardId: string, photos: Evidence[]) => ({ itemCode: 'ENT-FF-01', result: 'fail', hazardId, photos })
const records = ({ visits, inspections, photo, fresh }: Targets) =>
  [...visits, ...inspections].map((subject) => ({ subject, data: { entries: [entry(fresh(), photo)] } }))
const sign = onWalks({ ...drawing, textHash: '0'.repeat(64) })
const refuse = onWalks({ textHash: '0'.repeat(64), witnesses: ['见证人甲', '见证人乙'], reason })
const itemOf: Record<string, string> = {
  enterprise: 'ENT-BD-01',
  shop: 'SHP-KT-01',
  rental: 'RNT-PT-03',
  room: 'RNT-PT-03',
}

/** Every command on everything out of reach. A type that is added to the product is asked for here by the compiler. */
export const attacks: Record<CommandType, Attack> = {
  'hazard.report': ({ places, photo, fresh }) =>
    places.map(({ id, kind }) => ({ subject: fresh(), data: { placeId: id, itemCode: itemOf[kind], before: photo } })),
  'hazard.verify': onHazards({}),
  'hazard.file': onHazards({}),
  'hazard.change_mode': onHazards({ mode: 'immediate', reason }),
  'hazard.waive_party': onHazards({ party: 'gridWorker', reason }),
  'hazard.dispatch': onHazards({}),
  'hazard.accept': onHazards({}),
  'hazard.return': onHazards({ reason }),
  'hazard.rectify': onHazards({}),
  'hazard.submit': withProof,
  'hazard.fix_on_site': withProof,
  'hazard.reinspect': onHazards({ passed: true, reason }),
  'hazard.close': onHazards({}),
  'hazard.sample_check': onHazards({ passed: true, reason }),
  'hazard.request_extension': onHazards({ until: at, reason }),
  'hazard.answer_extension': onHazards({ granted: true, reason }),
  'hazard.object': onHazards({ reason }),
  'hazard.answer_objection': onHazards({ upheld: true, reason }),
  'hazard.supervise': onHazards({ until: at, reason }),
  'hazard.refer': onHazards({ department: 'fire', reason }),
  'hazard.transfer': byInspection,
  'hazard.return_case': onHazards({ reason }),
  'hazard.suspend': byInspection,
  'hazard.resume': onHazards({ reason }),
  'hazard.shut_down': byInspection,
  'hazard.request_void': onHazards({ reason }),
  'hazard.answer_void': onHazards({ granted: true, reason }),
  'hazard.stall': onHazards({}),
  'hazard.lapse': onHazards({}),
  'hazard.escalate': onHazards({ rung: 1, role: 'leader' }),
  'hazard.hand_over': ({ hazards, fresh }) =>
    hazards.map((subject) => ({ subject, data: { phase: fresh(), to: fresh() } })),
  'safetyVisit.start': starts({}),
  'safetyVisit.record': records,
  'safetyVisit.sign': sign,
  'safetyVisit.refuse': refuse,
  'safetyVisit.finish': onWalks({}),
  'administrativeInspection.start': (on) => starts({ with: [on.fresh()], approvalNo: '批1号', noticeNo: '通1号' })(on),
  'administrativeInspection.record': records,
  'administrativeInspection.sign': sign,
  'administrativeInspection.refuse': refuse,
  'administrativeInspection.finish': onWalks({}),
  'place.register': ({ places, ownPath, fresh }) => [
    ...places.map((row) => ({ subject: fresh(), data: { ...plot, unitPath: row['scope_path'] } })),
    ...places.map((row) => ({ subject: fresh(), data: { ...plot, unitPath: ownPath, parentId: row['id'] } })),
    { subject: fresh(), data: { ...plot, unitPath: '/999999/' } },
  ],
  'place.amend': ({ places }) => places.map(({ id }) => ({ subject: id, data: { name: '改了名字', reason } })),
  'place.merge': ({ places, ownPlace }) => [
    ...places.map(({ id }) => ({ subject: id, data: { into: ownPlace, reason } })),
    ...places.map(({ id }) => ({ subject: ownPlace, data: { into: id, reason } })),
  ],
  'place.unmerge': ({ places }) => places.map(({ id }) => ({ subject: id, data: { reason } })),
  'notice.retry': ({ notices }) => notices.map((subject) => ({ subject, data: {} })),
  'link.revoke': ({ links }) => links.map((subject) => ({ subject, data: { reason } })),
  'phase.begin': ({ places, fresh }) =>
    places.map((row) => ({ subject: fresh(), data: { name: '别处的行动', unitPath: row['scope_path'] } })),
  'phase.switch': ({ phases, fresh }) => phases.map(({ id }) => ({ subject: id, data: { into: fresh(), reason } })),
}

const plot = {
  kind: 'room',
  name: '界外之地',
  uscc: null,
  parentId: null,
  address: '界外路1号',
  position: null,
  contact: null,
}

/** Where a new row would take the id of one that is out of sight. */
const collisions: Partial<Record<CommandType, (on: Targets, ownPlace: Row) => Given[]>> = {
  'hazard.report': ({ hazards, photo }, { id, kind }) =>
    hazards.slice(0, 2).map((subject) => ({ subject, data: { placeId: id, itemCode: itemOf[kind], before: photo } })),
  'safetyVisit.start': ({ visits }, { id }) =>
    visits.slice(0, 2).map((subject) => ({ subject, data: { placeId: id } })),
  'place.register': ({ places, ownPath }) =>
    places.slice(0, 2).map(({ id }) => ({ subject: id, data: { ...plot, unitPath: ownPath } })),
}

/** Refusals that do not even say whether there is such a row. */
const saysNothing = [
  'actor.not_allowed',
  'command.unknown',
  'hazard.not_found',
  'link.not_found',
  'notice.not_found',
  'phase.not_found',
  'place.not_found',
  'visit.not_found',
]
/** A path is no secret; whoever guesses 74 random bits of an id learns that it is taken. */
const also: Record<string, string[]> = {
  'place.register': ['actor.out_of_scope', 'place.unit_unknown', 'command.subject_exists'],
  'hazard.report': ['command.subject_exists'],
  'safetyVisit.start': ['command.subject_exists'],
  'phase.begin': ['actor.out_of_scope'],
}
const mostAtOnce = 200

/** Sends them all, and lets no answer be other than a refusal that says nothing. Returns how many were sent. */
export async function attackAll(on: Attacker): Promise<number> {
  const { house } = on.world
  const fresh = () => newId(house.time.now())
  const foreign = (table: string) => others(table, on.seen, on.all)
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...crypto.getRandomValues(new Uint8Array(16))])
  const brought = await on.send('POST', '/api/files?kind=photo', bytes, { 'content-type': 'image/jpeg' })
  const idsIn = (table: string) => foreign(table).map((row) => row['id'] as string)
  const ownPlace = (on.seen['place'] as Row[]).find((row) => itemOf[row['kind']] !== undefined)
  const targets: Targets = {
    hazards: idsIn('hazard'),
    places: foreign('place'),
    visits: idsIn('safety_visit'),
    inspections: idsIn('administrative_inspection'),
    notices: idsIn('notice'),
    links: idsIn('link'),
    phases: foreign('phase'),
    photo: [{ hash: brought.json().hash, kind: 'photo' }],
    ownPath: on.reach.area,
    ownPlace: ownPlace?.['id'] ?? fresh(),
    fresh,
  }
  const given = Object.entries(attacks).flatMap(([type, attack]) => attack(targets).map((one) => ({ type, ...one })))
  // The other district has a schema of its own, in which the same id is another row.
  const near = (table: string) => foreign(table).filter((row) => row['district'] === on.reach.district)
  const nearIds = (table: string) => near(table).map((row) => row['id'] as string)
  const reachable = { ...targets, hazards: nearIds('hazard'), visits: nearIds('safety_visit'), places: near('place') }
  const colliding = Object.entries(collisions).flatMap(([type, attack]) =>
    ownPlace === undefined ? [] : attack(reachable, ownPlace).map((one) => ({ type, ...one })),
  )
  for (let n = 0; n < given.length; n += mostAtOnce) await attempt(on, given.slice(n, n + mostAtOnce))
  for (const one of colliding) await attempt(on, [one])
  return given.length + colliding.length
}

async function attempt(on: Attacker, given: readonly (Given & { type: string })[]): Promise<void> {
  const now = on.world.house.time.now()
  const commands = given.map((one) => ({ id: newId(now), at: now, ...one }))
  const answer = await on.send('POST', '/api/sync', { commands })
  on.look(answer.body, 'POST /api/sync', JSON.stringify(commands))
  const { answers } = answer.json() as { answers: { outcome: string; problem?: { code: string } }[] }
  answers.forEach(({ outcome, problem }, n) => {
    on.ledger.probes += 1
    const type = given[n]?.type ?? ''
    const ok = outcome === 'refused' && [...saysNothing, ...(also[type] ?? [])].includes(problem?.code ?? '')
    if (!ok) on.ledger.leaks.push(`${on.member.loginName}: ${type} on a foreign subject → ${problem?.code ?? outcome}`)
  })
}
