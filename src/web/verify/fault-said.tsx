import type { ReceiptFault } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { PlateShape } from '#web/ui/plate.tsx'
import { useVerifyText } from './verify-text.ts'

type Props = { fault: ReceiptFault; receipt: Receipt; hasKeys: boolean }

/** Not the fault of the record, but of what it is checked with. */
const undecided: readonly ReceiptFault[] = ['key', 'keysMalformed', 'unsupported']

/** The fault by its name, what it means, and what to do. */
export function FaultSaid({ fault, receipt, hasKeys }: Props) {
  const t = useVerifyText()
  const open = undecided.includes(fault)
  const named = fault === 'key' && !hasKeys ? 'noKeys' : fault
  return (
    <div className={`verify-answer ${open ? 'verify-unknown' : 'verify-no'}`} role="alert">
      <PlateShape plate={open ? 'closedDown' : 'critical'} size={48} />
      <div>
        <h1 tabIndex={-1}>{t(open ? 'open.title' : 'no.title')}</h1>
        <p className="verify-what">{t(`fault.${named}`)}</p>
        <p>{t(`fault.${named}.text`, { key: receipt.seal.key, algorithm: receipt.seal.algorithm })}</p>
        {!open && <p>{t('no.do')}</p>}
      </div>
    </div>
  )
}
