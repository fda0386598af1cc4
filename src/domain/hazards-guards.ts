import { day, hour, type Instant, plus } from './calendar.ts'
import type { Evidence, Hazard, HazardFacts } from './hazards.ts'
import {
  approvalsNeeded,
  immediateHours,
  longestDays,
  missingEvidence,
  missingParties,
  mostExtensions,
  waitIsOverAt,
  whyNotHere,
} from './hazards.ts'
import { type Actor, covers } from './people.ts'
import { type Problem, problem } from './problems.ts'
import { type Mode, modeMayChange } from './standards.ts'

/** Everything a rule may look at. `data` is absent while a screen only asks what would be possible. */
export type Question = {
  hazard: Hazard
  actor: Actor
  now: Instant
  facts: HazardFacts
  data: HazardData | undefined
}

/** The union of what hazard commands carry; `commands.ts` says which command carries which. */
export type HazardData = Partial<{
  placeId: string
  itemCode: string
  itemVersion: number
  before: readonly Evidence[]
  after: readonly Evidence[]
  photos: readonly Evidence[]
  mode: Mode
  deadline: Instant
  until: Instant
  party: keyof Hazard['parties']
  reason: string
  passed: boolean
  granted: boolean
  upheld: boolean
  department: string
  inspectionId: string
  duplicateOf: string | null
  rung: number
  role: string
  phase: string
  to: string
}>

export type Guard = (q: Question) => Problem | null

const unless = (ok: boolean, no: () => Problem): Problem | null => (ok ? null : no())

/** Row-level security says the same; the rule says it first, with words. */
export const inScope: Guard = ({ hazard, actor }) => unless(covers(actor, hazard), () => problem('actor.out_of_scope'))

/** The four responsible parties are known or waived with a reason (四方责任). */
export const partiesKnown: Guard = ({ hazard, facts }) => {
  const missing = missingParties(hazard, facts.parties)
  return unless(missing.length === 0, () => problem('hazard.party_missing', { missing }))
}

export const partyIsMissing: Guard = ({ hazard, facts, data }) => {
  const missing = missingParties(hazard, facts.parties)
  if (data?.party === undefined) return unless(missing.length > 0, () => problem('hazard.party_present'))
  return unless(missing.includes(data.party), () => problem('hazard.party_present', { party: data.party }))
}

/** Every named file has arrived, and what the item asks for is there. */
export const proofComplete: Guard = ({ hazard, facts, data }) => {
  if (data?.after === undefined) return null
  const notHere = whyNotHere(facts.files, data.after, '/data/after')
  if (notHere !== null) return notHere
  if (data.after.some((proof) => hazard.before.some((old) => old.hash === proof.hash)))
    return problem('hazard.evidence_same', {}, '/data/after')
  const missing = missingEvidence(facts.item ?? { evidenceKinds: ['photo'] }, data.after)
  return unless(missing.length === 0 && data.after.length > 0, () =>
    problem('hazard.evidence_missing', { missing }, '/data/after'),
  )
}

/** Photos of a second look are asked for by nobody, but those that are named have arrived. */
export const photosArrived: Guard = ({ facts, data }) => whyNotHere(facts.files, data?.photos ?? [], '/data/photos')

/** A finding may come ahead of its photos; nothing is judged or ended on evidence that nobody has seen. */
export const evidenceArrived: Guard = ({ facts }) =>
  unless(facts.awaited.length === 0, () => problem('file.awaited', { awaited: facts.awaited }))

export const beforeShown: Guard = ({ hazard }) =>
  unless(hazard.before.length > 0, () => problem('hazard.evidence_missing', { missing: ['before'] }))

/** 谁来督 ≠ 谁来改: nobody judges proof that they handed in themselves. */
export const notRectifier: Guard = ({ hazard, actor }) =>
  unless(hazard.rectifier !== actor.accountId, () => problem('hazard.same_person'))

