import { instant, millis } from '#domain/calendar.ts'
import { owesProof } from '#domain/hazards.ts'
import { useLanguage } from '#web/text/language.ts'
import { useNow, writtenTime } from '#web/ui/time.tsx'
import { type Due, deadlineWords, dueFrom, endsWithDay } from './due.ts'
import { type PublicNotice, stage } from './notice.ts'
import { type PublicText, usePublicText } from './text.ts'

/** Until when, and how long that still is. Counts only while the owner's proof is owed. */
export function DueBox({ notice }: { notice: PublicNotice }) {
  const t = usePublicText()
  const language = useLanguage()
  const now = instant(Math.max(useNow(), millis(notice.serverTime)))
  const { deadline, originalDeadline } = notice
  if (deadline === null) return <p className="public-due">{t('due.none')}</p>

  const waiting = stage(notice) === 'waiting'
  const due = owesProof(notice.status) && !waiting ? dueFrom(deadline, notice.overdueSince, now) : null
  const words = deadlineWords(deadline, language)
  return (
    <div className={`public-due public-due-${due?.kind ?? 'still'}`}>
      <h2 className="public-due-label">{t(`due.${notice.template}`)}</h2>
      <p className="public-due-date">
        <time dateTime={deadline}>
          <span>{t('due.date', words)}</span>{' '}
          <span>{t(endsWithDay(deadline) ? 'due.endOfDay' : 'due.moment', words)}</span>
        </time>
      </p>
      {due !== null && (
        <p className="public-due-left">
          <DueMark kind={due.kind} />
          {leftWords(due, t)}
        </p>
      )}
      {due?.kind === 'past' && <p>{t('due.overdueSince', { at: writtenTime(due.since) })}</p>}
      {waiting && <p>{t('due.submitted')}</p>}
      {originalDeadline !== null && originalDeadline !== deadline && (
        <p>{t('due.extended', { date: deadlineWords(originalDeadline, language).date })}</p>
      )}
      {notice.extension !== null && !waiting && (
        <p>{t('due.extensionOpen', { date: deadlineWords(notice.extension.until, language).date })}</p>
      )}
      {notice.objection && !waiting && <p>{t('due.objectionOpen')}</p>}
    </div>
  )
}

function leftWords(due: Due, t: PublicText): string {
  if (due.kind === 'ahead') return due.days === 1 ? t('due.day') : t('due.days', { days: due.days })
  if (due.kind === 'soon') return due.hours === 0 ? t('due.lastHour') : t('due.hours', { hours: due.hours })
  if (due.days === 0) return t('due.overdueToday')
  return due.days === 1 ? t('due.overdueDay') : t('due.overdue', { days: due.days })
}

/** A clock face; full once the time is over. */
function DueMark({ kind }: { kind: Due['kind'] }) {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" className="public-due-mark">
      <circle cx="12" cy="12" r="10" fill={kind === 'past' ? 'currentColor' : 'none'} />
      <path d="M12 6v6.5l4 2.5" stroke={kind === 'past' ? '#fff' : 'currentColor'} />
    </svg>
  )
}
