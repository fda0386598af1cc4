import type { Visit } from '#domain/inspections.ts'
import { api } from '#web/paths.ts'
import { ReceiptPanel } from '#web/receipts/receipt-panel.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'

type Props = { visit: Visit; eventId: string | undefined }

/** The proof that the party signed, or would not, at that moment and this text. */
export function SignReceipt({ visit: { acknowledgement }, eventId }: Props) {
  const t = useReceiptsText()
  if (acknowledgement === null || eventId === undefined) return null
  return (
    <section className="panel">
      <h2>{t(`title.${acknowledgement.kind}`)}</h2>
      <ReceiptPanel url={api.receipt(eventId)} details={api.receipt(eventId, true)} />
    </section>
  )
}
