import { departmentLines } from '#domain/departments.ts'
import { hazardStatuses } from '#domain/hazards.ts'
import { placeKinds } from '#domain/places.ts'
import { modes, severities } from '#domain/standards.ts'
import { useDeskText } from '#web/desk/desk-text.ts'
import { ChoiceChip, FilterChip, ToggleChip } from '#web/desk/filter-chip.tsx'
import { UnitSelect } from '#web/people/unit-select.tsx'
import { useUnitName } from '#web/people/use-unit-name.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate } from '#web/ui/plate.tsx'
import type { HazardCounts } from './answers.ts'
import { type HazardFilters, isFiltered, noFilters } from './filters.ts'
import { useHazardsText } from './hazards-text.ts'

type Props = {
  filters: HazardFilters
  counts: HazardCounts | undefined
  onChange: (change: Partial<HazardFilters>) => void
}

export function FilterBar({ filters, counts, onChange }: Props) {
  const t = useHazardsText()
  const desk = useDeskText()
  const w = useWords()
  const unitName = useUnitName(filters.unit)
  const departments = departmentLines.map(({ code }) => ({ value: code as string, label: w(`department.${code}`) }))
  return (
    <search className="chips" aria-label={t('filters')}>
      <FilterChip
        label={t('filterUnit')}
        said={unitName}
        set={filters.unit !== null}
        onClear={() => onChange({ unit: null })}
      >
        <UnitSelect by="path" value={filters.unit} onChange={(unit) => onChange({ unit })} label={t('findUnit')} />
      </FilterChip>
      <ChoiceChip
        label={t('filterSeverity')}
        value={filters.severity}
        onChange={(severity) => onChange({ severity })}
        options={severities.map((one) => ({
          value: one,
          label: w(`severity.${one}`),
          mark: <SeverityPlate severity={one} />,
          count: filters.severity.length === 0 ? counts?.bySeverity[one] : undefined,
        }))}
      />
      <ChoiceChip
        label={t('filterStatus')}
        value={filters.status}
        onChange={(status) => onChange({ status, all: false })}
        options={hazardStatuses.map((one) => ({ value: one, label: w(`status.${one}`) }))}
      />
      <ChoiceChip
        label={t('filterMode')}
        value={filters.mode}
        onChange={(mode) => onChange({ mode })}
        options={modes.map((one) => ({ value: one, label: w(`mode.${one}`) }))}
      />
      <ChoiceChip
        label={t('filterPlaceKind')}
        value={filters.placeKind}
        onChange={(placeKind) => onChange({ placeKind })}
        options={placeKinds.map((one) => ({ value: one, label: w(`placeKind.${one}`) }))}
      />
      <ChoiceChip
        label={t('filterDepartment')}
        value={filters.department === null ? [] : [filters.department]}
        onChange={(chosen) => onChange({ department: chosen.at(-1) ?? null })}
        options={departments}
      />
      <ToggleChip label={w('situation.overdue')} on={filters.overdue} onChange={(overdue) => onChange({ overdue })} />
      <ToggleChip label={w('situation.stalled')} on={filters.stalled} onChange={(stalled) => onChange({ stalled })} />
      <ToggleChip label={t('filterRelapse')} on={filters.relapse} onChange={(relapse) => onChange({ relapse })} />
      {filters.rectified && (
        <ToggleChip label={t('filterRectified')} on onChange={(rectified) => onChange({ rectified })} />
      )}
      {filters.on !== null && (
        <ToggleChip label={t('filterOn', { on: filters.on })} on onChange={() => onChange({ on: null })} />
      )}
      {isFiltered(filters) && (
        <button type="button" className="link-button" onClick={() => onChange(noFilters)}>
          {desk('clearFilters')}
        </button>
      )}
    </search>
  )
}
