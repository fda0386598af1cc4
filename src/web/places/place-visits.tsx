import { Link } from 'react-router'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { Time } from '#web/ui/time.tsx'
import type { VisitLine } from './answers.ts'
import { usePlacesText } from './places-text.ts'

export function PlaceVisits({ visits }: { visits: readonly VisitLine[] }) {
  const t = usePlacesText()
  const w = useWords()
  return (
    <section className="panel panel-long">
      <h2>
        {t('visits')}
        <small>{visits.length}</small>
      </h2>
      {visits.length === 0 && <p className="quiet">{t('visitsNone')}</p>}
      <ul className="place-visits">
        {visits.map((visit) => (
          <li key={visit.id}>
            <Time at={visit.startedAt} />
            <span>
              <Link to={pages.visit(visit.id)}>{w(`act.${visit.act}`)}</Link>
              <small className="quiet">{visit.by.join(w('list.separator'))}</small>
            </span>
            <span>{visit.failed > 0 ? t('visitFailed', { n: visit.failed }) : t('visitClean')}</span>
            <span className="quiet">{w(`visitStatus.${visit.status}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
