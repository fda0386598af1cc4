import { lazy, Suspense } from 'react'
import { Link } from 'react-router'
import { useWords } from '#web/text/words.ts'
import { Ago, AsOf } from '#web/ui/time.tsx'
import { Attempts } from './attempts-line.tsx'
import { fieldPages } from './field-paths.ts'
import { JobCorrection } from './job-correction.tsx'
import { outcomesOf } from './job-outcomes.ts'
import { type Job, refusedCommand, type Trouble } from './jobs.ts'
import { isSending, mayGoOut, sendAll } from './outbox-send.ts'
import { type FieldWord, useFieldText } from './text.ts'
import { useTroubleSentence } from './trouble.ts'
import { UploadProgress } from './upload-progress.tsx'
import { useWatched } from './watched.ts'

// Only with the server's answer in hand is there a receipt: its code and its printing are no part of the first screen.
const VisitReceipt = lazy(() => import('./visit-receipt.tsx').then((file) => ({ default: file.VisitReceipt })))

const titles: Record<Job['kind'], FieldWord> = {
  visit: 'job.visit',
  report: 'job.report',
  reinspect: 'job.reinspect',
  place: 'job.place',
  amend: 'job.amend',
}

/** One piece of work in the outbox, with everything the server has said about it. */
export function JobCard({ job }: { job: Job }) {
  const t = useFieldText()
  const refused = job.state === 'refused' ? refusedCommand(job) : null
  return (
    <article className={`card card-still job job-${job.state}`} aria-live="polite">
      <span className="card-head">
        <strong>{t(`job.${job.state}`)}</strong>
        <span className="small quiet">
          {t(titles[job.kind])} · <Ago at={job.createdAt} />
        </span>
      </span>
      <strong className="card-name">{job.title}</strong>
      {job.state === 'waiting' && <Waiting job={job} />}
      {refused !== null && <Said trouble={refused.trouble} />}
      {refused !== null && <JobCorrection job={job} refused={refused} />}
      {job.state === 'done' && <Outcomes job={job} />}
    </article>
  )
}

function Waiting({ job }: { job: Job }) {
  const t = useFieldText()
  const sending = useWatched(isSending)
  return (
    <>
      <p>{t('job.kept')}</p>
      <UploadProgress files={job.files} />
      <Attempts job={job} />
      {job.trouble !== null && <StillTrying trouble={job.trouble} />}
      {mayGoOut(job) ? (
        <button type="button" className="plain" disabled={sending} onClick={() => void sendAll()}>
          {t(sending ? 'job.sending' : 'job.sendNow')}
        </button>
      ) : (
        <p className="say say-soon">{t('job.otherPost')}</p>
      )}
    </>
  )
}

/** Not a refusal: it goes out by itself as soon as somebody answers. */
const passing = [
  'file.awaited',
  'upload.busy',
  'upload.too_many',
  'upload.not_found',
  'upload.offset_wrong',
  'network.unreachable',
  'server.failed',
  'server.busy',
  'server.disk_full',
]

function StillTrying({ trouble }: { trouble: Trouble }) {
  const t = useFieldText()
  if (!passing.includes(trouble.code)) return <Said trouble={trouble} />
  return (
    <div className="say say-soon">
      <p>{t('job.unreachable')}</p>
      {trouble.requestId !== null && <p className="small">{t('state.requestId', { id: trouble.requestId })}</p>}
    </div>
  )
}

function Said({ trouble }: { trouble: Trouble }) {
  const t = useFieldText()
  const sentence = useTroubleSentence()
  return (
    <div className="say say-bad">
      <p>{sentence(trouble)}</p>
      {trouble.requestId !== null && <p className="small">{t('state.requestId', { id: trouble.requestId })}</p>}
    </div>
  )
}

function Outcomes({ job }: { job: Job }) {
  const t = useFieldText()
  const w = useWords()
  const sentence = useTroubleSentence()
  const outcomes = outcomesOf(job)
  return (
    <>
      {outcomes.length === 0 && job.kind === 'visit' && <p>{t('sent.nothingFound')}</p>}
      {job.kind === 'visit' && (
        <Suspense>
          <VisitReceipt visitId={job.id} />
        </Suspense>
      )}
      <PlaceOutcome job={job} />
      <ul className="stack plainlist">
        {outcomes.map(({ hazardId, itemText, outcome, trouble }) => (
          <li key={hazardId} className="outcome">
            <span>{itemText}</span>
            <strong>
              {outcome === 'partyMissing'
                ? t('sent.partyMissing', { missing: missingOf(trouble, w) })
                : t(`sent.${outcome}`)}
            </strong>
            {trouble !== null && outcome === 'notDone' && <span className="small">{sentence(trouble)}</span>}
          </li>
        ))}
      </ul>
      {job.doneAt !== null && <AsOf at={job.doneAt} />}
    </>
  )
}

/** The file of a place has arrived: it can be opened and walked now. */
function PlaceOutcome({ job: { draft } }: { job: Job }) {
  const t = useFieldText()
  if (draft === null || draft.kind === 'walk') return null
  const placeId = draft.kind === 'place' ? draft.id : draft.place.id
  return (
    <>
      <p>{t(draft.kind === 'place' ? 'sent.registered' : 'sent.amended')}</p>
      <Link className="plain" to={fieldPages.place(placeId)}>
        {t('sent.toPlace')}
      </Link>
    </>
  )
}

function missingOf(trouble: Trouble | null, w: ReturnType<typeof useWords>): string {
  const missing = trouble?.facts.missing
  return Array.isArray(missing) ? missing.map((party) => w(`party.${party as 'town'}`)).join('、') : ''
}
