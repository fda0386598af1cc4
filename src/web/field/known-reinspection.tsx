import { Link } from 'react-router'
import { may } from '#domain/people.ts'
import { useWords } from '#web/text/words.ts'
import type { Draft, Known } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { jobs } from './outbox.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'
import { useWatched } from './watched.ts'

/** A sheet that passes closes no hazard: that takes its own proof and its own second look. */
export function KnownReinspection({ known, draft, passed }: { known: Known; draft: Draft; passed: boolean }) {
  const t = useFieldText()
  const w = useWords()
  const { post } = useWorker()
  const handedIn = (useWatched(jobs) ?? []).some(
    (job) => job.kind === 'reinspect' && known.id in job.findings && job.createdAt >= draft.startedAt,
  )
  if (handedIn) return <p className="small strong">{t('known.reinspected')}</p>
  const waits = known.status === 'submitted'
  const mine = waits && may(post, 'hazard.reinspect')
  return (
    <>
      {passed && <p className="small">{t(mine ? 'known.doneReinspect' : 'known.doneHint')}</p>}
      {mine && (
        <Link className="plain" to={fieldPages.reinspect(known.id)} state={{ back: fieldPages.walk(draft.id) }}>
          {w('action.hazard.reinspect')}
        </Link>
      )}
      {waits && !mine && <p className="small quiet">{t('place.reinspectByOthers')}</p>}
    </>
  )
}
