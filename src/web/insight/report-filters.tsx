import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useSearchParams } from 'react-router'
import { FilterChip } from '#web/desk/filter-chip.tsx'
import { UnitSelect } from '#web/people/unit-select.tsx'
import { useUnitName } from '#web/people/use-unit-name.ts'
import { useInsightText } from './insight-text.ts'

/** Unit and days, in the address; `oneDay`: how things stood at the end of one. */
export function ReportFilters({ oneDay }: { oneDay: boolean }) {
  const t = useInsightText()
  const [query, setQuery] = useSearchParams()
  const unit = query.get('unit')
  const unitName = useUnitName(unit)
  const set = (name: string, value: string | null | undefined) =>
    setQuery((before) => {
      const next = new URLSearchParams(before)
      if (value) next.set(name, value)
      else next.delete(name)
      return next
    })
  const day = (name: 'from' | 'to') => {
    const value = query.get(name)
    return (
      <DatePicker
        aria-label={t(oneDay ? 'asOfDay' : name)}
        placeholder={t(oneDay ? 'today' : name)}
        value={value === null ? null : dayjs(value)}
        onChange={(chosen) => set(name, chosen?.format('YYYY-MM-DD'))}
      />
    )
  }
  return (
    <search className="chips">
      <FilterChip label={t('unit')} said={unitName} set={unit !== null} onClear={() => set('unit', null)}>
        <UnitSelect by="path" value={unit} onChange={(value) => set('unit', value)} label={t('findUnit')} />
      </FilterChip>
      <span className="quiet">{t(oneDay ? 'asOfDay' : 'period')}</span>
      {!oneDay && day('from')}
      {day('to')}
    </search>
  )
}
