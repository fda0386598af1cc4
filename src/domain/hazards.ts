import { hour, type Instant, plus } from './calendar.ts'
import { type Problem, problem } from './problems.ts'
import type { CheckItem, EvidenceKind, Mode, Severity } from './standards.ts'

export const hazardStatuses = [
  'reported',
  'verified',
  'filed',
  'dispatched',
  'accepted',
  'rectifying',
  'submitted',
  'reinspected',
  'transferred',
  'suspended',
  'closed',
  'closedDown',
  'void',
] as const
export type HazardStatus = (typeof hazardStatuses)[number]

/** Statuses in which nothing more is expected. Every other status has an owner who must act next. */
export const finalStatuses: readonly HazardStatus[] = ['closed', 'closedDown', 'void']

/** The others: somebody is still to act. */
export const openStatuses: readonly HazardStatus[] = hazardStatuses.filter((status) => !finalStatuses.includes(status))

/** 部门 / 镇街 / 村社 / 网格员. */
export const partyRoles = ['department', 'town', 'village', 'gridWorker'] as const
export type PartyRole = (typeof partyRoles)[number]

/** Unit ids of the three units and the account id of the grid worker; null where the org tree has none. */
export type Parties = Record<PartyRole, string | null>

/** How the hazard came to be known. Decides whether an order may follow. */
export type FindingAct = 'safetyVisit' | 'administrativeInspection' | 'report'

export type Evidence = { hash: string; kind: EvidenceKind }

/** Someone asked, someone else decides. The words stand in the remark of the asking command. */
export type Request = { by: string; at: Instant; commandId: string }

/** The unit that goes on with it, and the phase whose end handed it over. */
export type Team = { unitId: string; phaseId: string }

export type Hazard = {
  id: string
  version: number
  status: HazardStatus
  placeId: string
  itemCode: string
  itemVersion: number
  severity: Severity
  mode: Mode
  /** Line of the responsible department. */
  department: string
  originPath: string
  scopePath: string
  act: FindingAct
  /** The visit or inspection whose failed item this is. */
  foundIn: string | null
  foundBy: string
  foundAt: Instant
  /** The closed hazard of the same item at the same place within the relapse window. */
  relapseOf: string | null
  before: readonly Evidence[]
  after: readonly Evidence[]
  parties: Parties
  waived: readonly PartyRole[]
  deadline: Instant | null
  /** The deadline as first set; extensions never change it. */
  originalDeadline: Instant | null
  extensions: number
  extension: (Request & { until: Instant }) | null
  objection: Request | null
  voiding: Request | null
  /** Somebody asked to end it by closing the place for good; somebody else decides. */
  closingDown: (Request & { inspectionId: string }) | null
  /** Who handed in the proof: an account, or the link of the party. Nobody re-inspects or closes their own. */
  rectifier: string | null
  submittedAt: Instant | null
  reinspectedBy: string | null
  reworks: number
  /** Accounts that approved the close-out so far. */
  approvals: readonly string[]
  closedAt: Instant | null
  closedOnSite: boolean
  /** Second look at hazards closed on the spot; `failed` means it was a false close-out. */
  sample: 'due' | 'passed' | 'failed' | null
  overdueSince: Instant | null
  /** When something last happened to it; nothing may happen to it earlier than that. */
  changedAt: Instant
  /** Since when it is in its present status. */
  statusSince: Instant
  /** Since when it has waited in that status longer than it should. */
  stalledSince: Instant | null
  rung: number
  rungAt: Instant | null
  supervision: { by: string; until: Instant } | null
  /** The department line it was referred to. */
  referredTo: string | null
  /** The administrative inspection that carries a case, a suspension or a shut-down. */
  inspectionId: string | null
  /** To whom it was handed over when a phase of a campaign ended, and in which; null: it never was. */
  team: Team | null
}

