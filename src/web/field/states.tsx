import type { ReactNode } from 'react'
import { ApiProblem } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { isUnreachable } from './online.ts'
import { useFieldText } from './text.ts'

/** Grey shapes where cards will stand, so that nothing jumps. */
export function Loading() {
  const t = useFieldText()
  return (
    <div className="stack" role="status">
      <span className="only-read">{t('state.loading')}</span>
      <div className="ghost" />
      <div className="ghost" />
      <div className="ghost" />
    </div>
  )
}

/** Something that was to be read did not come; nothing was sent, so nothing is said of sending it again. */
export function Failed({ error, again }: { error: unknown; again: () => void }) {
  const t = useFieldText()
  const w = useWords()
  const requestId = error instanceof ApiProblem ? error.requestId : undefined
  return (
    <div className="say say-bad" role="alert">
      <p>{isUnreachable(error) ? t('state.notHere') : errorSentence(w, error)}</p>
      {requestId !== undefined && <p className="small">{t('state.requestId', { id: requestId })}</p>}
      <button type="button" className="plain" onClick={again}>
        {t('state.again')}
      </button>
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="strong">{title}</p>
      {children}
    </div>
  )
}
