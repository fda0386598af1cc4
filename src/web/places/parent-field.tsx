import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { PlaceKind } from '#domain/places.ts'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { PlaceList, PlaceRow } from './answers.ts'
import { usePlacesText } from './places-text.ts'

/** What a place may lie in: a room in its house, a firm in its park. The server finds the rest by the place's own path. */
export const parentKinds: Partial<Record<PlaceKind, { kind: PlaceKind; required: boolean }>> = {
  room: { kind: 'rental', required: true },
  enterprise: { kind: 'microPark', required: false },
}

export type Parent = Pick<PlaceRow, 'id' | 'name' | 'address' | 'scopePath' | 'unitName'>

type Props = {
  id?: string
  value?: string
  onChange?: (value: string | undefined) => void
  kind: PlaceKind
  preset: Parent | null
  onParent: (parent: Parent | null) => void
}

/** One place of that kind, found by name or address among those in reach. */
export function ParentField({ id, value, onChange, kind, preset, onParent }: Props) {
  const t = usePlacesText()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['places', 'parents', kind, q],
    queryFn: ({ signal }) => get<PlaceList>(api.places({ kind, q, limit: 20 }), signal),
    placeholderData: (before) => before,
  })
  const rows: Parent[] = found.data?.rows ?? []
  const all = preset === null || rows.some((row) => row.id === preset.id) ? rows : [preset, ...rows]
  return (
    <Select
      id={id}
      value={value}
      allowClear
      placeholder={t('parentFind')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      onChange={(next?: string) => {
        onParent(all.find((row) => row.id === next) ?? null)
        onChange?.(next)
      }}
      options={all.map((row) => ({ value: row.id, label: `${row.name} · ${row.address}` }))}
    />
  )
}
