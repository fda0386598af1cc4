import { useState } from 'react'
import { mostPlaces } from '#domain/pack.ts'
import { type PlaceKind, type Position, placeKinds } from '#domain/places.ts'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { FoundList } from './found-list.tsx'
import { Frame } from './frame.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { NearbySwitch } from './nearby-switch.tsx'
import { NewPlaceButton } from './new-place-button.tsx'
import { OpenForms } from './open-forms.tsx'
import { useHeldPlaces } from './pack/use-held-places.ts'
import { readPlaces } from './read-places.ts'
import { useSettled } from './settled.ts'
import type { Places } from './shapes.ts'
import { useFieldText } from './text.ts'

/** So many fit into a hand's list; whoever needs others types another letter. */
const limit = 50

export function FindPage() {
  const t = useFieldText()
  const w = useWords()
  const heldPlaces = useHeldPlaces()
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<PlaceKind | ''>('')
  const [here, setHere] = useState<Position | null>(null)
  const q = useSettled(typed.trim())
  const near = here !== null
  const url = api.places({ q, kind, limit: near ? 200 : limit })
  const held = () => heldPlaces(q, kind, near ? mostPlaces : limit)
  const places = useKept<Places>(['places', q, kind, near ? 'near' : 'named'], url, {
    steady: true,
    fleeting: q !== '',
    otherwise: held,
    read: async (signal) => {
      const found = await (near ? readPlaces({ q, kind }, signal) : get<Places>(url, signal))
      // The server knows no sounds; the phone does.
      return found.rows.length > 0 || q === '' ? found : ((await held()) ?? found)
    },
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
        <NearbySwitch here={here} change={setHere}>
          <NewPlaceButton />
        </NearbySwitch>
      </search>
      <OpenForms />
      <KeptView of={places}>
        {(found) => <FoundList found={found} here={here} most={limit} looking={q !== '' || kind !== ''} q={q} />}
      </KeptView>
    </Frame>
  )
}
