import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Visit } from '#domain/inspections.ts'
import type { Place } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { VisitPapers } from '#web/papers/visit-papers.tsx'
import { api, pages } from '#web/paths.ts'
import { departmentWord, useWords } from '#web/text/words.ts'
import { SituationBadge } from '#web/ui/plate.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import { Acknowledged } from './acknowledged.tsx'
import { Sheet } from './sheet.tsx'
import { SignReceipt } from './sign-receipt.tsx'
import { useVisitsText } from './visits-text.ts'
import './visit.css'

export type VisitFile = {
  visit: Visit
  /** Certificate numbers of those who inspected, in the order of `visit.by`. */
  certificates: string[]
  place: Place
  items: CheckItem[]
  text: string
  textHash: string
  /** The event of the signature or refusal. */
  receipt: { event: string; type: string } | null
  people: Record<string, string>
  unitNames: string[]
  /** How many of its photos and videos are still on their way. */
  awaiting: number
}

export function VisitPage() {
  const { id = '' } = useParams()
  const w = useWords()
  const t = useVisitsText()
  const file = useQuery({ queryKey: ['visits', id], queryFn: () => get<VisitFile>(api.visit(id)) })
  useTitle(
    file.data === undefined ? '' : `${file.data.place.name} ${t('title', { act: w(`act.${file.data.visit.act}`) })}`,
  )
  if (file.data === undefined) {
    return file.error === null ? <Bones /> : <Failed error={file.error} onRetry={() => void file.refetch()} />
  }
  return (
    <article className="visit">
      <Head file={file.data} />
      <div className="visit-main">
        <Sheet file={file.data} />
      </div>
      <div className="visit-side">
        <VisitPapers visitId={file.data.visit.id} />
        <SignReceipt visit={file.data.visit} eventId={file.data.receipt?.event} />
        <Acknowledged file={file.data} />
      </div>
    </article>
  )
}

function Head({ file: { visit, certificates, place, people, unitNames, awaiting } }: { file: VisitFile }) {
  const t = useVisitsText()
  const w = useWords()
  const from = writtenTime(visit.startedAt)
  const inspection = visit.act === 'administrativeInspection' ? visit : null
  return (
    <header className="panel visit-head">
      <h1>{t('title', { act: w(`act.${visit.act}`) })}</h1>
      <p>
        <Link to={pages.place(place.id)}>{place.name}</Link> <span className="quiet">{place.address}</span>
      </p>
      {awaiting > 0 && <SituationBadge situation="awaiting" />}
      <p>{t(inspection === null ? 'sayVisit' : 'sayInspection')}</p>
      <dl className="pairs">
        <dt>{t('when')}</dt>
        <dd>
          {visit.finishedAt === null
            ? t('whenOpen', { from })
            : t('whenSaid', { from, to: writtenTime(visit.finishedAt) })}{' '}
          · {w(`visitStatus.${visit.status}`)}
        </dd>
        <dt>{t('who')}</dt>
        <dd>
          {visit.by.map((id, n) => (
            <span key={id} className="visit-person">
              {people[id] ?? '—'}
              {certificates[n] !== undefined && (
                <small className="quiet"> {t('certificate', { no: certificates[n] })}</small>
              )}
            </span>
          ))}
        </dd>
        {inspection !== null && (
          <>
            <dt>{t('approvalNo')}</dt>
            <dd>{inspection.approvalNo}</dd>
            <dt>{t('noticeNo')}</dt>
            <dd>{inspection.noticeNo}</dd>
            <dt>{t('department')}</dt>
            <dd>{departmentWord(w, inspection.department)}</dd>
          </>
        )}
        <dt>{t('unit')}</dt>
        <dd>{unitNames.join(' / ')}</dd>
      </dl>
    </header>
  )
}
