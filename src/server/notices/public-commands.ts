import type { Command } from '#domain/events.ts'
import { linkActions } from '#domain/notices.ts'
import { type Problem, problem } from '#domain/problems.ts'
import { type Answer, refused } from '#server/commands/answers.ts'
import { applyBatch } from '#server/commands/apply.ts'
import type { House } from '#server/http/house.ts'
import type { Guest } from './links.ts'

/** Applies what the party sends, to the link's own hazard only. Answers stand in the order of the commands. */
export async function applyForGuest(
  house: House,
  { district, actor, link }: Guest,
  commands: readonly Command[],
): Promise<Answer[]> {
  const refusals = commands.map((command) => refusal(command, link.hazardId))
  const allowed = commands.filter((_, n) => refusals[n] === null)
  const answers = allowed.length === 0 ? [] : await applyBatch(house.path, { district, actor, actorsOf: null }, allowed)
  const rest = answers.values()
  return commands.map((command, n) => {
    const no = refusals[n] as Problem | null
    return no === null ? (rest.next().value as Answer) : refused(command.id, no)
  })
}

function refusal(command: Command, hazardId: string): Problem | null {
  if (command.subject !== hazardId) return problem('hazard.not_found', {}, '/subject')
  if (!(linkActions as readonly string[]).includes(command.type))
    return problem('actor.not_allowed', { action: command.type })
  return null
}
