import { instant } from '#domain/calendar.ts'
import type { ReceiptCheck } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { sealedLate } from '#domain/seals.ts'
import { addressOf } from '#web/receipts/address.ts'
import { download } from '#web/receipts/download.ts'
import { PlateShape } from '#web/ui/plate.tsx'
import { QrCode } from '#web/ui/qr-code.tsx'
import { Time, writtenTime } from '#web/ui/time.tsx'
import { FaultSaid } from './fault-said.tsx'
import { mostKilobytes, type Trouble } from './read-paper.ts'
import { Recorded, Sealed, useWhat } from './recorded.tsx'
import type { Brought, Origin } from './use-paper.ts'
import { useVerifyText } from './verify-text.ts'

type Props = { brought: Brought; result: ReceiptCheck | null; hasKeys: boolean; again: () => void }

/** The answer first, in words; then what was recorded and what it was checked against. */
export function Verdict({ brought: { paper, origin }, result, hasKeys, again }: Props) {
  const proven = result?.ok === true
  return (
    <section className="verify-verdict">
      {paper.kind === 'bad' || result === null ? (
        <Unreadable trouble={paper.kind === 'bad' ? paper.trouble : 'notReceipt'} />
      ) : (
        <Checked receipt={paper.receipt} result={result} hasKeys={hasKeys} />
      )}
      <From origin={origin} />
      <Acts receipt={paper.kind === 'receipt' ? paper.receipt : null} again={again} />
      {paper.kind === 'receipt' && <PaperCode receipt={paper.receipt} />}
      {paper.kind === 'receipt' && <Recorded receipt={paper.receipt} proven={proven} />}
      {paper.kind === 'receipt' && <Sealed receipt={paper.receipt} />}
    </section>
  )
}

function Checked({ receipt, result, hasKeys }: { receipt: Receipt; result: ReceiptCheck; hasKeys: boolean }) {
  const t = useVerifyText()
  const what = useWhat(receipt)
  if (!result.ok) return <FaultSaid fault={result.fault} receipt={receipt} hasKeys={hasKeys} />
  return (
    <div className="verify-answer verify-ok">
      <PlateShape plate="rectified" size={48} />
      <div>
        <h1 tabIndex={-1}>{t('ok.title')}</h1>
        <p className="verify-what">{what}</p>
        <p>
          <Time at={receipt.event.occurred} /> · {t('ok.said')}
        </p>
        {sealedLate(receipt.event.received, receipt.seal.at) && <p>{t('ok.sealedLate', betweenOf(receipt))}</p>}
      </div>
    </div>
  )
}

const betweenOf = ({ event, seal }: Receipt) => ({
  received: writtenTime(event.received),
  sealed: writtenTime(seal.at),
})

/** On paper only: whoever reads the print can check it again. */
function PaperCode({ receipt }: { receipt: Receipt }) {
  const t = useVerifyText()
  const address = addressOf(receipt)
  return <div className="verify-code">{address !== null && <QrCode text={address} label={t('title')} level="L" />}</div>
}

function Unreadable({ trouble }: { trouble: Trouble }) {
  const t = useVerifyText()
  return (
    <div className="verify-answer verify-unknown" role="alert">
      <PlateShape plate="closedDown" size={48} />
      <div>
        <h1 tabIndex={-1}>{t(`bad.${trouble}`)}</h1>
        <p>{t(`bad.${trouble}.text`, { most: mostKilobytes })}</p>
      </div>
    </div>
  )
}

function From({ origin }: { origin: Origin }) {
  const t = useVerifyText()
  const name = origin.by === 'file' ? origin.name : ''
  return (
    <p className="public-small verify-from">
      {t('from', { what: t(`from.${origin.by}`, { name }) })} ·{' '}
      {t('fact.checkedAt', { at: writtenTime(instant(Date.now())) })}
    </p>
  )
}

function Acts({ receipt, again }: { receipt: Receipt | null; again: () => void }) {
  const t = useVerifyText()
  return (
    <p className="verify-acts">
      <button type="button" className="public-secondary" onClick={again}>
        {t('in.another')}
      </button>
      {receipt !== null && (
        <>
          <button type="button" className="public-quiet-button" onClick={() => window.print()}>
            {t('print')}
          </button>
          <button type="button" className="public-quiet-button" onClick={() => download(receipt)}>
            {t('save')}
          </button>
        </>
      )}
    </p>
  )
}
