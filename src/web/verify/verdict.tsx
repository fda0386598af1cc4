import { instant } from '#domain/calendar.ts'
import { checkReceipt } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import type { PublishedKeys } from '#domain/seals.ts'
import { download } from '#web/receipts/download.ts'
import { primitives } from '#web/receipts/primitives.ts'
import { PlateShape } from '#web/ui/plate.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import { FaultSaid } from './fault-said.tsx'
import { mostKilobytes, type Trouble } from './read-paper.ts'
import { Recorded, Sealed, useWhat } from './recorded.tsx'
import type { Brought, Origin } from './use-paper.ts'
import { useVerifyText } from './verify-text.ts'

type Props = { brought: Brought; keys: PublishedKeys | null; again: () => void }

/** The answer first, in words; then what was recorded and what it was checked against. */
export function Verdict({ brought: { paper, origin }, keys, again }: Props) {
  return (
    <section className="verify-verdict">
      {paper.kind === 'bad' ? <Unreadable trouble={paper.trouble} /> : <Checked receipt={paper.receipt} keys={keys} />}
      <From origin={origin} />
      <Acts receipt={paper.kind === 'receipt' ? paper.receipt : null} again={again} />
      {paper.kind === 'receipt' && <Recorded receipt={paper.receipt} />}
      {paper.kind === 'receipt' && <Sealed receipt={paper.receipt} />}
    </section>
  )
}

function Checked({ receipt, keys }: { receipt: Receipt; keys: PublishedKeys | null }) {
  const t = useVerifyText()
  const what = useWhat(receipt)
  const result = checkReceipt(receipt, keys ?? noKeys, primitives)
  if (!result.ok) return <FaultSaid fault={result.fault} receipt={receipt} hasKeys={keys !== null} />
  return (
    <div className="verify-answer verify-ok">
      <PlateShape plate="rectified" size={48} />
      <div>
        <h1 tabIndex={-1}>{t('ok.title')}</h1>
        <p className="verify-what">{t('ok.what', { at: writtenTime(receipt.event.occurred), what })}</p>
        <p>{t('ok.said')}</p>
      </div>
    </div>
  )
}

const noKeys: PublishedKeys = { version: 1, keys: [] }

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
      {t('from')} {t(`from.${origin.by}`, { name })} · {t('fact.checkedAt', { at: writtenTime(instant(Date.now())) })}
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
