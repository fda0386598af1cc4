import { useState } from 'react'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Chosen } from './chosen.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { useHeldPlaces } from './pack/use-held-places.ts'
import { type PlaceName, useRecentPlaces } from './recent-places.ts'
import { useWorker } from './session.tsx'
import { useSettled } from './settled.ts'
import type { Places } from './shapes.ts'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

type Props = { chosen: PlaceName | null; choose: (place: PlaceName | null) => void }

/** Where one was last comes first; everywhere else is found by name or address. */
export function PlaceChoice({ chosen, choose }: Props) {
  const t = useFieldText()
  const { account } = useWorker()
  const recent = useRecentPlaces(account.id)
  const [typed, setTyped] = useState('')
  const q = useSettled(typed.trim())
  if (chosen !== null) return <Chosen text={`${chosen.name} · ${chosen.address}`} change={() => choose(null)} />
  return (
    <div className="stack">
      <label className="ask">
        <span className="only-read">{t('find.label')}</span>
        <input
          type="search"
          placeholder={t('find.label')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {q === '' && recent.length > 0 ? (
        <>
          <p className="small quiet">{t('report.recent')}</p>
          <PlaceButtons places={recent} choose={choose} />
        </>
      ) : (
        <FoundPlaces q={q} choose={choose} />
      )}
    </div>
  )
}

const limit = 20

function FoundPlaces({ q, choose }: { q: string; choose: Props['choose'] }) {
  const t = useFieldText()
  const heldPlaces = useHeldPlaces()
  const places = useKept<Places>(['places', q, 'choice'], api.places({ q, limit }), {
    steady: true,
    fleeting: q !== '',
    otherwise: () => heldPlaces(q, '', limit),
  })
  return (
    <KeptView of={places}>
      {({ rows }) =>
        rows.length === 0 ? <Empty title={t('find.nothing')} /> : <PlaceButtons places={rows} choose={choose} />
      }
    </KeptView>
  )
}

function PlaceButtons({ places, choose }: { places: readonly PlaceName[]; choose: Props['choose'] }) {
  const w = useWords()
  return (
    <ul className="stack plainlist">
      {places.map(({ id, name, kind, address }) => (
        <li key={id}>
          <button type="button" className="pick" onClick={() => choose({ id, name, kind, address })}>
            <strong>{name}</strong>
            <span className="small quiet">
              {w(`placeKind.${kind}`)} · {address}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
