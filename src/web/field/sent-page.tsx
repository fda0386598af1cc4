import { Link, Navigate, useParams } from 'react-router'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { JobCard } from './job-card.tsx'
import { jobs } from './outbox.ts'
import { useFieldText } from './text.ts'
import { useWatched } from './watched.ts'

/** What has become of the work just handed in: kept, on its way, arrived, or in need of a correction. */
export function SentPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const all = useWatched(jobs)
  const job = all?.find((one) => one.id === id)
  if (all !== null && job === undefined) return <Navigate to={fieldPages.today} replace />
  const bottom = (
    <Link className="go" to={fieldPages.today}>
      {t('sent.toToday')}
    </Link>
  )
  return (
    <Frame title={t('sent.title')} back={fieldPages.today} onlyThere bottom={bottom}>
      {job !== undefined && <JobCard job={job} />}
    </Frame>
  )
}
