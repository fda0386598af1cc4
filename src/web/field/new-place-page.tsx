import { useParams } from 'react-router'
import { organisationCodeCheck } from '#domain/identifiers.ts'
import { may } from '#domain/people.ts'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { useWords } from '#web/text/words.ts'
import { AskLine } from './ask-line.tsx'
import { ContactAsks } from './contact-asks.tsx'
import { fieldPages } from './field-paths.ts'
import type { PlaceDraft } from './form-drafts.ts'
import { FormFrame } from './form-frame.tsx'
import { FormGone } from './form-gone.tsx'
import { type InHand, useInHand } from './in-hand.ts'
import { LoadingPage } from './loading-page.tsx'
import { mayHaveUscc, tidyCode, usccFault, whyNotRegister } from './place-commands.ts'
import { PositionAsk } from './position-ask.tsx'
import { useWorker } from './session.tsx'
import { SimilarPlaces } from './similar-places.tsx'
import { useFieldText } from './text.ts'
import { UnitChoice } from './unit-choice.tsx'

/** Rooms belong to their house and are registered there. */
const kinds = placeKinds.filter((kind) => kind !== 'room')

/** 新增场所: somebody found a place that nobody registered. */
export function NewPlacePage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const hand = useInHand<PlaceDraft>(id)
  if (hand === undefined) return <LoadingPage title={t('newPlace.title')} />
  return hand === null ? <FormGone title={t('newPlace.title')} /> : <NewPlace hand={hand} />
}

function NewPlace({ hand }: { hand: InHand<PlaceDraft> }) {
  const t = useFieldText()
  const w = useWords()
  const { post } = useWorker()
  const draft = hand.value
  const set = (part: Partial<PlaceDraft>) => hand.change((was) => ({ ...was, ...part }))
  const missing = whyNotRegister(draft)
  const mayNot = may(post, 'place.register') ? null : t('newPlace.notYou', { role: w(`role.${post.role}`) })
  return (
    <FormFrame
      title={t('newPlace.title')}
      back={fieldPages.find}
      draft={draft}
      notKept={hand.notKept}
      why={mayNot ?? (missing === null ? null : t(missing))}
      go="newPlace.go"
    >
      <label className="ask">
        {t('newPlace.kind')}
        <select value={draft.placeKind} onChange={(e) => set({ placeKind: e.target.value as PlaceKind | '' })}>
          <option value="">{t('newPlace.choose')}</option>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {w(`placeKind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <AskLine
        label={t('newPlace.name')}
        hint={t('newPlace.nameHint')}
        value={draft.name}
        most={80}
        change={(name) => set({ name })}
      />
      {mayHaveUscc(draft.placeKind) && (
        <AskLine
          label={t('newPlace.uscc')}
          hint={t('newPlace.usccHint')}
          value={draft.uscc}
          most={24}
          fault={usccWord(draft, t)}
          change={(uscc) => set({ uscc })}
        />
      )}
      <SimilarPlaces draft={draft} />
      <AskLine
        label={t('newPlace.address')}
        hint={t('newPlace.addressHint')}
        value={draft.address}
        most={200}
        lines={2}
        change={(address) => set({ address })}
      />
      <UnitChoice chosen={draft.units} choose={(units) => set({ units })} />
      <PositionAsk position={draft.position} change={(position) => set({ position })} />
      <ContactAsks legend={t('newPlace.contact')} contact={draft} change={set} />
    </FormFrame>
  )
}

/** While it is being typed nothing is wrong yet. Old codes of sole traders may miss the inner check: said, not refused. */
function usccWord(draft: PlaceDraft, t: ReturnType<typeof useFieldText>): string | null {
  const code = tidyCode(draft.uscc)
  if (code.length < 18) return code === '' ? null : t('newPlace.usccLength', { n: code.length })
  if (usccFault(draft)) return t('newPlace.usccWrong')
  return organisationCodeCheck(code) ? null : t('newPlace.usccDoubt')
}
