import { day, deadlineAfterDays, hour, type Instant, plus } from '#domain/calendar.ts'
import type { Evidence, FindingAct, Hazard, HazardFacts, Parties } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import type { HazardData } from '#domain/hazards-guards.ts'
import { type CheckItem, type EvidenceKind, type Mode, modes, type Severity } from '#domain/standards.ts'
import { grid, idOf, manyPosts, someone, type Walker } from './hazard-actors.ts'

/** What stays the same around one hazard while people act on it. */
export type Surroundings = {
  severity: Severity
  mode: Mode
  evidenceKinds: readonly EvidenceKind[]
  act: FindingAct
  signed: boolean
  gap: boolean
  inspected: boolean
  sampled: boolean
  /** A photo of the finding is still on its way. */
  awaited?: boolean
  /** Who found it: the grid worker, the one of many posts, or an inspector. */
  finder: number
}

export const start: Instant = '2022-06-15T01:00:00.000Z'
export const finders: readonly Walker[] = [
  someone('gridWorker'),
  someone('gridWorker', 'manyPosts'),
  someone('inspector'),
]
export const colleague = someone('inspector', 'manyPosts')

export const photo: Evidence = { hash: 'a'.repeat(64), kind: 'photo' }
/** Taken when it was put right. */
export const photoAfter: Evidence = { hash: 'd'.repeat(64), kind: 'photo' }
const strange: Evidence = { hash: 'e'.repeat(64), kind: 'photo' }
const video: Evidence = { hash: 'b'.repeat(64), kind: 'video' }
/** Held, but as a video. */
const misnamed: Evidence = { hash: 'b'.repeat(64), kind: 'photo' }
const lost: Evidence = { hash: 'c'.repeat(64), kind: 'photo' }
export const inspection = idOf(30)
const elsewhere = idOf(31)
export const visit = idOf(32)

export function itemOf(around: Surroundings): CheckItem {
  return {
    code: 'ENT-EL-01',
    version: 1,
    placeKind: 'enterprise',
    category: '用电',
    text: '线路裸露敷设',
    severity: around.severity,
    mode: around.mode,
    days: around.mode === 'immediate' ? 0 : 7,
    legalBasis: '',
    legalConfidence: '高',
    evidence: '',
    evidenceKinds: around.evidenceKinds,
    line: 'fire',
    validFrom: start,
    validTo: null,
  }
}

const everybody: Parties = { department: idOf(40), town: idOf(41), village: idOf(42), gridWorker: idOf(43) }

export function factsOf(around: Surroundings): HazardFacts {
  const finder = finders[around.finder] as Walker
  return {
    item: itemOf(around),
    place: { id: idOf(20), kind: 'enterprise', originPath: grid, scopePath: grid, status: 'active' },
    parties: around.gap ? { ...everybody, gridWorker: null } : everybody,
    departments: new Proxy({}, { get: () => idOf(40) }),
    openTwin: null,
    lastClosed: null,
    visit:
      around.act === 'report'
        ? null
        : { by: [finder.accountId, manyPosts], signed: around.signed, fixed: [photoAfter, video, lost] },
    inspections: around.inspected ? [inspection] : [],
    sampled: around.sampled,
    awaited: around.awaited ? [lost.hash] : [],
    files: new Map([
      [photo.hash, 'photo'],
      [photoAfter.hash, 'photo'],
      [strange.hash, 'photo'],
      [video.hash, 'video'],
    ]),
  }
}

const nothing: readonly HazardData[] = [{}]
const reasons: readonly HazardData[] = [{ reason: '现场已核实' }, { reason: '  ' }]
const reason = '现场已核实'
const linked: readonly HazardData[] = [
  { inspectionId: inspection, reason },
  { inspectionId: elsewhere, reason },
  { inspectionId: inspection, reason: '  ' },
]
const verdicts: readonly HazardData[] = [
  { granted: true, reason },
  { granted: false, reason },
  { granted: true, reason: '  ' },
]
const proofs: readonly HazardData[] = [
  { after: [photoAfter, video] },
  { after: [photoAfter] },
  { after: [photoAfter, misnamed] },
  { after: [photoAfter, lost] },
  { after: [photo] },
  { after: [strange] },
]
const checks: readonly HazardData[] = [
  { passed: true, reason },
  { passed: false, reason },
  { passed: true, reason: '  ' },
  { passed: true, reason, photos: [photo] },
  { passed: false, reason, photos: [photo, misnamed] },
]

/** What may be sent with each verb, well-formed, in its right and its wrong ways. */
export function dataFor(action: HazardAction, hazard: Hazard, now: Instant): readonly HazardData[] {
  const deadline = hazard.deadline ?? now
  switch (action) {
    case 'hazard.file':
    case 'hazard.change_mode': {
      const withMode = modes.map((mode) => ({ mode, reason }))
      const dated = [
        plus(now, day),
        deadlineAfterDays(hazard.foundAt, 80),
        deadlineAfterDays(hazard.foundAt, 400),
        plus(now, -hour),
      ]
      const wanted = action === 'hazard.file' ? [hazard.mode] : modes.filter((mode) => mode !== hazard.mode)
      const all = [...withMode, ...wanted.flatMap((mode) => dated.map((on) => ({ mode, deadline: on, reason })))]
      if (action === 'hazard.file') return [{}, ...all.map(({ reason: _, ...data }) => data)]
      return [...all, { mode: 'immediate', reason: '  ' }]
    }
    case 'hazard.waive_party':
      return [
        { party: 'gridWorker', reason },
        { party: 'town', reason },
        { party: 'gridWorker', reason: '  ' },
      ]
    case 'hazard.submit':
    case 'hazard.fix_on_site':
      return proofs
    case 'hazard.reinspect':
    case 'hazard.sample_check':
      return checks
    case 'hazard.request_extension':
      return [
        { until: plus(deadline, 5 * day), reason },
        { until: plus(deadline, -day), reason },
        { until: plus(now, 9 * day), reason: '  ' },
      ]
    case 'hazard.answer_extension':
    case 'hazard.answer_void':
      return verdicts
    case 'hazard.answer_objection':
      return [
        { upheld: true, reason },
        { upheld: false, reason },
        { upheld: false, reason: '  ' },
      ]
    case 'hazard.supervise':
      return [
        { until: plus(now, 3 * day), reason },
        { until: plus(now, 3 * day), reason: '  ' },
        { until: plus(now, 300 * day), reason },
      ]
    case 'hazard.refer':
      return [
        { department: 'emergency', reason },
        { department: 'emergency', reason: '  ' },
      ]
    case 'hazard.transfer':
    case 'hazard.suspend':
    case 'hazard.shut_down':
      return linked
    case 'hazard.hand_over':
      return [
        { phase: idOf(50), to: idOf(41) },
        { phase: idOf(51), to: idOf(41) },
      ]
    case 'hazard.escalate':
      return [1, 2, 3].map((rung) => ({ rung, role: 'leader' }))
    case 'hazard.return':
    case 'hazard.return_case':
    case 'hazard.resume':
    case 'hazard.object':
    case 'hazard.request_void':
      return reasons
    default:
      return nothing
  }
}
