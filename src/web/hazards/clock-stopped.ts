import { type HazardStatus, isFinal } from '#domain/hazards.ts'

/** Once the proof is in, the deadline no longer runs; an overdue one keeps its mark until then. */
export function clockStopped({ status }: { status: HazardStatus }): boolean {
  return isFinal(status) || status === 'submitted' || status === 'reinspected'
}