/** A second look comes from a second person: nobody of the visit in which it was found and fixed. */
export const notFinder: Guard = ({ hazard, facts, actor }) =>
  unless(![hazard.foundBy, ...(facts.visit?.by ?? [])].includes(actor.accountId), () => problem('hazard.same_person'))

export const finderOfVisit: Guard = ({ hazard, facts, actor }) =>
  unless((facts.visit?.by ?? [hazard.foundBy]).includes(actor.accountId), () => problem('hazard.finder_only'))

/** Who looked and who closes out are two people: one alone ends nothing. */
export const notReinspector: Guard = ({ hazard, actor }) =>
  unless(hazard.reinspectedBy !== actor.accountId, () => problem('hazard.same_person'))

export const notYetApprovedByMe: Guard = ({ hazard, actor }) =>
  unless(!hazard.approvals.includes(actor.accountId), () =>
    problem('hazard.already_approved', { needed: approvalsNeeded(hazard) }),
  )

export const isImmediate: Guard = ({ hazard }) =>
  unless(hazard.mode === 'immediate', () => problem('hazard.not_immediate'))

/** Once a second look found it not fixed, the signature of that visit closes nothing any more. */
export const notFalselyClosed: Guard = ({ hazard }) =>
  unless(hazard.sample !== 'failed', () => problem('hazard.wrong_state', { status: hazard.status }))

/** On the spot means before leaving: hours after the finding it is an ordinary rectification. */
export const stillOnSite: Guard = ({ hazard, now }) =>
  unless(now <= plus(hazard.foundAt, immediateHours * hour), () =>
    problem('hazard.too_late_on_site', { hours: immediateHours }),
  )

/** What is handed in as fixed on the spot is what the visit recorded before the party signed. */
export const fixRecorded: Guard = ({ facts, data }) => {
  const fixed = facts.visit?.fixed ?? []
  if (fixed.length === 0) return problem('hazard.fix_not_recorded')
  const strange = (data?.after ?? []).some((proof) => !fixed.some((one) => one.hash === proof.hash))
  return unless(!strange, () => problem('hazard.fix_not_recorded', {}, '/data/after'))
}

/** Closed on the spot needs the party's signature or a recorded refusal of the same visit. */
export const visitSigned: Guard = ({ facts }) =>
  unless(facts.visit?.signed === true, () => problem('hazard.not_signed'))

export const modeAllowed: Guard = ({ facts, actor, data }) => {
  if (data?.mode === undefined || facts.item === null) return null
  const byDesk = actor.role === 'townDesk' || actor.role === 'departmentOfficer'
  return unless(modeMayChange(facts.item, data.mode, byDesk), () =>
    problem('hazard.mode_not_allowed', { mode: data.mode, itemMode: facts.item?.mode }, '/data/mode'),
  )
}

/** Another date for the same mode is an extension, and has its own way. */
export const modeIsOther: Guard = ({ hazard, data }) =>
  unless(data?.mode === undefined || data.mode !== hazard.mode, () =>
    problem('hazard.mode_not_allowed', { mode: hazard.mode }, '/data/mode'),
  )

export const isOverdue: Guard = ({ hazard }) =>
  unless(hazard.overdueSince !== null, () => problem('hazard.not_overdue'))

export const dueIsPast: Guard = ({ hazard, now }) =>
  unless(hazard.deadline !== null && hazard.deadline <= now && hazard.overdueSince === null, () =>
    problem('hazard.not_overdue'),
  )

export const waitIsOver: Guard = ({ hazard, now }) => {
  const due = waitIsOverAt(hazard)
  return unless(due !== null && due <= now && hazard.stalledSince === null, () => problem('hazard.not_overdue'))
}

/** Each rung of the ladder is climbed once. */
export const rungIsNext: Guard = ({ hazard, data }) =>
  unless(data?.rung === undefined || data.rung > hazard.rung, () => problem('hazard.rung_done'))

