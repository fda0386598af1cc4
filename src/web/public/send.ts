import { useRef } from 'react'
import type { CommandType } from '#domain/commands.ts'
import type { Command } from '#domain/events.ts'
import { ApiProblem, newCommand, post, type SyncAnswer } from '#web/api.ts'
import { api } from '#web/paths.ts'

/** Asks only whether the code is right: a batch without commands changes nothing. Throws ApiProblem. */
export async function checkCode(token: string, code: string): Promise<void> {
  await post<SyncAnswer>(api.publicSync(token), { code, commands: [] })
}

export type Send = (type: CommandType, data: unknown) => Promise<void>
type SendWithCode = (code: string, type: CommandType, data: unknown) => Promise<void>

/**
 * Sends one command through the link and throws what refuses it.
 * After a lost connection the same content goes out under the same id, so that it takes effect once;
 * after an answer the wish is settled, and trying again is a new one.
 */
export function useSend(token: string, hazardId: string): SendWithCode {
  const pending = useRef<{ content: string; command: Command } | null>(null)
  return async (code, type, data) => {
    const content = JSON.stringify([type, data])
    if (pending.current?.content !== content) {
      pending.current = { content, command: newCommand(type, hazardId, data) }
    }
    const { answers } = await post<SyncAnswer>(api.publicSync(token), {
      code,
      commands: [pending.current.command],
    })
    const answer = answers[0]
    if (answer === undefined) throw new ApiProblem('server.failed', 500)
    if (answer.outcome === 'refused' && answer.problem.code === 'command.in_progress') {
      throw new ApiProblem(answer.problem.code, answer.problem.status, answer.problem)
    }
    pending.current = null
    if (answer.outcome === 'refused') throw new ApiProblem(answer.problem.code, answer.problem.status, answer.problem)
  }
}
