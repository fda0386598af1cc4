import { receiptCode } from '#domain/receipt-code.ts'
import { withoutDetails } from '#domain/receipts.ts'
import type { Receipt } from '#domain/receipts-shape.ts'
import { pages } from '#web/paths.ts'
import { hashing } from './hashing.ts'

/** What a code of the largest size that phones read from a screen can hold. */
const mostInCode = 1800

/** Where this receipt is checked, itself behind the #; null when it is too long for a code. */
export function addressOf(receipt: Receipt): string | null {
  const brief = withoutDetails(receipt, hashing)
  if (brief === null) return null
  const address = location.origin + pages.verify(receiptCode(brief))
  return address.length > mostInCode ? null : address
}
