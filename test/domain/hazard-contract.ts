import type { HazardStatus } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import type { ProblemCode } from '#domain/problems.ts'

/**
 * The machine as it was agreed, written down a second time and apart from the code: from which states, to which
 * ("=" stays), and which refusals the rules of the verb may give besides role and state.
 */
type Agreed = readonly [from: string, to: string, refusals: string]

const before = 'reported verified filed'
const work = 'dispatched accepted rectifying'
const owed = `${work} transferred suspended`
const open = `${before} ${owed} submitted reinspected`
const order = 'hazard.needs_administrative_inspection hazard.reason_required'

const agreed: Record<HazardAction, Agreed> = {
  'hazard.verify': ['reported', 'verified', ''],
  'hazard.file': ['reported verified', 'filed', 'hazard.mode_not_allowed hazard.deadline_not_allowed'],
  'hazard.change_mode': [
    `filed ${work}`,
    '=',
    'hazard.reason_required hazard.mode_not_allowed hazard.deadline_not_allowed',
  ],
  'hazard.waive_party': [before, '=', 'hazard.reason_required hazard.party_present'],
  'hazard.dispatch': ['filed', 'dispatched', 'hazard.party_missing'],
  'hazard.accept': ['dispatched', 'accepted', ''],
  'hazard.return': ['dispatched accepted', 'filed', 'hazard.reason_required'],
  'hazard.rectify': ['dispatched accepted', 'rectifying', ''],
  'hazard.submit': [work, 'submitted', 'hazard.file_unknown file.awaited hazard.evidence_missing hazard.evidence_same'],
  'hazard.fix_on_site': [
    before,
    'closed',
    'hazard.wrong_state hazard.not_immediate hazard.too_late_on_site hazard.finder_only hazard.not_signed hazard.fix_not_recorded hazard.file_unknown file.awaited hazard.evidence_missing',
  ],
  'hazard.reinspect': [
    'submitted',
    'reinspected rectifying',
    'hazard.same_person hazard.reason_required hazard.file_unknown file.awaited',
  ],
  'hazard.close': ['reinspected', 'closed =', 'hazard.same_person hazard.already_approved file.awaited'],
  'hazard.sample_check': [
    'closed',
    '= filed',
    'hazard.not_sampled hazard.same_person hazard.reason_required hazard.file_unknown file.awaited',
  ],
  'hazard.request_extension': [
    work,
    '=',
    'hazard.reason_required hazard.request_open hazard.extension_limit hazard.deadline_not_allowed',
  ],
  'hazard.answer_extension': [
    work,
    '=',
    'hazard.no_request hazard.same_person hazard.leader_required hazard.reason_required hazard.deadline_not_allowed',
  ],
  'hazard.object': [work, '=', 'hazard.reason_required hazard.request_open'],
  'hazard.answer_objection': [work, '=', 'hazard.no_request hazard.reason_required'],
  'hazard.supervise': [`${work} submitted reinspected`, '=', 'hazard.reason_required hazard.deadline_not_allowed'],
  'hazard.refer': [work, '=', 'hazard.only_safety_visit hazard.not_overdue hazard.reason_required'],
  'hazard.transfer': [work, 'transferred', order],
  'hazard.return_case': ['transferred', 'rectifying', 'hazard.reason_required'],
  'hazard.suspend': [`${work} transferred`, 'suspended', `actor.certificate_required ${order}`],
  'hazard.resume': ['suspended', 'rectifying', 'hazard.reason_required'],
  'hazard.shut_down': [
    owed,
    'closedDown =',
    `actor.certificate_required hazard.leader_required hazard.same_person ${order}`,
  ],
  'hazard.request_void': [open, '=', 'hazard.request_open hazard.reason_required'],
  'hazard.answer_void': [open, 'void =', 'hazard.no_request hazard.same_person hazard.reason_required'],
  'hazard.stall': [`${before} submitted reinspected`, '=', 'hazard.not_overdue'],
  'hazard.lapse': [`filed ${owed}`, '=', 'hazard.not_overdue'],
  'hazard.escalate': [`filed ${owed}`, '=', 'hazard.not_overdue hazard.rung_done'],
  'hazard.hand_over': [open, '=', 'hazard.handed_over'],
}

/** Time acts wherever the place is; everybody else within reach only. */
const anywhere: readonly string[] = ['hazard.lapse', 'hazard.escalate', 'hazard.stall', 'hazard.hand_over']

export const actions = Object.keys(agreed) as HazardAction[]
const words = (text: string) => text.split(' ').filter((word) => word !== '')

/** "hazard.file: reported > filed" for every edge there is. */
export const agreedEdges: ReadonlySet<string> = new Set(
  actions.flatMap((action) => {
    const [from, to] = agreed[action]
    return words(from).flatMap((a) => words(to).map((b) => edgeName(action, a, b === '=' ? a : b)))
  }),
)

export function edgeName(action: string, from: string, to: string): string {
  return `${action}: ${from} > ${to}`
}

export function startsFrom(action: HazardAction, status: HazardStatus): boolean {
  return words(agreed[action][0]).includes(status)
}

/** The refusals that may come where role and state are right. */
export function agreedRefusals(action: HazardAction): readonly ProblemCode[] {
  const scope = anywhere.includes(action) ? [] : ['actor.out_of_scope']
  return [...scope, ...words(agreed[action][2])] as ProblemCode[]
}
