import { Button } from 'antd'
import { ApiProblem } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'

/** A part of a page that could not be loaded: why, what was kept, and a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useDeskText()
  const w = useWords()
  const requestId = error instanceof ApiProblem ? error.requestId : undefined
  const denied = error instanceof ApiProblem && error.status === 403
  return (
    <div className="state" role="alert">
      <h2>{denied ? t('deniedTitle') : t('failedTitle')}</h2>
      <p>{errorSentence(w, error)}</p>
      {onRetry !== undefined && !denied && <Button onClick={onRetry}>{t('retry')}</Button>}
      {requestId !== undefined && <p className="quiet">{t('requestId', { id: requestId })}</p>}
    </div>
  )
}
