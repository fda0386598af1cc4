import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { api, withQuery } from '#web/paths.ts'
import { AsOf } from '#web/ui/time.tsx'
import { DailyRoot } from './daily-root.tsx'
import { FigureGroup } from './figure-group.tsx'
import { type Area, areas, groups, headlines, inGroup, type Report } from './figures.ts'
import { Formulas } from './formulas.tsx'
import { Headline } from './headline.tsx'
import { useInsightText } from './insight-text.ts'
import { PilotReport } from './pilot-report.tsx'
import { ReportFilters } from './report-filters.tsx'
import './reports.css'
import '#web/desk/filter-chip.css'

export function ReportsPage() {
  const t = useInsightText()
  const [query] = useSearchParams()
  const area: Area = areas.find((one) => one === query.get('area')) ?? 'rectify'
  const window = { from: query.get('from'), to: query.get('to'), unit: query.get('unit') }
  const asked = area === 'pilot' ? { date: window.to, unit: window.unit } : window
  useTitle(t('title'))
  const report = useQuery({
    queryKey: ['reports', area, asked],
    queryFn: ({ signal }) => get<Report>(withQuery(api.report(area), asked), signal),
    placeholderData: (before, last) => (last?.queryKey[1] === area ? before : undefined),
  })
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('hint')}</span>
        {report.data !== undefined && <AsOf at={report.data.asOf} />}
      </header>
      <nav className="views" aria-label={t('areas')}>
        {areas.map((one) => (
          <Link key={one} to={withQuery('', { ...window, area: one })} aria-current={one === area ? 'page' : undefined}>
            {t(`area.${one}`)}
          </Link>
        ))}
      </nav>
      <ReportFilters oneDay={area === 'pilot'} />
      {report.isPending && <Bones />}
      {report.error !== null && report.data === undefined && (
        <Failed error={report.error} onRetry={() => void report.refetch()} />
      )}
      {report.data?.sample && <p className="quiet">{t('sample')}</p>}
      {report.data !== undefined &&
        (area === 'pilot' ? (
          <PilotReport figures={report.data.figures} unit={window.unit} />
        ) : (
          <Whole area={area} report={report.data} />
        ))}
    </>
  )
}

function Whole({ area, report }: { area: Exclude<Area, 'pilot'>; report: Report }) {
  const t = useInsightText()
  const top = headlines[area].flatMap((key) => report.figures.find((figure) => figure.key === key) ?? [])
  if (report.figures.length === 0) return <Empty title={t('empty')}>{t('emptyText')}</Empty>
  return (
    <>
      <ul className="headlines">
        {top.map((figure) => (
          <Headline key={figure.key} figure={figure} />
        ))}
      </ul>
      <div className="figure-groups">
        {groups[area].map((group) => (
          <FigureGroup key={group} group={group} figures={inGroup(report.figures, group)} all={report.figures} />
        ))}
      </div>
      <DailyRoot seal={report.seal} />
      <Formulas figures={report.figures} />
    </>
  )
}
