import { ApiProblem } from '#web/api.ts'
import { problemSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { usePublicText } from './text.ts'

/** Instead of the notice: a link that does not open says who can help, a fault of the line offers another try. */
export function Broken({ error, retry }: { error: Error; retry: () => void }) {
  const t = usePublicText()
  const w = useWords()
  const code = error instanceof ApiProblem ? error.code : 'server.failed'
  if (code === 'link.not_found' || code === 'request.not_found' || code === 'request.invalid') {
    return <DeadLink kind="link.not_found" />
  }
  if (code === 'link.expired') return <DeadLink kind="link.expired" />
  const facts = error instanceof ApiProblem ? error.facts : {}
  const requestId = error instanceof ApiProblem ? error.requestId : undefined
  return (
    <div className="public-note" role="alert">
      <h1>{t('failed.title')}</h1>
      <p>{code === 'network.unreachable' ? t('failed.network') : problemSentence(w, code, facts)}</p>
      <button type="button" className="public-primary" onClick={retry}>
        {t('retry')}
      </button>
      {requestId !== undefined && <p className="quiet public-small">{t('failed.request', { id: requestId })}</p>}
    </div>
  )
}

/** Unknown, revoked and replaced links look the same on purpose: a guesser learns nothing. */
function DeadLink({ kind }: { kind: 'link.not_found' | 'link.expired' }) {
  const t = usePublicText()
  return (
    <div className="public-note">
      <h1>{t(`${kind}.title`)}</h1>
      <p>{t(`${kind}.text`)}</p>
      <h2>{t('link.help.title')}</h2>
      <ul>
        <li>{t('link.help.call')}</li>
        <li>{t('link.help.visit')}</li>
        <li>{t('link.help.keep')}</li>
      </ul>
    </div>
  )
}
