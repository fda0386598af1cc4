import { Link } from 'react-router'
import { areaOf } from '#domain/people.ts'
import { api } from '#web/paths.ts'
import { fieldPages } from './field-paths.ts'
import { HazardLine } from './hazard-line.tsx'
import { KeptView, useKept } from './kept-query.tsx'
import { useWorker } from './session.tsx'
import type { Hazards } from './shapes.ts'
import { Empty } from './states.tsx'
import { useFieldText } from './text.ts'

const limit = 10

/** What became of what was found here; the own findings of this phone are marked. */
export function MyHazards({ mine }: { mine: ReadonlySet<string> }) {
  const t = useFieldText()
  const { post } = useWorker()
  const unit = areaOf(post.unit.path)
  const hazards = useKept<Hazards>(['hazards', unit], api.hazards({ unit, limit }))
  return (
    <>
      <h2>{t('me.hazards', { unit: post.unit.name })}</h2>
      <KeptView of={hazards}>
        {({ rows }) => (
          <>
            {rows.length === 0 && <Empty title={t('me.noHazards')} />}
            <ul className="stack plainlist">
              {rows.map((row) => (
                <li key={row.id}>
                  <Link className="card" to={fieldPages.place(row.placeId)}>
                    <span className="small quiet">
                      {mine.has(row.id) && <strong>{t('me.mine')} · </strong>}
                      {row.placeName}
                    </span>
                    <HazardLine hazard={row} />
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </KeptView>
    </>
  )
}
