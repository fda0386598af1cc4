import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useWords } from '#web/text/words.ts'
import { Plate } from '#web/ui/plate.tsx'
import { Ago } from '#web/ui/time.tsx'
import { fieldPages } from './field-paths.ts'
import type { PlaceRow } from './shapes.ts'
import { useFieldText } from './text.ts'

type Props = { place: PlaceRow; why?: ReactNode; children?: ReactNode }

/** One place in a list; the whole card is the target. */
export function PlaceCard({ place, why, children }: Props) {
  const t = useFieldText()
  const w = useWords()
  return (
    <Link className="card" to={fieldPages.place(place.id)}>
      <span className="card-head">
        {why}
        <Plate plate={place.plate.class} situation={place.plate.situation} />
      </span>
      <strong className="card-name">{place.name}</strong>
      <span className="small quiet">
        {w(`placeKind.${place.kind}`)} · {place.address}
      </span>
      {children}
      <span className="small quiet">
        {place.lastVisit === null ? (
          t('place.neverVisited')
        ) : (
          <>
            {t('place.lastVisit')} <Ago at={place.lastVisit} />
          </>
        )}
      </span>
    </Link>
  )
}
