import { fromBase64url, toHex } from '#domain/bytes.ts'
import type { SubjectKind } from '#domain/events.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { sealedLate } from '#domain/seals.ts'
import { grouped } from '#web/receipts/grouped.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { writtenTime } from '#web/ui/time.tsx'
import { useVerifyText } from './verify-text.ts'

/** "隐患：销号" */
export function useWhat({ event }: Receipt): string {
  const t = useVerifyText()
  const w = useWords()
  const subject = t(`subject.${event.subjectKind as SubjectKind}`)
  return t('what', { subject, event: wordOr(w, `event.${event.type}`, event.type) })
}

/** What the record in the receipt says, in words; whole behind a fold. */
export function Recorded({ receipt, proven }: { receipt: Receipt; proven: boolean }) {
  const t = useVerifyText()
  const { event } = receipt
  return (
    <section className="verify-facts">
      <h2>{t(proven ? 'fact.heading' : 'fact.unproven')}</h2>
      <dl>
        <dt>{t('fact.what')}</dt>
        <dd>{useWhat(receipt)}</dd>
        <dt>{t('fact.subject')}</dt>
        <dd className="receipt-key">{event.subject}</dd>
        <dt>{t('fact.occurred')}</dt>
        <dd>
          {writtenTime(event.occurred)}
          {event.late && ` (${t('fact.late')})`}
        </dd>
        <dt>{t('fact.received')}</dt>
        <dd>{writtenTime(event.received)}</dd>
        <dt>{t('fact.where')}</dt>
        <dd className="receipt-key">{event.scopePath.split('/').filter(Boolean).join(' / ')}</dd>
      </dl>
      <details className="verify-raw">
        <summary>{t('fact.raw')}</summary>
        <p className="public-small">{t('fact.rawHint')}</p>
        <pre>{JSON.stringify(event, null, 2)}</pre>
      </details>
    </section>
  )
}

/** Where in the log it stands, and which root and key hold it there. */
export function Sealed({ receipt: { district, event, seal } }: { receipt: Receipt }) {
  const t = useVerifyText()
  const span = { no: seal.no, first: seal.first, last: seal.last }
  return (
    <section className="verify-facts">
      <h2>{t('fact.proof')}</h2>
      <dl>
        <dt>{t('fact.number')}</dt>
        <dd>{t('fact.numberSaid', { district, n: event.seq })}</dd>
        <dt>{t('fact.seal')}</dt>
        <dd>{t(seal.first === seal.last ? 'fact.sealOne' : 'fact.sealSaid', span)}</dd>
        <dt>{t('fact.sealedAt')}</dt>
        <dd>
          {writtenTime(seal.at)}
          {sealedLate(event.received, seal.at) && ` (${t('fact.sealedLate')})`}
        </dd>
        <dt>{t('fact.root')}</dt>
        <dd className="receipt-key">{grouped(toHex(fromBase64url(seal.root) ?? new Uint8Array()))}</dd>
        <dt>{t('fact.key')}</dt>
        <dd className="receipt-key">{seal.key}</dd>
      </dl>
    </section>
  )
}
