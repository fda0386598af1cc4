import type { HazardNotice } from '#web/hazards/answers.ts'
import { api } from '#web/paths.ts'
import { ReceiptButton } from '#web/receipts/receipt-button.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { Time } from '#web/ui/time.tsx'
import { noticeError } from './notice-error.ts'
import { NoticeState } from './notice-state.tsx'
import { useNoticesText } from './notices-text.ts'
import { recipientWord } from './recipient.ts'
import { RetryButton } from './retry-button.tsx'

/** One notice: what, to whom, by which way, how far, and its words. */
export function NoticeLine({ notice }: { notice: HazardNotice }) {
  const t = useNoticesText()
  const w = useWords()
  const r = useReceiptsText()
  return (
    <>
      <div className="line-head">
        <b>{wordOr(w, `template.${notice.template}`, notice.template)}</b>
        <NoticeState state={notice.state} />
        <RetryButton notice={notice} />
        <ReceiptButton url={api.receipt(notice.receiptEvent)} title={r('title.notice')} />
      </div>
      <p className="quiet small">
        {wordOr(w, `channel.${notice.channel}`, notice.channel)} · {recipientWord(w, notice.recipient)} ·{' '}
        <Time at={notice.changedAt} />
        {notice.attempts > 1 && ` · ${t('attempts', { n: notice.attempts })}`}
      </p>
      {notice.lastError !== null && (
        <p className="clock-late small">{t('reason', { error: noticeError(notice.lastError, t) })}</p>
      )}
      {notice.text !== null && (
        <details className="small">
          <summary>{t('text')}</summary>
          <p className="words">{notice.text}</p>
        </details>
      )}
    </>
  )
}
