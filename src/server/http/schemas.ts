import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { problem } from '#domain/problems.ts'
import { pathOf } from '#server/commands/validate.ts'

const places: Record<string, string> = { body: '', querystring: '/query', params: '/path', headers: '/headers' }

/**
 * Routes are checked by the same TypeBox schemas that document them. Unknown fields are refused, not dropped;
 * only query and path texts are converted to numbers and booleans.
 */
export function checkBySchemas(app: FastifyInstance): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    const check = Compile(schema)
    return (data: unknown) => {
      const value = httpPart === 'body' ? data : Value.Convert(schema, data)
      if (check.Check(value)) return { value }
      const [first] = check.Errors(value)
      const path = `${places[httpPart ?? 'body'] ?? ''}${pathOf(first)}`
      return { error: problem('request.invalid', { expected: first?.message }, path) }
    }
  })
}
