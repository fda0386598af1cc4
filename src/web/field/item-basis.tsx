import type { Instant } from '#domain/calendar.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import type { CheckItem, Mode } from '#domain/standards.ts'
import { writtenDeadline } from '#web/ui/time.tsx'
import { useFieldText } from './text.ts'

type Props = {
  item: CheckItem
  mode: Mode
  at: Instant
  /** Set before, or null when it counts from this walk. */
  deadline: Instant | null
}

/** What the finding rests on, with how sure the catalogue is of it, and what will be asked for as proof. */
export function ItemBasis({ item, mode, at, deadline }: Props) {
  const t = useFieldText()
  return (
    <dl className="basis">
      <dt>{t('basis.deadline')}</dt>
      <dd>
        {writtenDeadline(deadline ?? deadlineFor(item, mode, at))}
        {deadline === null && mode !== 'immediate' && item.days > 0 && ` (${t('basis.days', { n: item.days })})`}
      </dd>
      <dt>{t('basis.law')}</dt>
      <dd>
        {item.legalBasis} <span className="quiet">{t('basis.confidence', { level: item.legalConfidence })}</span>
      </dd>
      <dt>{t('basis.evidence')}</dt>
      <dd>{item.evidence}</dd>
      <dt>{t('basis.code')}</dt>
      <dd>{item.code}</dd>
    </dl>
  )
}
