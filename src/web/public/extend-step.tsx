import { type FormEvent, useId, useState } from 'react'
import { type Day, dayOf, endOfDay, instant, lastDayBefore } from '#domain/calendar.ts'
import { mostExtensions } from '#domain/hazards.ts'
import { serverNow } from '#web/api.ts'
import { useLanguage } from '#web/text/language.ts'
import { useDraft } from './draft.ts'
import { deadlineWords } from './due.ts'
import type { FormProps } from './form-props.ts'
import type { PublicNotice } from './notice.ts'
import { ReasonField, reasonLength } from './reason-field.tsx'
import { FormEnd, useSending } from './sending.tsx'
import { StepHead } from './step-head.tsx'
import { usePublicText } from './text.ts'

const empty = { until: '', reason: '' }

/** Another date, with the reason. The date counts to the end of its day, as every deadline does. */
export function ExtendStep({ notice, send, back, finish }: FormProps) {
  const t = usePublicText()
  const language = useLanguage()
  const [draft, setDraft, clear] = useDraft(`${notice.hazardId}.extend`, empty)
  const [looked, setLooked] = useState(false)
  const sending = useSending()
  const field = useId()
  const first = firstDay(notice)
  const late = draft.until === '' ? t('extend.untilMissing') : t('extend.untilEarly', { date: first })
  const untilProblem = draft.until < first ? late : null
  const reasonProblem = draft.reason.trim().length < reasonLength.least ? t('reason.short', reasonLength) : null

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLooked(true)
    if (untilProblem !== null || reasonProblem !== null) return
    void sending.run(async () => {
      await send('hazard.request_extension', { until: endOfDay(draft.until), reason: draft.reason.trim() })
      clear()
      await finish('extend')
    })
  }
  return (
    <>
      <StepHead title={t('extend.heading')} back={back} />
      <form onSubmit={submit} className="public-form" noValidate>
        {notice.deadline !== null && (
          <p>{t('extend.lead', { date: deadlineWords(notice.deadline, language).date, most: mostExtensions })}</p>
        )}
        <div className="public-field">
          <label htmlFor={field}>{t('extend.until')}</label>
          <input
            id={field}
            type="date"
            min={first}
            value={draft.until}
            onChange={(event) => setDraft({ ...draft, until: event.target.value })}
            aria-invalid={looked && untilProblem !== null}
            aria-describedby={`${field}-problem`}
          />
          <p id={`${field}-problem`} className="public-problem" role="alert">
            {looked ? untilProblem : null}
          </p>
        </div>
        <ReasonField
          label={t('extend.reason')}
          hint={t('extend.reasonHint')}
          value={draft.reason}
          change={(reason) => setDraft({ ...draft, reason })}
          problem={looked ? reasonProblem : null}
        />
        <FormEnd sending={sending} label={t('extend.send')} missing={[]} />
      </form>
    </>
  )
}

/** The first day worth asking for: after the present deadline, and not in the past. */
function firstDay(notice: PublicNotice): Day {
  const today = dayOf(instant(serverNow()))
  if (notice.deadline === null) return today
  const after = dayOf(endOfDay(lastDayBefore(notice.deadline)))
  return [after, today].toSorted().at(-1) ?? today
}
