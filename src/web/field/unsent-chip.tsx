import { Link } from 'react-router'
import { millis } from '#domain/calendar.ts'
import { useText } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'
import { useNow, writtenSpan } from '#web/ui/time.tsx'
import { fieldPages } from './field-paths.ts'
import { Icon } from './icons.tsx'
import type { Job } from './jobs.ts'
import { useOnline } from './online.ts'
import { jobs } from './outbox.ts'
import { isSending } from './outbox-send.ts'
import { useWorker } from './session.tsx'
import { useFieldText } from './text.ts'
import { useWatched } from './watched.ts'

/** What this person has done and the server does not have, oldest first. */
export function unsentOf(all: readonly Job[] | null, accountId: string): Job[] {
  return (all ?? []).filter((job) => job.accountId === accountId && job.state !== 'done')
}

/** Always in sight: how much lies only on this phone, and since when. */
export function UnsentChip() {
  const t = useFieldText()
  const span = useText(uiZh, uiEn)
  const { account } = useWorker()
  const unsent = unsentOf(useWatched(jobs), account.id)
  const sending = useWatched(isSending)
  const online = useOnline()
  const now = useNow()
  const refused = unsent.filter((job) => job.state === 'refused').length
  const oldest = unsent[0]
  const mood = refused > 0 ? 'unsent unsent-bad' : unsent.length > 0 || !online ? 'unsent unsent-some' : 'unsent'
  const more = [
    oldest === undefined ? '' : writtenSpan(now - millis(oldest.createdAt), span),
    !online ? t('unsent.offline') : sending && unsent.length > 0 ? t('unsent.sending') : '',
  ].filter((part) => part !== '')
  return (
    <Link to={fieldPages.me} className={mood}>
      <Icon name="unsent" size={18} />
      <span role="status">
        {refused > 0 ? t('unsent.refused', { n: refused }) : t('unsent.count', { n: unsent.length })}
        {more.length > 0 && <small>{more.join(' · ')}</small>}
      </span>
    </Link>
  )
}
