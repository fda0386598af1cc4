import { useState } from 'react'
import type { Receipt } from '#domain/receipts-shape.ts'
import { sealedLate } from '#domain/seals.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords, wordOr } from '#web/text/words.ts'
import { QrCode } from '#web/ui/qr-code.tsx'
import { Time, writtenTime } from '#web/ui/time.tsx'
import { addressOf } from './address.ts'
import { download } from './download.ts'
import { useReceiptsText } from './receipts-text.ts'
import { findReceipt, isAwaited, useReceipt } from './use-receipt.ts'
import './receipts.css'

export type ReceiptPanelProps = {
  url: string
  /** Where the same receipt is with its details, for those who may have them. */
  details?: string | undefined
  /** CSS pixels that the code may take: more where somebody scans it off the screen. */
  codeWithin?: number
  /** It can be printed by itself: where it stands on a page, the page is. */
  print?: boolean
}

/** The receipt of one event: code, numbers, and what can be done with it. While it is not sealed it says so. */
export function ReceiptPanel({ url, details, codeWithin = 240, print = false }: ReceiptPanelProps) {
  const t = useReceiptsText()
  const w = useWords()
  const { data, error, refetch } = useReceipt(url)
  if (data !== undefined) return <Paper receipt={data} details={details} codeWithin={codeWithin} print={print} />
  if (error === null || isAwaited(error)) {
    return (
      <p className="receipt-waiting" role="status">
        {t(error === null ? 'waiting' : 'waitingLong')}
      </p>
    )
  }
  return (
    <div className="receipt-waiting" role="alert">
      <p>{t('failed', { why: errorSentence(w, error) })}</p>
      <button type="button" className="receipt-act" onClick={() => void refetch()}>
        {t('again')}
      </button>
    </div>
  )
}

type PaperProps = { receipt: Receipt; details: string | undefined; codeWithin: number; print: boolean }

function Paper({ receipt, details, codeWithin, print }: PaperProps) {
  const t = useReceiptsText()
  const address = addressOf(receipt)
  return (
    <div className="receipt">
      {address === null ? (
        <p className="receipt-waiting">{t('tooLong')}</p>
      ) : (
        <QrCode text={address} label={t('code')} within={codeWithin} level="L" />
      )}
      <Facts receipt={receipt} />
      <p className="receipt-lead">{t('lead')}</p>
      <Acts receipt={receipt} address={address} details={details} print={print} />
    </div>
  )
}

type ActsProps = { receipt: Receipt; address: string | null; details: string | undefined; print: boolean }

function Acts({ receipt, address, details, print }: ActsProps) {
  const t = useReceiptsText()
  return (
    <p className="receipt-acts">
      {address !== null && (
        <a className="receipt-act" href={address} target="_blank" rel="noreferrer" aria-label={t('checkLong')}>
          {t('check')}
        </a>
      )}
      <button type="button" className="receipt-act" aria-label={t('downloadLong')} onClick={() => download(receipt)}>
        {t('download')}
      </button>
      {print && (
        <button type="button" className="receipt-act" onClick={() => window.print()}>
          {t('print')}
        </button>
      )}
      {details !== undefined && <WholeButton url={details} />}
    </p>
  )
}

/** For those who may read the log: with who and what in full. Not to be handed out, so it is a second step. */
function WholeButton({ url }: { url: string }) {
  const t = useReceiptsText()
  const [failed, setFailed] = useState(false)
  const bring = () =>
    findReceipt(url).then(
      (whole) => {
        setFailed(false)
        download(whole)
      },
      () => setFailed(true),
    )
  return (
    <button type="button" className="receipt-act" title={t('wholeHint')} onClick={() => void bring()}>
      {t(failed ? 'wholeFailed' : 'whole')}
    </button>
  )
}

function Facts({ receipt: { event, seal } }: { receipt: Receipt }) {
  const t = useReceiptsText()
  const w = useWords()
  return (
    <dl className="receipt-facts">
      <dt>{t('what')}</dt>
      <dd>
        {wordOr(w, `event.${event.type}`, event.type)} <Time at={event.occurred} />
      </dd>
      <dt>{t('number')}</dt>
      <dd>{t('numberSaid', { n: event.seq })}</dd>
      <dt>{t('seal')}</dt>
      <dd>{t('sealSaid', { n: seal.no })}</dd>
      <dt>{t('sealed')}</dt>
      <dd>
        {writtenTime(seal.at)}
        {sealedLate(event.received, seal.at) && ` (${t('sealedLate', { received: writtenTime(event.received) })})`}
      </dd>
      <dt>{t('key')}</dt>
      <dd className="receipt-key">{seal.key}</dd>
    </dl>
  )
}
