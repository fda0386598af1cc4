import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { fieldPages } from './field-paths.ts'
import { takeInHand } from './in-hand.ts'
import type { Envelope, Job, Trouble } from './jobs.ts'
import { forget, reopen } from './outbox.ts'
import { sendAgain } from './outbox-send.ts'
import { useFieldText } from './text.ts'

/** While the phone had no network, a hazard named here was closed, or one found here was found by others. */
const overtaken = ['command.subject_exists', 'hazard.already_open']

/** What one can do about a refusal: sign again, go back to the sheet or form, send as it is, or give it up. */
export function JobCorrection({ job, refused }: { job: Job; refused: { command: Envelope; trouble: Trouble } }) {
  const t = useFieldText()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const { draft } = job
  const atSignature = /\.(sign|refuse)$/.test(refused.command.type)
  const back = async () => {
    if (draft === null) return
    await reopen({ ...job, draft })
    takeInHand(draft.id, draft)
    navigate(draft.kind === 'walk' ? fieldPages.walk(draft.id) : fieldPages.form(draft))
  }
  return (
    <div className="stack">
      {draft?.kind === 'walk' && overtaken.includes(refused.trouble.code) && <p>{t('job.overtaken')}</p>}
      {draft !== null && atSignature && (
        <Link className="go" to={fieldPages.signAgain(job.id)}>
          {t('job.signAgain')}
        </Link>
      )}
      {draft !== null && !atSignature && (
        <button type="button" className="go" onClick={() => void back()}>
          {t(draft.kind === 'walk' ? 'job.correct' : 'job.correctForm')}
        </button>
      )}
      <button type="button" className="plain" onClick={() => void sendAgain(job)}>
        {t('job.sendAgain')}
      </button>
      {sure ? (
        <button type="button" className="plain danger" onClick={() => void forget(job)}>
          {t('job.giveUpSure')}
        </button>
      ) : (
        <button type="button" className="plain" onClick={() => setSure(true)}>
          {t('job.giveUp')}
        </button>
      )}
    </div>
  )
}
