import type { FastifyInstance } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import Value from 'typebox/value'
import { problem } from '#domain/problems.ts'
import { isStorable } from '#domain/shapes.ts'
import { pathOf, storable } from '#server/commands/validate.ts'

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
      const place = places[httpPart ?? 'body'] ?? ''
      if (!check.Check(value)) {
        const [first] = check.Errors(value)
        return { error: problem('request.invalid', { expected: first?.message }, `${place}${pathOf(first)}`) }
      }
      const bad = unstorableField(value)
      return bad === undefined
        ? { value }
        : { error: problem('request.invalid', { expected: storable }, `${place}/${bad}`) }
    }
  })
}

/** Of the outermost fields; what a batch of commands holds is looked at command by command. */
function unstorableField(value: unknown): string | undefined {
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return undefined
  return Object.entries(value).find(([, text]) => typeof text === 'string' && !isStorable(text))?.[0]
}
