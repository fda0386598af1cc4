import { type ProblemCode, problems } from '#domain/problems.ts'
import { type AnyProblemCode, ApiProblem } from '#web/api.ts'
import { writtenDeadline, writtenTime } from '#web/ui/time.tsx'
import { fill, type Values } from './language.ts'
import { departmentWord, type Words, wordOr } from './words.ts'

/** A refusal as one sentence, its facts put into words. `facts` come as the rule or the server gave them. */
export function problemSentence(w: Words, code: AnyProblemCode, facts: Record<string, unknown> = {}): string {
  return fill(w(`problem.${code}`), told(w, facts))
}

/** Any error at all: an unknown one is a fault of ours. */
export function errorSentence(w: Words, error: unknown): string {
  if (error instanceof ApiProblem) return problemSentence(w, error.code, error.facts)
  return problemSentence(w, 'server.failed')
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}

function told(w: Words, facts: Record<string, unknown>): Values {
  const values: Values = { limit: limitOf(w, facts), use: leftIn(w, facts) }
  for (const [name, fact] of Object.entries(facts)) values[name] = factWord(w, name, fact)
  return values
}

function factWord(w: Words, name: string, fact: unknown): string | number {
  if (typeof fact === 'number') return fact
  if (Array.isArray(fact)) {
    return name === 'open' ? fact.length : fact.map((one) => factWord(w, name, one)).join(w('list.separator'))
  }
  const text = String(fact ?? '')
  if (name === 'until') return writtenTime(text)
  if (name === 'status') return wordOr(w, `status.${text}`, text)
  if (name === 'missing') return wordOr(w, `party.${text}`, wordOr(w, `evidenceKind.${text}`, text))
  if (name === 'department') return departmentWord(w, text)
  return text
}

/** What still hangs on a unit; what does not is not said. */
function leftIn(w: Words, facts: Record<string, unknown>): string {
  const said = (['hazards', 'places', 'posts', 'children'] as const)
    .filter((what) => typeof facts[what] === 'number' && facts[what] > 0)
    .map((what) => w(`use.${what}`, { n: facts[what] as number }))
  return said.join(w('list.separator'))
}

function limitOf(w: Words, facts: Record<string, unknown>): string {
  if (typeof facts.latest === 'string') return w('limit.latest', { at: writtenDeadline(facts.latest) })
  if (typeof facts.deadline === 'string') return w('limit.after', { at: writtenDeadline(facts.deadline) })
  return ''
}
