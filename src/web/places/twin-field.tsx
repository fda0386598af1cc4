import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { Place } from '#domain/places.ts'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import type { PlaceList } from './answers.ts'
import { usePlacesText } from './places-text.ts'

type Props = { id?: string; value?: string; onChange?: (value: string | undefined) => void; place: Place }

/** Another place of the same kind: at first those of the same grid, by a word those of the whole reach. */
export function TwinField({ id, value, onChange, place }: Props) {
  const t = usePlacesText()
  const w = useWords()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const { kind, scopePath } = place
  const found = useQuery({
    queryKey: ['places', 'twins', kind, scopePath, q],
    queryFn: ({ signal }) =>
      get<PlaceList>(api.places({ kind, limit: 20, ...(q === '' ? { unit: scopePath } : { q }) }), signal),
    placeholderData: (before) => before,
  })
  const rows = (found.data?.rows ?? []).filter((row) => row.id !== place.id && row.status === 'active')
  return (
    <Select
      id={id}
      value={value}
      allowClear
      autoFocus
      placeholder={t('mergeFind', { kind: w(`placeKind.${kind}`) })}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      onChange={onChange}
      options={rows.map((row) => ({ value: row.id, label: `${row.name} · ${row.address}` }))}
    />
  )
}
