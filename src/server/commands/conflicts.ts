import type { Command } from '#domain/events.ts'
import { type Problem, problem } from '#domain/problems.ts'
import type { Answer } from './answers.ts'

type DatabaseError = { code?: string; constraint?: string }

const uniqueViolation = '23505'
const serializationFailure = '40001'
const deadlock = '40P01'
const policyViolation = '42501'

/** Somebody else wrote at the same moment: another look at the rows decides anew. */
export function shouldRetry(error: unknown): boolean {
  const { code } = error as DatabaseError
  return code === uniqueViolation || code === serializationFailure || code === deadlock
}

/** What a constraint of the database says, in the words of the rules; null when it is a fault of ours. */
export function problemOfDatabase(error: unknown): Problem | null {
  const { code, constraint } = error as DatabaseError
  if (code === policyViolation) return problem('actor.out_of_scope')
  if (code !== uniqueViolation) return null
  if (constraint === 'place_uscc') return problem('place.uscc_taken', {}, '/data/uscc')
  if (constraint === 'hazard_open_twin') return problem('hazard.already_open')
  return constraint?.endsWith('_pkey') ? problem('command.subject_exists', {}, '/subject') : null
}

/** When a batch cannot be written as one, each command gets a transaction of its own, in order. */
export async function isolate(
  commands: readonly Command[],
  one: (command: Command) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const command of commands) answers.push(...(await one(command)))
  return answers
}
