import { useState } from 'react'
import type { Receipt } from '#domain/receipts-shape.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { QrCode } from '#web/ui/qr-code.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import { addressOf } from './address.ts'
import { download } from './download.ts'
import { useReceiptsText } from './receipts-text.ts'
import { findReceipt, isAwaited, useReceipt } from './use-receipt.ts'
import './receipts.css'

export type ReceiptPanelProps = {
  url: string
  /** Where the same receipt is with its details, for those who may have them. */
  details?: string | undefined
}

/** The receipt of one event: code, numbers, and what can be done with it. While it is not sealed it says so. */
export function ReceiptPanel({ url, details }: ReceiptPanelProps) {
  const t = useReceiptsText()
  const w = useWords()
  const { data, error, refetch } = useReceipt(url)
  if (data !== undefined) return <Paper receipt={data} details={details} />
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

function Paper({ receipt, details }: { receipt: Receipt; details: string | undefined }) {
  const t = useReceiptsText()
  const address = addressOf(receipt)
  return (
    <div className="receipt">
      {address === null ? (
        <p className="receipt-waiting">{t('tooLong')}</p>
      ) : (
        <QrCode text={address} label={t('code')} perModule={2} level="L" />
      )}
      <Facts receipt={receipt} />
      <p className="receipt-lead">{t('lead')}</p>
      <Acts receipt={receipt} address={address} details={details} />
    </div>
  )
}

type ActsProps = { receipt: Receipt; address: string | null; details: string | undefined }

function Acts({ receipt, address, details }: ActsProps) {
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
  return (
    <dl className="receipt-facts">
      <dt>{t('number')}</dt>
      <dd>{t('numberSaid', { n: event.seq })}</dd>
      <dt>{t('seal')}</dt>
      <dd>{t('sealSaid', { n: seal.no })}</dd>
      <dt>{t('sealed')}</dt>
      <dd>{writtenTime(seal.at)}</dd>
      <dt>{t('key')}</dt>
      <dd className="receipt-key">{seal.key}</dd>
    </dl>
  )
}
