import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, problem } from '#domain/problems.ts'
import { isAway, isFull } from '#server/db/away.ts'

/** Sends every refusal as RFC 9457 problem details, and every unknown error as one bland 500 with a request id. */
export function answerProblem(
  error: FastifyError | Problem | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const no = error instanceof Problem ? error : problemOf(error)
  if (no.status >= 500) request.log.error(error)
  const { code, status, path, facts } = no
  void reply
    .status(status)
    .type('application/problem+json')
    .send({
      type: `urn:bihuan:problem:${code}`,
      title: code,
      status,
      code,
      ...(path === undefined ? {} : { path }),
      facts,
      requestId: request.id,
    })
}

function problemOf(error: FastifyError | Error): Problem {
  const { statusCode, code } = error as FastifyError
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problem('request.too_large')
  if (statusCode === 429) return problem('request.rate_limited')
  if (statusCode === 404) return problem('request.not_found')
  if (statusCode !== undefined && statusCode < 500) return problem('request.invalid', { reason: error.message })
  if (isAway(error)) return problem('server.busy')
  if (isFull(error) || code === 'ENOSPC' || code === 'EDQUOT') return problem('server.disk_full')
  return problem('server.failed')
}
