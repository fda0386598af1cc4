import { Link } from 'react-router'
import type { HazardStatus } from '#domain/hazards.ts'
import { useSession } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import { type HazardFilters, noFilters, writtenFilters } from './filters.ts'
import { useHazardsText } from './hazards-text.ts'
import { statusesFor } from './next-step.ts'
import { useOpenTally } from './open-tally.ts'

type View = { text: keyof typeof hazardsZh; filters: Partial<HazardFilters>; n?: number | undefined }

/** Lists that are asked for every day. Unit and department stay as they are chosen. */
export function ViewBar({ filters }: { filters: HazardFilters }) {
  const t = useHazardsText()
  const role = useSession().post?.role
  const mine: HazardStatus[] = role === undefined ? [] : statusesFor(role)
  const tally = useOpenTally(filters)
  const inStatus = (statuses: readonly HazardStatus[]) =>
    tally && statuses.reduce((sum, status) => sum + (tally.byStatus[status] ?? 0), 0)
  const views: View[] = [
    { text: 'viewOpen', filters: {}, n: tally?.open },
    ...(mine.length > 0 ? [{ text: 'viewMine', filters: { status: mine }, n: inStatus(mine) } satisfies View] : []),
    { text: 'viewOverdue', filters: { overdue: true }, n: tally?.overdue },
    { text: 'viewStalled', filters: { stalled: true }, n: tally?.stalled },
    { text: 'viewReinspect', filters: { status: ['submitted'] }, n: inStatus(['submitted']) },
    { text: 'viewClose', filters: { status: ['reinspected'] }, n: inStatus(['reinspected']) },
    { text: 'viewSample', filters: { sample: true } },
    { text: 'viewAll', filters: { all: true } },
  ]
  const kept = { unit: filters.unit, department: filters.department }
  return (
    <nav className="views" aria-label={t('views')}>
      {views.map((view) => {
        const wanted = { ...noFilters, ...kept, ...view.filters }
        const here = pages.hazards(writtenFilters(wanted)) === pages.hazards(writtenFilters(filters))
        return (
          <Link key={view.text} to={pages.hazards(writtenFilters(wanted))} aria-current={here ? 'page' : undefined}>
            {t(view.text)}
            {view.n !== undefined && <small className="view-count">{view.n}</small>}
          </Link>
        )
      })}
    </nav>
  )
}
