import { canonical } from '#domain/canonical.ts'
import type { Command } from '#domain/events.ts'
import { type Problem, problem } from '#domain/problems.ts'
import { isNobodysFault } from '#server/db/away.ts'
import { type Answer, refused } from './answers.ts'

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

/**
 * When a batch cannot be written as one, each command gets a transaction of its own, in order. One that fails even so
 * is answered `server.failed` (`server.busy` when it only met others too often), and those behind it go on. The same id
 * twice is answered as in one transaction: the first answer again, or a refusal if the two differ.
 * Throws only when the database is away or has no room.
 */
export async function isolate(
  commands: readonly Command[],
  one: (command: Command) => Promise<Answer[]>,
  onFault: (command: Command, error: unknown) => void = report,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const firstOf = new Map<string, number>()
  for (const [index, command] of commands.entries()) {
    const first = firstOf.get(command.id)
    if (first !== undefined) {
      const same = canonical(command) === canonical(commands[first])
      answers.push(same ? (answers[first] as Answer) : refused(command.id, problem('command.altered')))
      continue
    }
    firstOf.set(command.id, index)
    try {
      answers.push(...(await one(command)))
    } catch (error) {
      if (isNobodysFault(error)) throw error
      onFault(command, error)
      answers.push(refused(command.id, problem(shouldRetry(error) ? 'server.busy' : 'server.failed')))
    }
  }
  return answers
}

/** By type and id only: what a command holds belongs into no log, nor do the values that a database error quotes. */
function report({ id, type }: Command, error: unknown): void {
  const { stack, code } = error as Error & DatabaseError
  process.emitWarning(`${code ?? ''} ${stack ?? String(error)}`.trim(), {
    type: 'CommandFailed',
    detail: `${type} ${id} could not be applied and was answered as failed`,
  })
}
