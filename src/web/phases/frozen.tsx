import { Button, Progress } from 'antd'
import { PilotReport } from '#web/insight/pilot-report.tsx'
import { api } from '#web/paths.ts'
import { saveJson } from '#web/receipts/download.ts'
import { grouped } from '#web/receipts/grouped.ts'
import { ReceiptPanel } from '#web/receipts/receipt-panel.tsx'
import { writtenTime } from '#web/ui/time.tsx'
import type { Frozen, HandOver } from './answers.ts'
import { usePhasesText } from './phases-text.ts'
import '#web/insight/reports.css'

/** How far the hand-over has come; it goes on by itself. */
export function HandOverProgress({ handOver }: { handOver: HandOver }) {
  const t = usePhasesText()
  const { total, handedOver, waiting, endedBefore } = handOver
  const percent = total === 0 ? 100 : Math.floor(((total - waiting) * 100) / total)
  return (
    <section className="panel">
      <h2>{t('progress')}</h2>
      <p className="figure" data-hand-over={`${handedOver}/${total}`}>
        {t('progressSaid', { done: handedOver, total })}
      </p>
      <Progress percent={percent} status={waiting === 0 ? 'success' : 'active'} aria-label={t('progress')} />
      {waiting > 0 && <p className="quiet">{t('progressWaiting', { n: waiting })}</p>}
      {endedBefore > 0 && <p className="quiet">{t('progressEnded', { n: endedBefore })}</p>}
      {waiting === 0 && <p className="quiet">{t('progressDone')}</p>}
    </section>
  )
}

/** The snapshot: figures, its fingerprint, and whether it is still what was sealed. */
export function FrozenSnapshot({ snapshot }: { snapshot: Frozen }) {
  const t = usePhasesText()
  const { contents, hash, check, eventId, text } = snapshot
  const { seal } = contents
  const faults = check.faults.map((fault) => t(`fault.${fault}`)).join(' · ')
  return (
    <>
      <section className="panel">
        <h2>{t('frozenTitle')}</h2>
        <p className="quiet">{t('frozenAt', { at: writtenTime(contents.at) })}</p>
        <dl className="pairs">
          <dt>{t('openThen')}</dt>
          <dd>{t('aheadCount', { n: contents.open.count })}</dd>
          <dt>{t('fingerprint')}</dt>
          <dd className="daily-root-code">{grouped(hash)}</dd>
          <dt>{t('lastSeal')}</dt>
          <dd>{seal === null ? t('sealNone') : t('sealSaid', { n: seal.no, at: writtenTime(seal.at) })}</dd>
          <dt>{t('check')}</dt>
          <dd role={check.ok ? undefined : 'alert'}>
            {!check.ok && t('checkBad', { faults })}
            {check.ok && (check.sealNo === null ? t('checkWaiting') : t('checkOk', { n: check.sealNo }))}
          </dd>
        </dl>
        <p className="no-print">
          <Button onClick={() => window.print()}>{t('print')}</Button>{' '}
          <Button onClick={() => saveJson(text, `bihuan-phase-${contents.phase.id}.json`)}>{t('save')}</Button>
        </p>
      </section>
      <PilotReport figures={contents.figures} unit={contents.phase.scopePath} frozen />
      {check.sealNo !== null && (
        <section className="panel">
          <h2>{t('receipt')}</h2>
          <p className="quiet">{t('receiptHint')}</p>
          <ReceiptPanel url={api.receipt(eventId)} details={api.receipt(eventId, true)} />
        </section>
      )}
    </>
  )
}
