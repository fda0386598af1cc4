import { type HazardStatus, openStatuses } from './hazards.ts'
import type { Guard } from './hazards-guards.ts'
import * as g from './hazards-guards.ts'

/** One verb of a hazard's life: from where, to where (`stay` keeps the status), under which rules, and who asks for it. */
export type Edge = {
  from: readonly HazardStatus[]
  to: HazardStatus | 'stay'
  /** Where else it may lead, with the word for when. */
  or?: Partial<Record<HazardStatus | 'stay', string>>
  guards: readonly Guard[]
  /** The law, standard, decision or method that asks for this edge. */
  because: string
}

const inWork: readonly HazardStatus[] = ['dispatched', 'accepted', 'rectifying']
const beforeWork: readonly HazardStatus[] = ['reported', 'verified', 'filed']

/**
 * The whole machine. `hazard.report` is not here: it has no "from" (see `decideReport`).
 * What is not listed is forbidden.
 */
// biome-ignore format: a table reads as a table
export const hazardEdges = {
  'hazard.verify': { from: ['reported'], to: 'verified', guards: [g.inScope], because: 'GB/T 30428 核实: a report is looked at before it is filed' },
  'hazard.file': { from: ['reported', 'verified'], to: 'filed', guards: [g.inScope, g.modeAllowed], because: 'GB/T 30428 立案; mode and deadline come from the check item' },
  'hazard.change_mode': { from: ['filed', 'dispatched', 'accepted', 'rectifying'], to: 'stay', guards: [g.inScope, g.reasonGiven, g.modeIsOther, g.modeAllowed], because: '立即/集中/限期: stricter always, looser only by a desk and never for 极严重' },
  'hazard.waive_party': { from: beforeWork, to: 'stay', guards: [g.inScope, g.reasonGiven, g.partyIsMissing], because: '四方责任: a missing party is waived with a logged reason' },
  'hazard.dispatch': { from: ['filed'], to: 'dispatched', guards: [g.inScope, g.partiesKnown], because: '四方责任: 部门、镇街、村社、网格员 are named before anything is handed over' },
  'hazard.accept': { from: ['dispatched'], to: 'accepted', guards: [g.inScope], because: 'GB/T 30428 派遣: the receiver says that it has arrived' },
  'hazard.return': { from: ['dispatched', 'accepted'], to: 'filed', guards: [g.inScope, g.reasonGiven], because: 'GB/T 30428 回退 with a ledger' },
  'hazard.rectify': { from: ['dispatched', 'accepted'], to: 'rectifying', guards: [g.inScope], because: '分段整治' },
  'hazard.submit': { from: inWork, to: 'submitted', guards: [g.inScope, g.proofComplete], because: 'Evidence asked for by the check item' },
  'hazard.fix_on_site': { from: beforeWork, to: 'closed', guards: [g.inScope, g.isImmediate, g.stillOnSite, g.notFalselyClosed, g.finderOfVisit, g.beforeShown, g.visitSigned, g.fixRecorded, g.proofComplete, g.evidenceArrived], because: '立即整改: found and fixed in one visit, before and after, signed by the party' },
  'hazard.reinspect': { from: ['submitted'], to: 'reinspected', or: { rectifying: 'failed' }, guards: [g.inScope, g.notRectifier, g.reasonGiven, g.photosArrived, g.evidenceArrived], because: '复查: by another person than the rectifier; failed is rework (返工)' },
  'hazard.close': { from: ['reinspected'], to: 'closed', or: { reinspected: 'one more approver is needed' }, guards: [g.inScope, g.notRectifier, g.notReinspector, g.notYetApprovedByMe, g.evidenceArrived], because: '销号: supervised close-out; 极严重 takes two approvers' },
  'hazard.sample_check': { from: ['closed'], to: 'stay', or: { filed: 'false close-out' }, guards: [g.inScope, g.sampleIsDue, g.notRectifier, g.notFinder, g.reasonGiven, g.photosArrived, g.evidenceArrived], because: '抽查: a second person looks at a seeded share of what was closed on the spot' },
  'hazard.request_extension': { from: inWork, to: 'stay', guards: [g.inScope, g.reasonGiven, g.extensionPossible], because: '延期 needs approval; the original date is kept' },
  'hazard.answer_extension': { from: inWork, to: 'stay', guards: [g.inScope, g.extensionAsked, g.reasonGiven], because: '延期审批: by another person; for 极严重 by the leader' },
  'hazard.object': { from: inWork, to: 'stay', guards: [g.inScope, g.reasonGiven, g.noObjectionOpen], because: '陈述申辩: the party may object' },
  'hazard.answer_objection': { from: inWork, to: 'stay', guards: [g.inScope, g.objectionOpen, g.reasonGiven], because: '陈述申辩: every objection is answered' },
  'hazard.supervise': { from: [...inWork, 'submitted', 'reinspected'], to: 'stay', guards: [g.inScope, g.reasonGiven, g.untilIsNear], because: '督办' },
  'hazard.refer': { from: inWork, to: 'stay', guards: [g.inScope, g.foundBySafetyVisit, g.isOverdue, g.reasonGiven], because: '国办发〔2024〕54号: a visit orders nothing; what stays undone goes to a department' },
  'hazard.transfer': { from: inWork, to: 'transferred', guards: [g.inScope, g.inspectionLinked, g.reasonGiven], because: '移送立案 needs a linked administrative inspection' },
  'hazard.return_case': { from: ['transferred'], to: 'rectifying', guards: [g.inScope, g.reasonGiven], because: 'A case ends, the hazard is still to be closed' },
  'hazard.suspend': { from: [...inWork, 'transferred'], to: 'suspended', guards: [g.inScope, g.holdsCertificate, g.inspectionLinked, g.reasonGiven], because: '停产停业 is ordered by certificate holders on an administrative inspection' },
  'hazard.resume': { from: ['suspended'], to: 'rectifying', guards: [g.inScope, g.reasonGiven], because: 'Suspension ends, proof is still owed' },
  'hazard.shut_down': { from: [...inWork, 'transferred', 'suspended'], to: 'closedDown', or: { stay: 'asked for, the leader decides' }, guards: [g.inScope, g.twoForShutDown, g.inspectionLinked, g.reasonGiven], because: '关停: the place is closed for good, asked for by a certificate holder and decided by the leader' },
  'hazard.request_void': { from: openStatuses, to: 'stay', guards: [g.inScope, g.noVoidAsked, g.reasonGiven], because: 'GB/T 30428 作废 needs a reason and approval' },
  'hazard.answer_void': { from: openStatuses, to: 'void', or: { stay: 'refused' }, guards: [g.inScope, g.voidAskedByAnother, g.reasonGiven], because: '有患必治: no hazard is dropped without a second person' },
  'hazard.stall': { from: ['reported', 'verified', 'filed', 'submitted', 'reinspected'], to: 'stay', guards: [g.waitIsOver], because: '五化: every state has an owner; who lets a hazard wait is called out as well' },
  'hazard.lapse': { from: ['filed', ...inWork, 'transferred', 'suspended'], to: 'stay', guards: [g.dueIsPast], because: '限期任务到点: overdue the moment the deadline passes' },
  'hazard.escalate': { from: ['filed', ...inWork, 'transferred', 'suspended'], to: 'stay', guards: [g.isOverdue, g.rungIsNext], because: 'The escalation ladder, once per rung' },
  'hazard.hand_over': { from: openStatuses, to: 'stay', guards: [g.notHandedOver], because: '转段: what a phase leaves open goes to the team that stays, with its state, its clock and its deadline' },
} as const satisfies Record<string, Edge>

export type HazardAction = keyof typeof hazardEdges
