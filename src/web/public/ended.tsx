import { relapseDays } from '#domain/hazards.ts'
import { PlateShape } from '#web/ui/plate.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import { History } from './explained.tsx'
import { lastTime, type PublicNotice } from './notice.ts'
import { Where } from './notice-page.tsx'
import { Photos } from './photos.tsx'
import { Receipt } from './receipt.tsx'
import { usePublicText } from './text.ts'

const ends = {
  closed: { plate: 'rectified', event: 'hazard.closed' },
  closedDown: { plate: 'closedDown', event: 'hazard.shut_down' },
  void: { plate: 'closedDown', event: 'hazard.voided' },
} as const

/** Nothing more is asked. Says so first, then keeps the record. */
export function Ended({ token, notice }: { token: string; notice: PublicNotice }) {
  const t = usePublicText()
  const status = notice.status === 'closedDown' || notice.status === 'void' ? notice.status : 'closed'
  const { plate, event } = ends[status]
  const at = lastTime(notice, event)
  return (
    <>
      <section className={`public-ended public-ended-${status}`}>
        <PlateShape plate={plate} size={56} />
        <h1 tabIndex={-1}>{t(`${status}.title`)}</h1>
        {status === 'closed' && at !== null && (
          <p className="public-ended-at">{t('closed.at', { at: writtenTime(at) })}</p>
        )}
        <p>{t(`${status}.text`, { days: relapseDays })}</p>
      </section>
      <section className="public-was">
        <h2 lang="zh-CN">{notice.itemText}</h2>
        <Where notice={notice} />
      </section>
      {status !== 'void' && <Receipt token={token} notice={notice} of={event} title={`title.${status}`} />}
      <Photos token={token} set={t('photos.before')} files={notice.before} />
      <Photos token={token} set={t('photos.after')} files={notice.after} />
      <History token={token} notice={notice} />
    </>
  )
}
