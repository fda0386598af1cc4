import type { Evidence, Hazard } from '#domain/hazards.ts'
import { maskName } from '#domain/identifiers.ts'
import type { Entry, Visit } from '#domain/inspections.ts'
import type { PaperFacts, PaperLine } from '#domain/papers-fields.ts'
import type { CheckItem } from '#domain/standards.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { gravityOf } from '#server/inspections/acknowledge.ts'
import { visitPage } from '#server/inspections/reads.ts'
import { findSignature } from '#server/inspections/store.ts'
import { findContact } from '#server/places/store.ts'

type Found = Pick<Hazard, 'id' | 'mode' | 'severity' | 'deadline' | 'foundIn'> & { before: Evidence[] }

export type VisitPapers = {
  facts: Omit<PaperFacts, 'receipt'>
  /** The event of the signature or refusal, whose receipt stands on the paper. */
  event: string | null
  /** PNG of the drawn signature. */
  signature: Buffer | null
}

/**
 * Everything about a visit that its papers say, within the reader's reach. People outside the house are masked; a name in
 * clear is put in afterwards by whoever has logged the look. Throws `visit.not_found`.
 */
export async function papersOf(tx: Tx, house: House, id: string): Promise<VisitPapers> {
  const page = await visitPage(tx, house.keys, id)
  const { visit, place, items } = page
  const hazards = await findFound(
    tx,
    visit.entries.flatMap(({ hazardId }) => hazardId ?? []),
  )
  const contact = await findContact(tx, place.id)
  const shown = await findSignature(tx, id)
  const image = shown === undefined ? null : unseal(house.keys, shown.imageSealed)
  return {
    event: page.receipt?.event ?? null,
    signature: image === null || image.length === 0 ? null : image,
    facts: {
      visit,
      place,
      people: visit.by.map((one) => page.people[one] ?? '——'),
      certificates: page.certificates,
      unitNames: page.unitNames,
      lines: visit.sheet.flatMap(({ code }) => lineOf(visit, items, hazards, code)),
      party: contact === undefined ? null : { name: contact.nameMasked, phone: contact.phoneMasked },
      witnesses: (await witnessesOf(tx, house, id)).map(maskName),
      text: page.text,
      textHash: page.textHash,
      madeAt: house.time.now(),
      demo: house.demo,
    },
  }
}

function lineOf(
  visit: Visit,
  items: readonly CheckItem[],
  hazards: ReadonlyMap<string, Found>,
  code: string,
): PaperLine[] {
  const item = items.find((one) => one.code === code)
  if (item === undefined) return []
  const entry = visit.entries.find(({ itemCode }) => itemCode === code)
  const result = entry?.result ?? null
  if (entry === undefined || result !== 'fail') return [{ itemText: item.text, result, found: null }]
  const hazard = hazards.get(entry.hazardId ?? '')
  const { legalBasis, legalConfidence } = item
  const gravity = gravityOf(visit, entry, item, hazard)
  const found = {
    ...gravity,
    legalBasis,
    legalConfidence,
    photos: photosOf(entry, hazard),
    fixed: entry.fixed.length > 0,
  }
  return [{ itemText: item.text, result, found }]
}

const photosOf = (entry: Entry, hazard: Found | undefined): string[] => [
  ...new Set([...(hazard?.before ?? []), ...entry.fixed].map(({ hash }) => hash)),
]

/** Those in reach: a hazard of another department's line is not, and then only its item is told. */
async function findFound(tx: Tx, ids: readonly string[]): Promise<Map<string, Found>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Found>`select id, mode, severity, deadline, found_in, before from hazard
    where id = any(${ids as string[]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

const witnessMark = '见证人:'

/** Names as they were given with the refusal. */
export async function witnessesOf(tx: Tx, house: Pick<House, 'keys'>, visit: string): Promise<string[]> {
  const { rows } = await sql<{ wordsSealed: Buffer }>`select words_sealed from remark where subject = ${visit}`.execute(
    tx,
  )
  return rows
    .flatMap(({ wordsSealed }) => unseal(house.keys, wordsSealed).toString('utf8').split('\n'))
    .filter((line) => line.startsWith(witnessMark))
    .map((line) => line.slice(witnessMark.length).trim())
}
