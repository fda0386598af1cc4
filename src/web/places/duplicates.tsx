import { Link } from 'react-router'
import { pages } from '#web/paths.ts'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'

/** What was registered a second time and went into this place; the history of each stands with it. */
export function Duplicates({ file: { duplicates } }: { file: PlaceFile }) {
  const t = usePlacesText()
  if (duplicates.length === 0) return null
  return (
    <section className="panel">
      <h2>
        {t('duplicates')}
        <small>{duplicates.length}</small>
      </h2>
      <ul className="rooms">
        {duplicates.map((one) => (
          <li key={one.id}>
            <Link to={pages.place(one.id)}>{one.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
