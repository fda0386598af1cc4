import { type FormEvent, useState } from 'react'
import { useDraft } from './draft.ts'
import type { FormProps } from './form-props.ts'
import { ReasonField, reasonLength } from './reason-field.tsx'
import { FormEnd, useSending } from './sending.tsx'
import { StepHead } from './step-head.tsx'
import { usePublicText } from './text.ts'

/** 陈述申辩: the owner's side, in the owner's words. */
export function ObjectStep({ notice, send, back, finish }: FormProps) {
  const t = usePublicText()
  const [reason, setReason, clear] = useDraft(`${notice.hazardId}.object`, '')
  const [looked, setLooked] = useState(false)
  const sending = useSending()
  const short = reason.trim().length < reasonLength.least
  const problem = looked && short ? t('reason.short', reasonLength) : null

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLooked(true)
    if (short) return
    void sending.run(async () => {
      await send('hazard.object', { reason: reason.trim() })
      clear()
      await finish('object')
    })
  }
  return (
    <>
      <StepHead title={t('object.heading')} back={back} />
      <form onSubmit={submit} className="public-form" noValidate>
        <p>{t('object.lead')}</p>
        <ReasonField
          label={t('object.reason')}
          hint={t('object.reasonHint')}
          value={reason}
          change={setReason}
          problem={problem}
        />
        <FormEnd sending={sending} label={t('object.send')} missing={[]} />
      </form>
    </>
  )
}
