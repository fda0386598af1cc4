import { useState } from 'react'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Frame } from './frame.tsx'
import { findKeptPlaces } from './kept-places.ts'
import { KeptView, useKept } from './kept-query.tsx'
import { PlaceCard } from './place-card.tsx'
import { useSettled } from './settled.ts'
import type { Places } from './shapes.ts'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

/** So many fit into a hand's list; whoever needs others types another letter. */
const limit = 50

export function FindPage() {
  const t = useFieldText()
  const w = useWords()
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<PlaceKind | ''>('')
  const q = useSettled(typed.trim())
  const places = useKept<Places>(['places', q, kind], api.places({ q, kind, limit }), {
    steady: true,
    fleeting: q !== '',
    otherwise: () => findKeptPlaces(q, kind),
  })
  return (
    <Frame title={t('tab.find')}>
      <search className="stack">
        <label className="ask">
          <span className="only-read">{t('find.label')}</span>
          <input
            type="search"
            enterKeyHint="search"
            placeholder={t('find.label')}
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
          />
        </label>
        <label className="ask">
          <span className="only-read">{t('find.kind')}</span>
          <select value={kind} onChange={(e) => setKind(e.target.value as PlaceKind | '')}>
            <option value="">{t('find.allKinds')}</option>
            {placeKinds.map((one) => (
              <option key={one} value={one}>
                {w(`placeKind.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </search>
      <KeptView of={places}>
        {({ rows, next }) => (
          <>
            {rows.length === 0 && (
              <Empty title={q === '' && kind === '' ? t('find.none') : t('find.nothing')}>
                <p>{q === '' && kind === '' ? t('find.noneHint') : t('find.nothingHint')}</p>
              </Empty>
            )}
            <ul className="stack plainlist">
              {rows.map((place) => (
                <li key={place.id}>
                  <PlaceCard place={place} />
                </li>
              ))}
            </ul>
            {next !== null && <p className="small quiet">{t('find.more', { n: rows.length })}</p>}
          </>
        )}
      </KeptView>
    </Frame>
  )
}
