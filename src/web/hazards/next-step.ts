import type { Hazard, HazardStatus } from '#domain/hazards.ts'
import { isFinal } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { type ActorRole, permissions, type Role } from '#domain/people.ts'

/** The step that brings a hazard forward from each status. Who may take it stands in the table of permissions. */
const forward: Partial<Record<HazardStatus, HazardAction>> = {
  reported: 'hazard.file',
  verified: 'hazard.file',
  filed: 'hazard.dispatch',
  dispatched: 'hazard.accept',
  accepted: 'hazard.submit',
  rectifying: 'hazard.submit',
  submitted: 'hazard.reinspect',
  reinspected: 'hazard.close',
  transferred: 'hazard.return_case',
  suspended: 'hazard.resume',
}

/** What somebody has asked for and somebody else answers. */
type Asked = 'voiding' | 'extension' | 'objection' | 'closingDown'

export type NextStep = { action: HazardAction; roles: readonly ActorRole[] }

/** What comes next and whose turn it is; null when nothing more is expected. Open requests come first. */
export function nextStep(hazard: Pick<Hazard, 'status' | 'sample' | Asked>): NextStep | null {
  const action = urgent(hazard) ?? forward[hazard.status]
  if (action === undefined) return null
  // A certificate holder has asked; of those who may, the leader decides.
  if (action === 'hazard.shut_down') return { action, roles: ['leader'] }
  return { action, roles: permissions[action] }
}

function urgent(hazard: Pick<Hazard, 'status' | 'sample' | Asked>): HazardAction | undefined {
  if (hazard.sample === 'due') return 'hazard.sample_check'
  if (isFinal(hazard.status)) return undefined
  if (hazard.voiding !== null) return 'hazard.answer_void'
  if (hazard.closingDown !== null) return 'hazard.shut_down'
  if (hazard.objection !== null) return 'hazard.answer_objection'
  return hazard.extension === null ? undefined : 'hazard.answer_extension'
}

/** Statuses in which this role takes the next step: "my turn". */
export function statusesFor(role: Role): HazardStatus[] {
  return (Object.entries(forward) as [HazardStatus, HazardAction][])
    .filter(([, action]) => (permissions[action] as readonly ActorRole[]).includes(role))
    .map(([status]) => status)
}