/** What the rules need to know beyond the hazard itself, loaded by the server or held by the phone. */
export type HazardFacts = {
  item: CheckItem | null
  place: {
    id: string
    kind: string
    originPath: string
    scopePath: string
    status: string
    mergedInto?: string | null
  } | null
  /** From the org tree, as it stands now. */
  parties: Parties
  /** Units of department lines that a command names, by line; null where this place has none. */
  departments: Readonly<Record<string, string | null>>
  /** Another hazard of the same item at the same place that is still open. */
  openTwin: string | null
  /** The latest closed hazard of the same item at the same place, and when it was closed. */
  lastClosed: { id: string; closedAt: Instant } | null
  /** The visit in which it was found, if any. */
  visit: { by: readonly string[]; signed: boolean; fixed: readonly Evidence[] } | null
  /** Administrative inspections of the same place that this actor may see. */
  inspections: readonly string[]
  /** Does the seeded draw pick this hazard for a second look? Only the server knows the seed. */
  sampled: boolean
  /** The named files that the server holds, by hash, with what they really are. */
  files: ReadonlyMap<string, EvidenceKind>
  /** Hashes of evidence that this hazard names and that is still on its way. */
  awaited: readonly string[]
}

/** A hazard where nothing but itself, its place and its parties is known or matters to the question. */
export const nothingBeside: Omit<HazardFacts, 'item' | 'place' | 'parties'> = {
  departments: {},
  openTwin: null,
  lastClosed: null,
  visit: null,
  inspections: [],
  sampled: false,
  files: new Map(),
  awaited: [],
}

/** Closed hazards relapse within this window (product rule, configurable per town later). */
export const relapseDays = 90

/** An immediate hazard that cannot be fixed before leaving is due after this many hours. */
export const immediateHours = 24

/**
 * How long a hazard may wait for somebody of the town, in hours by status (product rule). Where the party owes the
 * proof, its deadline counts instead.
 */
export const waitingHours: Partial<Record<HazardStatus, number>> = {
  reported: 24,
  verified: 24,
  filed: 24,
  submitted: 72,
  reinspected: 48,
}

/** Longest deadline of the two longer modes, in calendar days; more is an extension. */
export const longestDays = 90

export const mostExtensions = 2

export function isFinal(status: HazardStatus): boolean {
  return finalStatuses.includes(status)
}

/** 极严重 needs two approvers (四眼), the rest one. */
export function approvalsNeeded(hazard: Pick<Hazard, 'severity'>): number {
  return hazard.severity === 'critical' ? 2 : 1
}

export function missingParties(hazard: Pick<Hazard, 'waived'>, parties: Parties): PartyRole[] {
  return partyRoles.filter((role) => parties[role] === null && !hazard.waived.includes(role))
}

/** Kinds of proof that the item asks for and that were not handed in. */
export function missingEvidence(item: Pick<CheckItem, 'evidenceKinds'>, after: readonly Evidence[]): EvidenceKind[] {
  return item.evidenceKinds.filter((kind) => !after.some((proof) => proof.kind === kind))
}

/** Overdue: the deadline passed while the proof was still owed. The party knows it from the day of the visit. */
export function owesProof(status: HazardStatus): boolean {
  return ['filed', 'dispatched', 'accepted', 'rectifying', 'transferred', 'suspended'].includes(status)
}

/** When the town has waited too long in this status; null where nobody of the town is waited for. */
export function waitIsOverAt(hazard: Pick<Hazard, 'status' | 'statusSince'>): Instant | null {
  const hours = waitingHours[hazard.status]
  return hours === undefined ? null : plus(hazard.statusSince, hours * hour)
}

/** Named files that are still on their way. */
export function awaitedFiles(files: HazardFacts['files'], named: readonly Evidence[]): Evidence[] {
  return named.filter((proof) => !files.has(proof.hash))
}

/** Named files that are here and are not what they are said to be. */
export function strangeFiles(files: HazardFacts['files'], named: readonly Evidence[]): string[] {
  return named.filter((proof) => (files.get(proof.hash) ?? proof.kind) !== proof.kind).map((proof) => proof.hash)
}

/** What ends something wants the bytes: the problem with these files, or null when all of them are here. */
export function whyNotHere(files: HazardFacts['files'], named: readonly Evidence[], path: string): Problem | null {
  const unknown = strangeFiles(files, named)
  if (unknown.length > 0) return problem('hazard.file_unknown', { unknown }, path)
  const awaited = awaitedFiles(files, named).map((proof) => proof.hash)
  return awaited.length > 0 ? problem('file.awaited', { awaited }, path) : null
}
