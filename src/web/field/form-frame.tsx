import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { fieldPages } from './field-paths.ts'
import type { FormDraft } from './form-drafts.ts'
import { handInForm } from './form-job.ts'
import { Frame } from './frame.tsx'
import { GiveUpForm } from './give-up-form.tsx'
import { letGo } from './in-hand.ts'
import { sendAll } from './outbox-send.ts'
import { useWorker } from './session.tsx'
import { type FieldWord, useFieldText } from './text.ts'

type Props = {
  title: string
  back: string
  draft: FormDraft
  /** The disk refused: what is on screen is not kept. */
  notKept: boolean
  /** What keeps it from being handed in, or null. */
  why: string | null
  go: FieldWord
  children: ReactNode
}

/** A form that lies on the phone until it is handed in or given up, and then goes out with everything else. */
export function FormFrame({ title, back, draft, notKept, why, go, children }: Props) {
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  const [failed, setFailed] = useState(false)
  const handIn = () =>
    handInForm(worker, draft).then(
      () => {
        navigate(fieldPages.sent(draft.id), { replace: true })
        letGo(draft.id)
        void sendAll()
      },
      () => setFailed(true),
    )
  const bottom = (
    <>
      {why !== null && (
        <p className="reason" id="why-not">
          {why}
        </p>
      )}
      <button
        type="button"
        className="go"
        disabled={why !== null}
        aria-describedby={why === null ? undefined : 'why-not'}
        onClick={() => void handIn()}
      >
        {t(go)}
      </button>
    </>
  )
  return (
    <Frame title={title} back={back} bottom={bottom}>
      {(notKept || failed) && (
        <p className="say say-bad" role="alert">
          {t('form.notKept')}
        </p>
      )}
      {children}
      <GiveUpForm id={draft.id} back={back} />
    </Frame>
  )
}
