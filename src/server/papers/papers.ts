import { toBuffer } from 'qrcode'
import { type PaperForm, type PaperFormat, whyNoPaper } from '#domain/papers.ts'
import { fieldsOf, type PaperFacts } from '#domain/papers-fields.ts'
import { Problem } from '#domain/problems.ts'
import { receiptCode } from '#domain/receipt-code.ts'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { receiptOf } from '#server/events/receipts.ts'
import type { House, Visitor } from '#server/http/house.ts'
import { revealContact } from '#server/places/contact.ts'
import { type Drawings, fillDocx } from './docx.ts'
import { papersOf, witnessesOf } from './facts.ts'
import { makePdf } from './pdf.ts'
import { shippedTemplate } from './shipped.ts'
import { findTemplateFor } from './store.ts'

export type Wish = { id: string; form: PaperForm; format: PaperFormat; reason?: string }

/**
 * One paper of a visit within the reader's reach. With a reason the responsible person and the witnesses stand in clear, and
 * the look is logged before anything is made. Throws `visit.not_found`, `actor.not_allowed`, `place.contact_missing`,
 * `paper.not_for_act`, `paper.not_as_pdf`, `paper.nothing_found`, `paper.template_broken`.
 */
export async function makePaper(house: House, visitor: Visitor, { id, form, format, reason }: Wish): Promise<Buffer> {
  const { database } = house
  const { district, actor } = visitor
  const { facts, event, signature } = await database.read(district, actor, (tx) => papersOf(tx, house, id))
  const refusal = whyNoPaper(form, facts.visit, format)
  if (refusal !== null) throw refusal
  const inClear = reason === undefined ? {} : await clearNames(house, visitor, facts, reason)
  const sealed = event === null ? null : await receiptIn(house, visitor, event)
  const whole: PaperFacts = { ...facts, ...inClear, receipt: sealed && numbersOf(sealed) }
  const fields = fieldsOf(form, whole)
  const drawings: Drawings = { signature, code: sealed && (await codeOf(house, sealed)) }
  if (format === 'pdf') return makePdf(form, fields, drawings, whole)
  const template = await database.read(district, actor, (tx) =>
    findTemplateFor(tx, form, facts.visit.scopePath, facts.madeAt),
  )
  return fillDocx(form, template?.docx ?? shippedTemplate(form), fields, drawings)
}

async function clearNames(
  house: House,
  visitor: Visitor,
  { visit }: Pick<PaperFacts, 'visit'>,
  reason: string,
): Promise<Pick<PaperFacts, 'party' | 'witnesses'>> {
  const party = await revealContact(house, visitor, visit.placeId, reason)
  const witnesses = await house.database.read(visitor.district, visitor.actor, (tx) => witnessesOf(tx, house, visit.id))
  return { party, witnesses }
}

/** Null until the next seal is made. */
async function receiptIn({ database }: House, { district }: Visitor, event: string): Promise<BriefReceipt | null> {
  try {
    return (await receiptOf(database, district, event, true)) as BriefReceipt
  } catch (error) {
    if (error instanceof Problem && error.code === 'receipt.not_sealed') return null
    throw error
  }
}

const numbersOf = ({ event, seal }: BriefReceipt) => ({
  event: event.id,
  seq: event.seq,
  sealNo: seal.no,
  root: seal.root,
})

/** Where the receipt is checked; what stands behind the # never reaches a server. Null when it is too long for a code. */
async function codeOf({ config }: House, receipt: BriefReceipt): Promise<Buffer | null> {
  const address = `${config.publicUrl}/verify#${receiptCode(receipt)}`
  return address.length > mostInCode ? null : toBuffer(address, { errorCorrectionLevel: 'L', margin: 2, scale: 4 })
}
const mostInCode = 1800
