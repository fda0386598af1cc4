import { type FormEvent, useId, useState } from 'react'
import { millis } from '#domain/calendar.ts'
import { ApiProblem } from '#web/api.ts'
import { useWords } from '#web/text/words.ts'
import { useNow, writtenTime } from '#web/ui/time.tsx'
import { whyNot } from './reasons.ts'
import { checkCode } from './send.ts'
import type { Verb } from './step.ts'
import { StepHead } from './step-head.tsx'
import { usePublicText } from './text.ts'

export type CodeStepProps = {
  token: string
  verb: Verb
  /** Why a code given earlier was not taken. */
  refusal: ApiProblem | null
  back: () => void
  known: (code: string) => void
}

const digits = /^[0-9]{4}$/

/** The second factor: whoever holds the link also knows the phone that it was sent to. */
export function CodeStep({ token, verb, refusal, back, known }: CodeStepProps) {
  const t = usePublicText()
  const field = useId()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<ApiProblem | 'four' | null>(refusal)
  const [busy, setBusy] = useState(false)
  const now = useNow(1000)
  const until = problem instanceof ApiProblem && problem.code === 'link.locked' ? problem.facts.until : undefined
  const locked = typeof until === 'string' && millis(until) > now

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || locked) return
    if (!digits.test(code)) return setProblem('four')
    setBusy(true)
    try {
      await checkCode(token, code)
      known(code)
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem('server.failed', 0))
      setCode((was) => (error instanceof ApiProblem && error.code === 'link.code_wrong' ? '' : was))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <StepHead title={t('code.heading')} over={t(`act.${verb}`)} back={back} />
      <form onSubmit={submit} className="public-form" noValidate>
        <p>{t('code.lead')}</p>
        <div className="public-field">
          <label htmlFor={field}>{t('code.label')}</label>
          <input
            id={field}
            className="public-code"
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, '').slice(0, 4))}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            disabled={locked}
            aria-invalid={problem !== null}
            aria-describedby={`${field}-problem`}
          />
          <p id={`${field}-problem`} className="public-problem" role="alert">
            <CodeProblem problem={problem} />
          </p>
        </div>
        <button type="submit" className="public-primary" disabled={busy || locked}>
          {busy ? t('code.checking') : t('code.continue')}
        </button>
      </form>
    </>
  )
}

function CodeProblem({ problem }: { problem: ApiProblem | 'four' | null }) {
  const t = usePublicText()
  const w = useWords()
  if (problem === null) return null
  if (problem === 'four') return t('code.four')
  const { left, until } = problem.facts
  if (problem.code === 'link.locked' && typeof until === 'string')
    return t('code.locked', { until: writtenTime(until) })
  if (problem.code !== 'link.code_wrong') return whyNot(problem, t, w)
  return left === 1 ? t('code.wrongLast') : t('code.wrong', { left: Number(left) })
}
