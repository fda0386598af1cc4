import { day, deadlineAfterDays, hour, type Instant, plus } from './calendar.ts'
import type { Evidence, FindingAct, Hazard, HazardFacts } from './hazards.ts'
import { approvalsNeeded, immediateHours, longestDays, relapseDays, strangeFiles } from './hazards.ts'
import { type Edge, type HazardAction, hazardEdges } from './hazards-edges.ts'
import type { HazardEvent } from './hazards-evolve.ts'
import type { HazardData, Question } from './hazards-guards.ts'
import { type Actor, covers, may } from './people.ts'
import { type PlaceKind, sheetKind, whyEnded } from './places.ts'
import { type Problem, problem } from './problems.ts'
import { type CheckItem, type Mode, modeMayChange } from './standards.ts'

/**
 * When a hazard of this item and mode must be rectified, counted from when it was found. 立即 is a matter of hours,
 * unless the item itself says 立即 and gives days.
 */
export function deadlineFor(item: Pick<CheckItem, 'days' | 'mode'>, mode: Mode, foundAt: Instant): Instant {
  if (mode === 'immediate' && (item.mode !== 'immediate' || item.days === 0))
    return plus(foundAt, immediateHours * hour)
  return deadlineAfterDays(foundAt, Math.max(item.days, 1))
}

export type Report = {
  placeId: string
  itemCode: string
  before: readonly Evidence[]
  /** A stricter mode than the item's, when the finder asks for it. */
  mode?: Mode
}

/** The birth of a hazard: a failed item of a visit, or a single report. */
export function decideReport(
  report: Report,
  act: FindingAct,
  foundIn: string | null,
  actor: Actor,
  now: Instant,
  facts: HazardFacts,
): HazardEvent[] {
  const { item, place } = facts
  if (!may(actor, 'hazard.report')) throw problem('actor.not_allowed', { action: 'hazard.report' })
  if (place === null) throw problem('place.not_found', {}, '/data/placeId')
  const ended = whyEnded(place, '/data/placeId')
  if (ended !== null) throw ended
  if (item === null) throw problem('standard.item_unknown', { item: report.itemCode }, '/data/itemCode')
  if (item.placeKind !== sheetKind(place.kind as PlaceKind)) {
    throw problem('standard.item_not_for_place', { item: item.code, kind: place.kind }, '/data/itemCode')
  }
  if (!covers({ ...actor, line: '*' }, { ...place, department: null })) throw problem('actor.out_of_scope')
  if (facts.openTwin !== null) throw problem('hazard.already_open', { hazard: facts.openTwin })
  if (report.mode !== undefined && !modeMayChange(item, report.mode, false)) {
    throw problem('hazard.mode_not_allowed', { mode: report.mode, itemMode: item.mode }, '/data/mode')
  }
  if (report.before.length === 0) throw problem('visit.photo_required', {}, '/data/before')
  // Photos may still be on their way: the finding counts from now, and what ends it waits for them.
  const unknown = strangeFiles(facts.files, report.before)
  if (unknown.length > 0) throw problem('hazard.file_unknown', { unknown }, '/data/before')

  const last = facts.lastClosed
  const relapse = last !== null && now < plus(last.closedAt, relapseDays * day)
  return [
    {
      type: 'hazard.reported',
      data: {
        placeId: place.id,
        itemCode: item.code,
        itemVersion: item.version,
        severity: item.severity,
        mode: report.mode ?? item.mode,
        department: item.line,
        originPath: place.originPath,
        scopePath: place.scopePath,
        act,
        foundIn,
        before: report.before,
        relapseOf: relapse ? last.id : null,
      },
    },
  ]
}

type Plan = (q: Question & { data: HazardData }) => HazardEvent[]

const none = {}
const seen = (q: Question) => ({ photos: q.data?.photos ?? [] })
const days = (q: Question): Pick<CheckItem, 'days' | 'mode'> => q.facts.item ?? { days: 1, mode: q.hazard.mode }

