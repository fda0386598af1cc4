import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Instant } from '#domain/calendar.ts'
import { api } from '#web/paths.ts'
import { useLanguage } from '#web/text/language.ts'
import { AsOf } from '#web/ui/time.tsx'
import type { HazardCounts } from './answers.ts'
import { ColumnChoice } from './column-choice.tsx'
import type { ColumnKey } from './columns.tsx'
import { askedFilters, type HazardFilters } from './filters.ts'
import { useHazardsText } from './hazards-text.ts'

type Props = {
  filters: HazardFilters
  counts: HazardCounts | undefined
  asOf: Instant | undefined
  columns: readonly ColumnKey[]
  onColumns: (keys: readonly ColumnKey[]) => void
}

/** Counts come from the same snapshot as the rows, so the two always agree. */
export function ListTitle({ filters, counts, asOf, columns, onColumns }: Props) {
  const t = useHazardsText()
  const lang = useLanguage()
  const { critical = 0, serious = 0, general = 0 } = counts?.bySeverity ?? {}
  return (
    <header className="page-head">
      <h1>
        {t('title')}
        {counts !== undefined && <span className="count">{t('count', { total: counts.total })}</span>}
      </h1>
      {counts !== undefined && counts.overdue > 0 && (
        <span className="clock-late">{t('countOverdue', { overdue: counts.overdue })}</span>
      )}
      {counts !== undefined && <span className="quiet">{t('bySeverity', { critical, serious, general })}</span>}
      {asOf !== undefined && <AsOf at={asOf} />}
      <span className="page-head-extra no-print">
        <Button
          icon={<DownloadOutlined aria-hidden />}
          href={api.hazardsCsv({ ...askedFilters(filters), lang })}
          title={t('exportHint')}
        >
          {t('export')}
        </Button>
        <ColumnChoice keys={columns} onChange={onColumns} />
      </span>
    </header>
  )
}