/** The end of a phase hands a hazard over once. */
export const notHandedOver: Guard = ({ hazard, data }) =>
  unless(data?.phase === undefined || hazard.team?.phaseId !== data.phase, () => problem('hazard.handed_over'))

export const extensionPossible: Guard = ({ hazard, data, now }) => {
  if (hazard.extension !== null) return problem('hazard.request_open')
  if (hazard.extensions >= mostExtensions) return problem('hazard.extension_limit', { most: mostExtensions })
  if (data?.until === undefined) return null
  const { deadline } = hazard
  const running = deadline !== null && deadline >= now
  const latest = plus(running ? deadline : now, longestDays * day)
  return unless(deadline !== null && data.until > deadline && data.until > now && data.until <= latest, () =>
    problem('hazard.deadline_not_allowed', { deadline, latest }, '/data/until'),
  )
}

export const extensionAsked: Guard = ({ hazard, actor, data, now }) => {
  if (hazard.extension === null) return problem('hazard.no_request')
  if (hazard.extension.by === actor.accountId) return problem('hazard.same_person')
  if (data?.granted === true && hazard.extension.until <= now)
    return problem('hazard.deadline_not_allowed', { deadline: hazard.extension.until }, '/data/granted')
  const needsLeader = hazard.severity === 'critical' && actor.role !== 'leader'
  return unless(!needsLeader, () => problem('hazard.leader_required'))
}

export const noObjectionOpen: Guard = ({ hazard }) =>
  unless(hazard.objection === null, () => problem('hazard.request_open'))
export const objectionOpen: Guard = ({ hazard }) =>
  unless(hazard.objection !== null, () => problem('hazard.no_request'))

export const noVoidAsked: Guard = ({ hazard }) => unless(hazard.voiding === null, () => problem('hazard.request_open'))
/** Void is never decided by the one who asked for it. */
export const voidAskedByAnother: Guard = ({ hazard, actor }) => {
  if (hazard.voiding === null) return problem('hazard.no_request')
  return unless(hazard.voiding.by !== actor.accountId, () => problem('hazard.same_person'))
}

export const sampleIsDue: Guard = ({ hazard }) => unless(hazard.sample === 'due', () => problem('hazard.not_sampled'))

/** Only certificate holders may order, and only on an administrative inspection of that place. */
export const inspectionLinked: Guard = ({ facts, data }) => {
  const known = facts.inspections
  const ok = data?.inspectionId === undefined ? known.length > 0 : known.includes(data.inspectionId)
  return unless(ok, () => problem('hazard.needs_administrative_inspection', {}, '/data/inspectionId'))
}

export const holdsCertificate: Guard = ({ actor }) =>
  unless(actor.certificateNo !== null, () => problem('actor.certificate_required'))

/** 关停 is asked for by a certificate holder and decided by the leader: two people, and the second is not the first. */
export const twoForShutDown: Guard = ({ hazard, actor }) => {
  if (hazard.closingDown === null)
    return unless(actor.certificateNo !== null && actor.role !== 'leader', () => problem('actor.certificate_required'))
  if (actor.role !== 'leader') return problem('hazard.leader_required')
  return unless(hazard.closingDown.by !== actor.accountId, () => problem('hazard.same_person'))
}

/** Supervision has an end within the longest deadline. */
export const untilIsNear: Guard = ({ data, now }) =>
  unless(data?.until === undefined || (data.until > now && data.until <= plus(now, longestDays * day)), () =>
    problem('hazard.deadline_not_allowed', { latest: plus(now, longestDays * day) }, '/data/until'),
  )

export const foundBySafetyVisit: Guard = ({ hazard }) =>
  unless(hazard.act !== 'administrativeInspection', () => problem('hazard.only_safety_visit'))

export const reasonGiven: Guard = ({ data }) =>
  unless(data === undefined || (data.reason ?? '').trim().length >= 2, () =>
    problem('hazard.reason_required', {}, '/data/reason'),
  )
