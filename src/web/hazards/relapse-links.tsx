import { Link } from 'react-router'
import { pages } from '#web/paths.ts'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** The chain of the same hazard coming back: each link was once closed. */
export function RelapseLinks({ file: { relapse } }: { file: HazardFile }) {
  const t = useHazardsText()
  if (relapse.previous === null && relapse.later.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('relapseTitle')}</h2>
      <ul className="lines">
        {relapse.previous !== null && (
          <li>
            <Link to={pages.hazard(relapse.previous)}>{t('relapsePrevious')}</Link>
          </li>
        )}
        {relapse.later.map((id) => (
          <li key={id}>
            <Link to={pages.hazard(id)}>{t('relapseLater')}</Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
