import type { HazardEventType } from '#domain/hazards-evolve.ts'
import { api } from '#web/paths.ts'
import { ReceiptPanel } from '#web/receipts/receipt-panel.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import type { ReceiptsKey } from '#web/text/receipts-zh.ts'
import type { PublicNotice } from './notice.ts'

type Props = { token: string; notice: PublicNotice; of: HazardEventType; title: ReceiptsKey }

/** The owner's own proof of what was told or closed; nothing where that has not happened. */
export function Receipt({ token, notice, of, title }: Props) {
  const t = useReceiptsText()
  const event = notice.history.findLast(({ type }) => type === of)
  if (event === undefined) return null
  return (
    <section className="public-receipt">
      <h2>{t(title)}</h2>
      <ReceiptPanel url={api.publicReceipt(token, event.id)} codeWithin={300} />
    </section>
  )
}
