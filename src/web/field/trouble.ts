import type { AnyProblemCode } from '#web/api.ts'
import { isProblemCode, problemSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import type { Trouble } from './jobs.ts'

/** A kept refusal as a sentence; a code from a newer server reads as a fault there. */
export function useTroubleSentence(): (trouble: Trouble) => string {
  const w = useWords()
  return ({ code, facts }) => {
    const known: AnyProblemCode = code === 'network.unreachable' || isProblemCode(code) ? code : 'server.failed'
    return problemSentence(w, known, facts)
  }
}
