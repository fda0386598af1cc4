import { type Envelope, type Job, remarksOf, type Trouble } from './jobs.ts'

/** Where a finding stands after the server has answered everything. */
export type Outcome = 'fixed' | 'dispatched' | 'filed' | 'reported' | 'passed' | 'sentBack' | 'partyMissing' | 'notDone'

export type FindingOutcome = { hazardId: string; itemText: string; outcome: Outcome; trouble: Trouble | null }

export function outcomesOf(job: Job): FindingOutcome[] {
  const remarks = new Map(remarksOf(job).map((one) => [one.command.subject, one.trouble]))
  const commands = job.stages.flatMap((stage) => stage.commands)
  return Object.entries(job.findings).map(([hazardId, itemText]) => {
    const trouble = remarks.get(hazardId) ?? null
    const accepted = commands.filter((one) => one.subject === hazardId && job.answers[one.id]?.outcome === 'accepted')
    return { hazardId, itemText, outcome: outcomeOf(accepted, trouble), trouble }
  })
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
