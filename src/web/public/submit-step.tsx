import { type FormEvent, useState } from 'react'
import { type Evidence, missingEvidence } from '#domain/hazards.ts'
import { evidenceKinds } from '#domain/standards.ts'
import { useDraft } from './draft.ts'
import { Demands } from './explained.tsx'
import type { FormProps } from './form-props.ts'
import { ProofPicker } from './proof-picker.tsx'
import type { Proofs } from './proofs.ts'
import { ReasonField } from './reason-field.tsx'
import { FormEnd, useSending } from './sending.tsx'
import { StepHead } from './step-head.tsx'
import { usePublicText } from './text.ts'

/** Proof of the rectification, of the kinds that the item asks for; other kinds may be added. */
export function SubmitStep({ notice, send, back, finish, proofs }: FormProps & { proofs: Proofs }) {
  const t = usePublicText()
  const [note, setNote, clearNote] = useDraft(`${notice.hazardId}.note`, '')
  const [looked, setLooked] = useState(false)
  const sending = useSending()
  const after: Evidence[] = proofs.list.flatMap(({ hash, kind }) => (hash === null ? [] : [{ hash, kind }]))
  const missing = missingEvidence(notice, after).map((kind) => t(`submit.need.${kind}`))
  if (after.length === 0 && missing.length === 0) missing.push(t('submit.need.photo'))
  if (proofs.list.some((proof) => proof.hash === null)) missing.push(t('submit.waitUploads'))
  const optional = evidenceKinds.filter((kind) => !notice.evidenceKinds.includes(kind))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLooked(true)
    if (missing.length > 0) return
    const words = note.trim()
    void sending.run(async () => {
      await send('hazard.submit', words === '' ? { after } : { after, note: words })
      proofs.clear()
      clearNote()
      await finish('submit')
    })
  }
  return (
    <>
      <StepHead title={t('submit.heading')} back={back} />
      <form onSubmit={submit} className="public-form" noValidate>
        <div className="public-asked">
          <h2>{t('submit.asked')}</h2>
          <Demands evidence={notice.evidence} />
          <p className="public-small">{t('submit.noFaces')}</p>
        </div>
        {notice.evidenceKinds.map((kind) => (
          <ProofPicker key={kind} kind={kind} needed proofs={proofs} />
        ))}
        {optional.length > 0 && (
          <details className="public-optional">
            <summary>{t('submit.optional')}</summary>
            {optional.map((kind) => (
              <ProofPicker key={kind} kind={kind} needed={false} proofs={proofs} />
            ))}
          </details>
        )}
        <ReasonField label={t('submit.note')} hint={t('submit.noteHint')} value={note} change={setNote} />
        <FormEnd sending={sending} label={t('submit.send')} missing={looked ? missing : []} />
      </form>
    </>
  )
}
