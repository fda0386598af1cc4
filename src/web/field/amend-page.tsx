import { useParams } from 'react-router'
import { may } from '#domain/people.ts'
import { useWords } from '#web/text/words.ts'
import { AskLine } from './ask-line.tsx'
import { ContactAsks } from './contact-asks.tsx'
import { fieldPages } from './field-paths.ts'
import type { AmendDraft } from './form-drafts.ts'
import { FormFrame } from './form-frame.tsx'
import { FormGone } from './form-gone.tsx'
import { type InHand, useInHand } from './in-hand.ts'
import { LoadingPage } from './loading-page.tsx'
import { whyNotAmend } from './place-commands.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'

/** The file of a place is wrong: what is right, and how one knows. */
export function AmendPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const hand = useInHand<AmendDraft>(id)
  if (hand === undefined) return <LoadingPage title={t('amend.title')} />
  return hand === null ? <FormGone title={t('amend.title')} /> : <Amend hand={hand} />
}

function Amend({ hand }: { hand: InHand<AmendDraft> }) {
  const t = useFieldText()
  const w = useWords()
  const { post } = useWorker()
  const draft = hand.value
  const set = (part: Partial<AmendDraft>) => hand.change((was) => ({ ...was, ...part }))
  const missing = whyNotAmend(draft)
  const mayNot = may(post, 'place.amend') ? null : t('amend.notYou', { role: w(`role.${post.role}`) })
  return (
    <FormFrame
      title={t('amend.title')}
      back={fieldPages.place(draft.place.id)}
      draft={draft}
      notKept={hand.notKept}
      why={mayNot ?? (missing === null ? null : t(missing))}
      go="amend.go"
    >
      <p className="quiet">{t('amend.now', { name: draft.place.name, address: draft.place.address })}</p>
      <AskLine label={t('newPlace.name')} value={draft.name} most={80} change={(name) => set({ name })} />
      <AskLine
        label={t('newPlace.address')}
        value={draft.address}
        most={200}
        lines={2}
        change={(address) => set({ address })}
      />
      <ContactAsks legend={t('amend.contact')} contact={draft} change={set} />
      <AskLine
        label={t('amend.reason')}
        hint={t('amend.reasonHint')}
        value={draft.reason}
        most={500}
        lines={2}
        change={(reason) => set({ reason })}
      />
    </FormFrame>
  )
}
