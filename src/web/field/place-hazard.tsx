import { Link } from 'react-router'
import { may } from '#domain/people.ts'
import { useWords } from '#web/text/words.ts'
import { fieldPages } from './field-paths.ts'
import { HazardLine } from './hazard-line.tsx'
import { useWorker } from './session.tsx'
import type { HazardRow } from './shapes.ts'
import { useFieldText } from './text.ts'

/** An open hazard at its place, with the re-inspection where one is due and this post may do it. */
export function PlaceHazard({ hazard }: { hazard: HazardRow }) {
  const t = useFieldText()
  const w = useWords()
  const { post } = useWorker()
  const waits = hazard.status === 'submitted'
  return (
    <li className="card card-still">
      <HazardLine hazard={hazard} />
      {waits && may(post, 'hazard.reinspect') && (
        <Link className="go go-side" to={fieldPages.reinspect(hazard.id)}>
          {w('action.hazard.reinspect')}
        </Link>
      )}
      {waits && !may(post, 'hazard.reinspect') && <p className="small quiet">{t('place.reinspectByOthers')}</p>}
    </li>
  )
}
