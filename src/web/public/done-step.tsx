import { PlateShape } from '#web/ui/plate.tsx'
import type { Verb } from './step.ts'
import { usePublicText } from './text.ts'

/** Just saved: what was taken, what follows, and the way back. */
export function DoneStep({ verb, back }: { verb: Verb; back: () => void }) {
  const t = usePublicText()
  return (
    <section className="public-ended" role="status">
      <PlateShape plate="rectified" size={56} />
      <h1 tabIndex={-1}>{t(`${verb}.doneTitle`)}</h1>
      <p>{t(`${verb}.doneText`)}</p>
      <button type="button" className="public-primary" onClick={back}>
        {t('back')}
      </button>
    </section>
  )
}
