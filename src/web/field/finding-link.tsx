import { Link } from 'react-router'
import type { CheckItem } from '#domain/standards.ts'
import { type Draft, isComplete, type Line } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { useFieldText } from './text.ts'

/** What belongs to a failed line so far, or what it lacks, and the way to it. */
export function FindingLink({ draft, item, line }: { draft: Draft; item: CheckItem; line: Line }) {
  const t = useFieldText()
  const known = draft.open[item.code] !== undefined
  return (
    <Link className="finding" to={fieldPages.item(draft.id, item.code)}>
      {isComplete(draft, item) ? (
        <span>
          {t('walk.photos', { n: line.photos.length })}
          {!known && line.fixed.length > 0 && ` · ${t('item.fixed')}`}
          {line.note !== '' && ` · ${line.note}`}
        </span>
      ) : (
        <span className="missing">{t(line.photos.length === 0 ? 'walk.photoMissing' : 'walk.afterMissing')}</span>
      )}
      <span className="small">{t('walk.open')}</span>
    </Link>
  )
}
