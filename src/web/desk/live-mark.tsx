import { instant } from '#domain/calendar.ts'
import type { LiveState } from '#web/live.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { useDeskText } from './desk-text.ts'

/** Is what stands on screen the present? A filled dot says yes; a hollow one says since when not. */
export function LiveMark({ live }: { live: LiveState }) {
  const t = useDeskText()
  const since = writtenTime(instant(live.since)).slice(11)
  const word = live.state === 'live' ? t('liveOn') : live.state === 'lost' ? t('liveLost', { since }) : t('liveWait')
  return (
    <span className={`live live-${live.state}`} role="status" title={t('liveHint')}>
      <span className="live-dot" aria-hidden="true" />
      {word}
    </span>
  )
}
