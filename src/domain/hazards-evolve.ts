import type { Instant } from './calendar.ts'
import type { Evidence, FindingAct, Hazard, Parties, PartyRole } from './hazards.ts'
import type { Mode, Severity } from './standards.ts'

/** What somebody saw who looked again. */
export type Looked = { photos: readonly Evidence[] }

/** Data of each event of a hazard's life. Ids, words and times only. */
export type HazardEvents = {
  'hazard.reported': {
    placeId: string
    itemCode: string
    itemVersion: number
    severity: Severity
    mode: Mode
    department: string
    originPath: string
    scopePath: string
    act: FindingAct
    foundIn: string | null
    before: readonly Evidence[]
    relapseOf: string | null
  }
  'hazard.verified': Record<string, never>
  'hazard.filed': { deadline: Instant }
  'hazard.mode_changed': { mode: Mode; deadline: Instant }
  'hazard.party_waived': { party: PartyRole }
  'hazard.dispatched': { parties: Parties }
  'hazard.accepted': Record<string, never>
  'hazard.returned': Record<string, never>
  'hazard.rectification_started': Record<string, never>
  'hazard.submitted': { after: readonly Evidence[] }
  'hazard.fixed_on_site': { after: readonly Evidence[] }
  'hazard.passed': Looked
  'hazard.reworked': Looked
  'hazard.close_approved': Record<string, never>
  'hazard.closed': { onSite: boolean; sampled: boolean }
  'hazard.sample_passed': Looked
  'hazard.sample_failed': Looked & { deadline: Instant; twin: string | null }
  'hazard.extension_requested': { until: Instant }
  'hazard.extension_granted': { until: Instant }
  'hazard.extension_refused': Record<string, never>
  'hazard.objected': Record<string, never>
  'hazard.objection_answered': { upheld: boolean }
  'hazard.supervised': { until: Instant }
  'hazard.referred': { department: string; unitId: string }
  'hazard.transferred': { inspectionId: string }
  'hazard.case_returned': Record<string, never>
  'hazard.suspended': { inspectionId: string }
  'hazard.resumed': Record<string, never>
  'hazard.shut_down_asked': { inspectionId: string }
  'hazard.shut_down': { inspectionId: string }
  'hazard.void_requested': { duplicateOf: string | null }
  'hazard.voided': Record<string, never>
  'hazard.void_refused': Record<string, never>
  'hazard.lapsed': Record<string, never>
  'hazard.stalled': Record<string, never>
  'hazard.escalated': { rung: number; role: string }
  'hazard.handed_over': { phase: string; to: string }
}
export type HazardEventType = keyof HazardEvents
export type HazardEvent = { [T in HazardEventType]: { type: T; data: HazardEvents[T] } }[HazardEventType]

/** Who and when, the same for all events of one command. */
export type Moment = { hazardId: string; by: string; at: Instant; commandId: string }

type Change = Partial<Hazard>
type Changes = {
  [T in Exclude<HazardEventType, 'hazard.reported'>]: (data: HazardEvents[T], was: Hazard, m: Moment) => Change
}

const nobody: Parties = { department: null, town: null, village: null, gridWorker: null }

/** With the end of a hazard every open request ends. */
const nothingAsked = { extension: null, objection: null, voiding: null, closingDown: null }

/** A new deadline that is still to come: not overdue, and the ladder begins anew. */
const inTime = { overdueSince: null, rung: 0, rungAt: null }

