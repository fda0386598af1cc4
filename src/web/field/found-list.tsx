import type { Position } from '#domain/places.ts'
import { nearestFirst, roundedMetres } from './nearby.ts'
import { NewPlaceButton } from './new-place-button.tsx'
import { PlaceCard } from './place-card.tsx'
import type { Places } from './shapes.ts'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

type Props = {
  found: Places
  /** By distance from here, or by name. */
  here: Position | null
  most: number
  /** Something was typed or chosen, so that an empty list says nothing about the rest. */
  looking: boolean
  q: string
}

export function FoundList({ found: { rows, next }, here, most, looking, q }: Props) {
  const t = useFieldText()
  if (rows.length === 0) {
    return (
      <Empty title={looking ? t('find.nothing') : t('find.none')}>
        <p>{looking ? t('find.nothingHint') : t('find.noneHint')}</p>
        {q !== '' && <NewPlaceButton name={q} />}
      </Empty>
    )
  }
  const near = here === null ? rows.map((row) => ({ row, metres: null })) : nearestFirst(rows, here)
  const unplaced = here === null ? 0 : near.filter(({ metres }) => metres === null).length
  return (
    <>
      {here !== null && (
        <p className="lead small quiet" role="status">
          {t('near.accuracy', { n: here.accuracy ?? '—' })}
          {unplaced > 0 && t('near.unplaced', { n: unplaced })}
        </p>
      )}
      <ul className="stack plainlist">
        {near.slice(0, most).map(({ row, metres }) => (
          <li key={row.id}>
            <PlaceCard
              place={row}
              why={metres !== null && <span className="metres">{t('near.metres', { n: roundedMetres(metres) })}</span>}
            />
          </li>
        ))}
      </ul>
      {next !== null && here !== null && <p className="small quiet">{t('near.more', { n: rows.length })}</p>}
      {here === null && next !== null && <p className="small quiet">{t('find.more', { n: rows.length })}</p>}
      {here !== null && next === null && rows.length > most && (
        <p className="small quiet">{t('near.nearest', { n: most, of: rows.length })}</p>
      )}
    </>
  )
}
