import type { Position } from '#domain/places.ts'
import { PositionTrouble } from './position-trouble.tsx'
import { useFieldText } from './text.ts'
import { usePosition } from './use-position.ts'

type Props = { position: Position | null; change: (position: Position | null) => void }

/** Where the phone stands is where the place stands: taken at the door, with how far it may be off. */
export function PositionAsk({ position, change }: Props) {
  const t = useFieldText()
  const { ask, asking, fault } = usePosition()
  return (
    <section className="stack" aria-label={t('newPlace.position')}>
      <p className="strong">{t('newPlace.position')}</p>
      {position !== null && <p role="status">{t('newPlace.positionKept', { n: position.accuracy ?? '—' })}</p>}
      <div className="two">
        <button type="button" className="plain" disabled={asking} onClick={() => void ask(change)}>
          {t(asking ? 'position.asking' : position === null ? 'newPlace.positionTake' : 'newPlace.positionAgain')}
        </button>
        {position !== null && (
          <button type="button" className="plain" onClick={() => change(null)}>
            {t('newPlace.positionDrop')}
          </button>
        )}
      </div>
      <PositionTrouble fault={fault} />
    </section>
  )
}
