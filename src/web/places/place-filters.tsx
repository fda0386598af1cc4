import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { useDeskText } from '#web/desk/desk-text.ts'
import { ChoiceChip, FilterChip, ToggleChip } from '#web/desk/filter-chip.tsx'
import { UnitSelect } from '#web/people/unit-select.tsx'
import { useUnitName } from '#web/people/use-unit-name.ts'
import { useWords } from '#web/text/words.ts'
import { usePlacesText } from './places-text.ts'

export type PlaceFilters = {
  unit: string | null
  kind: PlaceKind | null
  q: string | null
  merged: boolean
  on: string | null
  inspected: boolean
}

const noFilters: PlaceFilters = { unit: null, kind: null, q: null, merged: false, on: null, inspected: false }

export function usePlaceFilters(): [PlaceFilters, (change: Partial<PlaceFilters>) => void] {
  const [query, setQuery] = useSearchParams()
  const kind = placeKinds.find((one) => one === query.get('kind')) ?? null
  const change = useCallback(
    (part: Partial<PlaceFilters>) =>
      setQuery((before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(part)) {
          if (value === null || value === '' || value === false) next.delete(name)
          else next.set(name, String(value))
        }
        return next
      }),
    [setQuery],
  )
  const filters = {
    unit: query.get('unit'),
    kind,
    q: query.get('q'),
    merged: query.get('merged') === 'true',
    on: query.get('on'),
    inspected: query.get('inspected') === 'true',
  }
  return [filters, change]
}

type Props = { filters: PlaceFilters; onChange: (change: Partial<PlaceFilters>) => void }

export function PlaceFilterBar({ filters, onChange }: Props) {
  const t = usePlacesText()
  const desk = useDeskText()
  const w = useWords()
  const unitName = useUnitName(filters.unit)
  const set = Object.values(filters).some((value) => value !== null && value !== false)
  return (
    <search className="chips">
      {filters.q !== null && (
        <ToggleChip label={t('searching', { q: filters.q })} on onChange={() => onChange({ q: null })} />
      )}
      <FilterChip
        label={t('filterUnit')}
        said={unitName}
        set={filters.unit !== null}
        onClear={() => onChange({ unit: null })}
      >
        <UnitSelect by="path" value={filters.unit} onChange={(unit) => onChange({ unit })} label={t('findUnit')} />
      </FilterChip>
      <ChoiceChip
        label={t('filterKind')}
        value={filters.kind === null ? [] : [filters.kind]}
        onChange={(kinds) => onChange({ kind: kinds.find((kind) => kind !== filters.kind) ?? null })}
        options={placeKinds.map((kind) => ({ value: kind, label: w(`placeKind.${kind}`) }))}
      />
      {filters.on !== null && (
        <ToggleChip
          label={t(filters.inspected ? 'filterInspected' : 'filterOn', { on: filters.on })}
          on
          onChange={() => onChange({ on: null, inspected: false })}
        />
      )}
      <ToggleChip label={t('filterMerged')} on={filters.merged} onChange={(merged) => onChange({ merged })} />
      {set && (
        <button type="button" className="link-button" onClick={() => onChange(noFilters)}>
          {desk('clearFilters')}
        </button>
      )}
    </search>
  )
}
