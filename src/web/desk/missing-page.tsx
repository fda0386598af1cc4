import { Link } from 'react-router'
import { pages } from '#web/paths.ts'
import { useDeskText } from './desk-text.ts'

export function MissingPage() {
  const t = useDeskText()
  return (
    <div className="state">
      <h1>{t('missingTitle')}</h1>
      <p>{t('missingText')}</p>
      <Link to={pages.hazards()}>{t('toHazards')}</Link>
    </div>
  )
}