/** What each permitted verb writes into the history. */
const plans: Record<HazardAction, Plan> = {
  'hazard.verify': () => [{ type: 'hazard.verified', data: none }],
  'hazard.file': (q) => {
    const mode = q.data.mode ?? q.hazard.mode
    const usual = deadlineFor(days(q), mode, q.hazard.foundAt)
    const deadline = checkedDeadline(q, q.data.deadline ?? usual, usual)
    const change: HazardEvent[] =
      mode === q.hazard.mode ? [] : [{ type: 'hazard.mode_changed', data: { mode, deadline } }]
    return [...change, { type: 'hazard.filed', data: { deadline } }]
  },
  'hazard.change_mode': (q) => {
    const mode = q.data.mode ?? q.hazard.mode
    const usual = deadlineFor(days(q), mode, q.hazard.foundAt)
    return [
      { type: 'hazard.mode_changed', data: { mode, deadline: checkedDeadline(q, q.data.deadline ?? usual, usual) } },
    ]
  },
  'hazard.waive_party': (q) => [{ type: 'hazard.party_waived', data: { party: required(q.data.party) } }],
  'hazard.dispatch': (q) => [{ type: 'hazard.dispatched', data: { parties: q.facts.parties } }],
  'hazard.accept': () => [{ type: 'hazard.accepted', data: none }],
  'hazard.return': () => [{ type: 'hazard.returned', data: none }],
  'hazard.rectify': () => [{ type: 'hazard.rectification_started', data: none }],
  'hazard.submit': (q) => [{ type: 'hazard.submitted', data: { after: required(q.data.after) } }],
  'hazard.fix_on_site': (q) => [
    { type: 'hazard.fixed_on_site', data: { after: required(q.data.after) } },
    { type: 'hazard.passed', data: { photos: [] } },
    { type: 'hazard.closed', data: { onSite: true, sampled: q.facts.sampled } },
  ],
  'hazard.reinspect': (q) => [{ type: q.data.passed ? 'hazard.passed' : 'hazard.reworked', data: seen(q) }],
  'hazard.close': (q) => {
    const approval: HazardEvent = { type: 'hazard.close_approved', data: none }
    const enough = q.hazard.approvals.length + 1 >= approvalsNeeded(q.hazard)
    return enough ? [approval, { type: 'hazard.closed', data: { onSite: false, sampled: false } }] : [approval]
  },
  'hazard.sample_check': (q) => [
    q.data.passed
      ? { type: 'hazard.sample_passed', data: seen(q) }
      : {
          type: 'hazard.sample_failed',
          data: { ...seen(q), twin: q.facts.openTwin, deadline: deadlineFor(days(q), q.hazard.mode, q.now) },
        },
  ],
  'hazard.request_extension': (q) => [{ type: 'hazard.extension_requested', data: { until: required(q.data.until) } }],
  'hazard.answer_extension': (q) => [
    q.data.granted
      ? { type: 'hazard.extension_granted', data: { until: required(q.hazard.extension?.until) } }
      : { type: 'hazard.extension_refused', data: none },
  ],
  'hazard.object': () => [{ type: 'hazard.objected', data: none }],
  'hazard.answer_objection': (q) => [{ type: 'hazard.objection_answered', data: { upheld: required(q.data.upheld) } }],
  'hazard.supervise': (q) => [{ type: 'hazard.supervised', data: { until: required(q.data.until) } }],
  'hazard.refer': (q) => {
    const department = required(q.data.department)
    const unitId = q.facts.departments[department] ?? null
    if (unitId === null) throw problem('hazard.party_missing', { missing: ['department'] }, '/data/department')
    return [{ type: 'hazard.referred', data: { department, unitId } }]
  },
  'hazard.transfer': (q) => [{ type: 'hazard.transferred', data: { inspectionId: required(q.data.inspectionId) } }],
  'hazard.return_case': () => [{ type: 'hazard.case_returned', data: none }],
  'hazard.suspend': (q) => [{ type: 'hazard.suspended', data: { inspectionId: required(q.data.inspectionId) } }],
  'hazard.resume': () => [{ type: 'hazard.resumed', data: none }],
  'hazard.shut_down': (q) => {
    const asked = q.hazard.closingDown
    if (asked === null)
      return [{ type: 'hazard.shut_down_asked', data: { inspectionId: required(q.data.inspectionId) } }]
    return [{ type: 'hazard.shut_down', data: { inspectionId: asked.inspectionId } }]
  },
  'hazard.request_void': (q) => [{ type: 'hazard.void_requested', data: { duplicateOf: q.data.duplicateOf ?? null } }],
  'hazard.answer_void': (q) => [
    q.data.granted ? { type: 'hazard.voided', data: none } : { type: 'hazard.void_refused', data: none },
  ],
  'hazard.stall': () => [{ type: 'hazard.stalled', data: none }],
  'hazard.lapse': () => [{ type: 'hazard.lapsed', data: none }],
  'hazard.escalate': (q) => [
    { type: 'hazard.escalated', data: { rung: required(q.data.rung), role: required(q.data.role) } },
  ],
  'hazard.hand_over': (q) => [
    { type: 'hazard.handed_over', data: { phase: required(q.data.phase), to: required(q.data.to) } },
  ],
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw problem('request.invalid', {}, '/data')
  return value
}

/** A finder may set an earlier date than usual; a desk a later one, up to the longest; never one that is past. */
function checkedDeadline(q: Question, wanted: Instant, usual: Instant): Instant {
  const byDesk = q.actor.role === 'townDesk' || q.actor.role === 'departmentOfficer'
  const latest = byDesk && q.hazard.severity !== 'critical' ? deadlineAfterDays(q.hazard.foundAt, longestDays) : usual
  if (wanted === usual) return wanted
  if (wanted > latest || wanted <= q.hazard.foundAt || wanted <= q.now) {
    throw problem('hazard.deadline_not_allowed', { latest }, '/data/deadline')
  }
  return wanted
}

function refusal(action: HazardAction, q: Question): Problem | null {
  const edge: Edge = hazardEdges[action]
  if (!may(q.actor, action)) return problem('actor.not_allowed', { action, role: q.actor.role })
  if (!edge.from.includes(q.hazard.status)) return problem('hazard.wrong_state', { status: q.hazard.status })
  for (const guard of edge.guards) {
    const no = guard(q)
    if (no !== null) return no
  }
  return null
}

export function isHazardAction(type: string): type is HazardAction {
  return Object.hasOwn(hazardEdges, type)
}

/** What the command does to the hazard. Throws the problem that forbids it. */
export function decideHazard(
  action: HazardAction,
  hazard: Hazard,
  data: HazardData,
  actor: Actor,
  now: Instant,
  facts: HazardFacts,
): HazardEvent[] {
  const q = { hazard, actor, now, facts, data }
  const no = refusal(action, q)
  if (no !== null) throw no
  return plans[action](q)
}

export type Availability = { action: HazardAction; problem: Problem | null }

/** Each verb that this role may ever do in this status, with the reason where a rule forbids it now. */
export function availableHazardActions(hazard: Hazard, actor: Actor, now: Instant, facts: HazardFacts): Availability[] {
  return (Object.keys(hazardEdges) as HazardAction[])
    .filter((action) => may(actor, action) && (hazardEdges[action] as Edge).from.includes(hazard.status))
    .map((action) => ({ action, problem: refusal(action, { hazard, actor, now, facts, data: undefined }) }))
}
