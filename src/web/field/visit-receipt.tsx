import { useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { ReceiptButton } from '#web/receipts/receipt-button.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import { SentPapers } from './sent-papers.tsx'
import type { VisitDetail } from './shapes.ts'
import { useFieldText } from './text.ts'

/** Once the visit is with the server: its papers, and the proof that the party scans off the phone. Without a network neither. */
export function VisitReceipt({ visitId }: { visitId: string }) {
  const t = useFieldText()
  const r = useReceiptsText()
  const { data } = useQuery({
    queryKey: ['visits', visitId, 'receipt'],
    queryFn: ({ signal }) => get<VisitDetail>(api.visit(visitId), signal),
  })
  const said = data?.visit.acknowledgement
  const eventId = data?.receipt?.event
  if (data === undefined) return null
  if (!said || !eventId) return <SentPapers visit={data.visit} />
  return (
    <>
      <SentPapers visit={data.visit} />
      <p className="small quiet">{t('sent.receipt')}</p>
      <ReceiptButton url={api.receipt(eventId)} title={r(`title.${said.kind}`)} className="plain" />
    </>
  )
}