const changes: Changes = {
  'hazard.verified': () => ({ status: 'verified' }),
  'hazard.filed': ({ deadline }) => ({ status: 'filed', deadline, originalDeadline: deadline }),
  'hazard.mode_changed': ({ mode, deadline }, was) => ({
    mode,
    deadline,
    originalDeadline: was.originalDeadline ?? deadline,
  }),
  'hazard.party_waived': ({ party }, was) => ({ waived: [...was.waived, party] }),
  'hazard.dispatched': ({ parties }) => ({ status: 'dispatched', parties }),
  'hazard.accepted': () => ({ status: 'accepted' }),
  'hazard.returned': () => ({ status: 'filed', parties: nobody }),
  'hazard.rectification_started': () => ({ status: 'rectifying' }),
  'hazard.submitted': ({ after }, _, m) => ({ status: 'submitted', after, rectifier: m.by, submittedAt: m.at }),
  'hazard.fixed_on_site': ({ after }) => ({ after, rectifier: 'party' }),
  'hazard.passed': (_, __, m) => ({ status: 'reinspected', reinspectedBy: m.by, approvals: [] }),
  'hazard.reworked': (_, was) => ({
    status: 'rectifying',
    reworks: was.reworks + 1,
    approvals: [],
    reinspectedBy: null,
  }),
  'hazard.close_approved': (_, was, m) => ({ approvals: [...was.approvals, m.by] }),
  'hazard.closed': ({ onSite, sampled }, _, m) => ({
    status: 'closed',
    closedAt: m.at,
    closedOnSite: onSite,
    sample: sampled ? 'due' : null,
    ...nothingAsked,
  }),
  'hazard.sample_passed': () => ({ sample: 'passed' }),
  'hazard.sample_failed': ({ deadline, twin }) =>
    twin !== null
      ? { sample: 'failed' }
      : {
          status: 'filed',
          sample: 'failed',
          closedAt: null,
          approvals: [],
          rectifier: null,
          reinspectedBy: null,
          deadline,
          originalDeadline: deadline,
          ...inTime,
        },
  'hazard.extension_requested': ({ until }, _, m) => ({ extension: { ...requested(m), until } }),
  'hazard.extension_granted': ({ until }, was) => ({
    deadline: until,
    extensions: was.extensions + 1,
    extension: null,
    ...inTime,
  }),
  'hazard.extension_refused': () => ({ extension: null }),
  'hazard.objected': (_, __, m) => ({ objection: requested(m) }),
  'hazard.objection_answered': () => ({ objection: null }),
  'hazard.supervised': ({ until }, _, m) => ({ supervision: { by: m.by, until } }),
  'hazard.referred': ({ department, unitId }, was) => ({
    department,
    referredTo: department,
    parties: { ...was.parties, department: unitId },
  }),
  'hazard.transferred': ({ inspectionId }) => ({ status: 'transferred', inspectionId }),
  'hazard.case_returned': () => ({ status: 'rectifying' }),
  'hazard.suspended': ({ inspectionId }) => ({ status: 'suspended', inspectionId }),
  'hazard.resumed': () => ({ status: 'rectifying' }),
  'hazard.shut_down_asked': ({ inspectionId }, _, m) => ({ closingDown: { ...requested(m), inspectionId } }),
  'hazard.shut_down': ({ inspectionId }, _, m) => ({
    status: 'closedDown',
    inspectionId,
    closedAt: m.at,
    ...nothingAsked,
  }),
  'hazard.void_requested': (_, __, m) => ({ voiding: requested(m) }),
  'hazard.voided': (_, __, m) => ({ status: 'void', closedAt: m.at, ...nothingAsked }),
  'hazard.void_refused': () => ({ voiding: null }),
  'hazard.lapsed': (_, __, m) => ({ overdueSince: m.at }),
  'hazard.stalled': (_, __, m) => ({ stalledSince: m.at }),
  'hazard.escalated': ({ rung }, _, m) => ({ rung, rungAt: m.at }),
  'hazard.handed_over': ({ phase, to }) => ({ team: { unitId: to, phaseId: phase } }),
}

function requested(m: Moment) {
  return { by: m.by, at: m.at, commandId: m.commandId }
}

function born(data: HazardEvents['hazard.reported'], m: Moment): Hazard {
  return {
    ...data,
    id: m.hazardId,
    version: 1,
    status: 'reported',
    changedAt: m.at,
    statusSince: m.at,
    stalledSince: null,
    foundBy: m.by,
    foundAt: m.at,
    after: [],
    parties: nobody,
    waived: [],
    deadline: null,
    originalDeadline: null,
    extensions: 0,
    extension: null,
    objection: null,
    voiding: null,
    closingDown: null,
    rectifier: null,
    submittedAt: null,
    reinspectedBy: null,
    reworks: 0,
    approvals: [],
    closedAt: null,
    closedOnSite: false,
    sample: null,
    overdueSince: null,
    rung: 0,
    rungAt: null,
    supervision: null,
    referredTo: null,
    inspectionId: null,
    team: null,
  }
}

/** The hazard after one more event. Folding all events of a hazard gives its row. */
export function evolveHazard(was: Hazard | null, event: HazardEvent, moment: Moment): Hazard {
  if (event.type === 'hazard.reported') return born(event.data, moment)
  if (was === null) throw new Error(`${event.type} before hazard.reported`)
  const change = changes[event.type] as (data: unknown, was: Hazard, m: Moment) => Change
  const next = { ...was, ...change(event.data, was, moment), changedAt: moment.at, version: was.version + 1 }
  return next.status === was.status ? next : { ...next, statusSince: moment.at, stalledSince: null }
}
