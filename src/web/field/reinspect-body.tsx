import { SeverityPlate } from '#web/ui/plate.tsx'
import type { ReinspectDraft } from './form-drafts.ts'
import type { InHand } from './in-hand.ts'
import { ProofInput } from './proof-input.tsx'
import { ProofPair } from './proof-pair.tsx'
import type { HazardDetail } from './shapes.ts'
import { useFieldText } from './text.ts'

type Props = { detail: HazardDetail; hand: InHand<ReinspectDraft>; open: boolean }

const phrases = ['reinspect.phraseDone', 'reinspect.phraseStill'] as const

/** Before and after, then what one's own eyes and camera say. */
export function ReinspectBody({ detail: { hazard, item, place }, hand, open }: Props) {
  const t = useFieldText()
  const { photos, reason } = hand.value
  const setReason = (said: string) => hand.change((was) => ({ ...was, reason: said }))
  return (
    <>
      <strong>{place.name}</strong>
      <p className="item-text">{item.text}</p>
      <SeverityPlate severity={hazard.severity} />
      <ProofPair before={hazard.before} after={hazard.after} />
      <p className="small">{t('reinspect.evidence', { text: item.evidence })}</p>
      {hand.notKept && (
        <p className="say say-bad" role="alert">
          {t('form.notKept')}
        </p>
      )}
      {open && (
        <ProofInput
          kind="photo"
          quiet
          label={t(photos.length === 0 ? 'reinspect.shoot' : 'item.shootMore')}
          mark={place.name}
          proofs={photos}
          change={(how) => hand.change((was) => ({ ...was, photos: how(was.photos) }))}
        />
      )}
      <div className="two">
        {phrases.map((phrase) => (
          <button key={phrase} type="button" className="plain" onClick={() => setReason(t(phrase))}>
            {t(phrase)}
          </button>
        ))}
      </div>
      <label className="ask">
        {t('reinspect.reason')}
        <textarea rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
    </>
  )
}
