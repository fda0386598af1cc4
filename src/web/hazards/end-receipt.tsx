import type { HazardEventType } from '#domain/hazards-evolve.ts'
import { api } from '#web/paths.ts'
import { ReceiptPanel } from '#web/receipts/receipt-panel.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import type { HazardFile } from './answers.ts'

const ends = {
  closed: { event: 'hazard.closed', title: 'title.closed' },
  closedDown: { event: 'hazard.shut_down', title: 'title.closedDown' },
} as const satisfies Partial<Record<string, { event: HazardEventType; title: string }>>

/** The proof that it ended, and how: for the file, and for whoever had to put it right. */
export function EndReceipt({ file: { hazard, timeline } }: { file: HazardFile }) {
  const t = useReceiptsText()
  if (hazard.status !== 'closed' && hazard.status !== 'closedDown') return null
  const { event, title } = ends[hazard.status]
  const ended = timeline.findLast((entry) => entry.type === event)
  if (ended === undefined) return null
  return (
    <section className="panel">
      <h2>{t(title)}</h2>
      <ReceiptPanel url={api.receipt(ended.id)} details={api.receipt(ended.id, true)} />
    </section>
  )
}
