import { type Envelope, type Job, remarksOf, type Trouble } from './jobs.ts'

/** Where a finding stands after the server has answered everything. */
export type Outcome =
  | 'fixed'
  | 'dispatched'
  | 'filed'
  | 'reported'
  | 'known'
  | 'passed'
  | 'sentBack'
  | 'partyMissing'
  | 'notDone'

export type FindingOutcome = { hazardId: string; itemText: string; outcome: Outcome; trouble: Trouble | null }

export function outcomesOf(job: Job): FindingOutcome[] {
  const remarks = new Map(remarksOf(job).map((one) => [one.command.subject, one.trouble]))
  const known = knownIn(job)
  const commands = job.stages.flatMap((stage) => stage.commands)
  return Object.entries(job.findings).map(([hazardId, itemText]): FindingOutcome => {
    if (known.has(hazardId)) return { hazardId, itemText, outcome: 'known', trouble: null }
    const trouble = remarks.get(hazardId) ?? null
    const accepted = commands.filter((one) => one.subject === hazardId && job.answers[one.id]?.outcome === 'accepted')
    return { hazardId, itemText, outcome: outcomeOf(accepted, trouble), trouble }
  })
}

/** The hazards that this work brought to light, without those that were open before. */
export function foundBy(job: Job): string[] {
  if (job.kind === 'reinspect') return []
  const known = knownIn(job)
  return Object.keys(job.findings).filter((id) => !known.has(id))
}

function knownIn({ draft }: Job): Set<string> {
  return new Set(draft?.kind === 'walk' ? Object.values(draft.open).map((one) => one.id) : [])
}

function outcomeOf(accepted: readonly Envelope[], trouble: Trouble | null): Outcome {
  // A missing party is the desk's work, not a fault of the visit.
  if (trouble?.code === 'hazard.party_missing') return 'partyMissing'
  if (trouble !== null) return 'notDone'
  const verdict = accepted.find((one) => one.type === 'hazard.reinspect')
  if (verdict !== undefined) return verdict.data.passed === true ? 'passed' : 'sentBack'
  const types = accepted.map((one) => one.type)
  if (types.includes('hazard.fix_on_site')) return 'fixed'
  if (types.includes('hazard.dispatch')) return 'dispatched'
  return types.includes('hazard.file') ? 'filed' : 'reported'
}
