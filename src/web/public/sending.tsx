import { useState } from 'react'
import { ApiProblem } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import { whyNot } from './reasons.ts'
import { usePublicText } from './text.ts'

export type Sending = {
  busy: boolean
  problem: ApiProblem | null
  run: (work: () => Promise<void>) => Promise<void>
}

/** One attempt at a time; a failed one leaves everything as it was and can be made again. */
export function useSending(): Sending {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const run = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem('server.failed', 0))
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run }
}

/** The end of every form: what went wrong, what is missing, and the one button. */
export function FormEnd({ sending, label, missing }: { sending: Sending; label: string; missing: readonly string[] }) {
  const t = usePublicText()
  const w = useWords()
  const { busy, problem } = sending
  return (
    <div className="public-form-end">
      <div role="alert">
        {problem !== null && (
          <p className="public-problem">
            {whyNot(problem, t, w)} {problem.status !== 0 && t('kept')}
          </p>
        )}
        {missing.length > 0 && (
          <div className="public-problem">
            {t('needs')}
            <ul>
              {missing.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <button type="submit" className="public-primary" disabled={busy}>
        {busy ? t('sending') : problem === null ? label : t('retry')}
      </button>
    </div>
  )
}
