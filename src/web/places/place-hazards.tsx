import { Link } from 'react-router'
import { finalStatuses } from '#domain/hazards.ts'
import type { HazardRow } from '#web/hazards/answers.ts'
import { clockStopped } from '#web/hazards/clock-stopped.ts'
import { StatusMark } from '#web/hazards/status-mark.tsx'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { SeverityPlate, SituationBadge } from '#web/ui/plate.tsx'
import { Clock, Time } from '#web/ui/time.tsx'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'

/** Open ones first, as the server sends them. */
export function PlaceHazards({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const open = file.hazards.filter((row) => !finalStatuses.includes(row.status))
  const overdue = open.filter((row) => row.overdueSince !== null).length
  return (
    <section className="panel panel-long">
      <h2>
        {t('hazards')}
        <small>{t('hazardsOpen', { open: open.length, overdue })}</small>
      </h2>
      {file.hazards.length === 0 && <p className="quiet">{t('hazardsNone')}</p>}
      <ul className="place-hazards">
        {file.hazards.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Line({ row }: { row: HazardRow }) {
  const w = useWords()
  const ended = finalStatuses.includes(row.status)
  return (
    <li className={ended ? 'ended' : undefined}>
      <SeverityPlate severity={row.severity} />
      <span>
        <Link to={pages.hazard(row.id)}>{row.itemText}</Link>
        <small className="quiet">
          <Time at={row.foundAt} dayOnly /> · {w(`act.${row.act}`)} · {w(`mode.${row.mode}`)}{' '}
          {row.relapseOf !== null && <SituationBadge situation="relapsed" />}
        </small>
      </span>
      <StatusMark status={row.status} />
      <Clock deadline={row.deadline} overdueSince={row.overdueSince} stopped={clockStopped(row)} />
    </li>
  )
}
