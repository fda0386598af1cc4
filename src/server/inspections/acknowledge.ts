import { createHash, randomBytes } from 'node:crypto'
import type { Hazard } from '#domain/hazards.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import type { Entry, Visit } from '#domain/inspections.ts'
import type { AcknowledgeFacts } from '#domain/inspections-decide.ts'
import { acknowledgedText, type FindingLine, isBlank, type Stroke } from '#domain/signatures.ts'
import type { CheckItem } from '#domain/standards.ts'
import { keep } from '#server/commands/shelf.ts'
import type { Work } from '#server/commands/work.ts'
import { hmac256 } from '#server/crypto/hmac.ts'
import { seal } from '#server/crypto/seal.ts'
import { filesOf, hazardShelf } from '#server/hazards/facts.ts'
import { placeOf } from '#server/places/shelf.ts'
import { visitShelf } from './facts.ts'
import type { SealedSignature } from './store.ts'

export type SignData = { textHash: string; image: string; strokes: Stroke[] }

/** The text that the party is shown, from what was recorded and nothing else. */
export function textOf(
  visit: Visit,
  place: { name: string; address: string },
  items: readonly CheckItem[],
  hazards: ReadonlyMap<string, Known>,
): string {
  const findings = visit.entries
    .filter((entry) => entry.result === 'fail')
    .map((entry): FindingLine => {
      const pinned = visit.sheet.find((line) => line.code === entry.itemCode)
      const item = items.find((one) => one.code === pinned?.code && one.version === pinned.version)
      if (item === undefined) throw new Error(`visit ${visit.id} names an unknown item ${entry.itemCode}`)
      const hazard = hazards.get(entry.hazardId ?? '')
      return { itemText: item.text, ...gravityOf(visit, entry, item, hazard) }
    })
  return acknowledgedText({
    act: visit.act,
    placeName: place.name,
    address: place.address,
    at: visit.startedAt,
    findings,
  })
}

type Known = Pick<Hazard, 'mode' | 'severity' | 'deadline' | 'foundIn'>

/** How grave a failed line is and until when it must be put right; no deadline where it was put right on the spot. */
export function gravityOf(
  visit: Visit,
  entry: Entry,
  item: CheckItem,
  hazard: Known | undefined,
): Omit<FindingLine, 'itemText'> {
  const mode = hazard?.mode ?? item.mode
  const before = hazard !== undefined && hazard.foundIn !== visit.id ? hazard.deadline : null
  const deadline = entry.fixed.length > 0 ? null : (before ?? deadlineFor(item, mode, visit.startedAt))
  return { severity: hazard?.severity ?? item.severity, mode, deadline }
}

export const hashOfText = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** What the rules compare a signature with. The salt makes the commitment in the log say nothing by itself. */
export function acknowledgeFacts(
  work: Work,
  visit: Visit,
  strokes: readonly Stroke[],
): AcknowledgeFacts & { text: string; salt: Buffer } {
  const place = placeOf(work, visit.placeId) ?? { name: '', address: '' }
  const text = textOf(visit, place, [...work.settings.items.values()].flat(), hazardShelf(work).current)
  const salt = randomBytes(16)
  return {
    text,
    salt,
    expectedHash: hashOfText(text),
    commitment: hmac256(salt, JSON.stringify(strokes)).toString('hex'),
    blank: isBlank(strokes),
    files: filesOf(work),
  }
}

/** Encrypts strokes, image and text beside the log, to be written with the batch. Of a refusal only the text is there. */
export function keepSignature(
  work: Work,
  visit: Visit,
  data: Pick<SignData, 'strokes' | 'image'>,
  facts: { text: string; salt: Buffer },
): void {
  const image = Buffer.from(data.image.slice(data.image.indexOf(',') + 1), 'base64')
  const signature: SealedSignature = {
    visitId: visit.id,
    strokesSealed: seal(work.keys, JSON.stringify(data.strokes)),
    imageSealed: seal(work.keys, image),
    textSealed: seal(work.keys, facts.text),
    salt: facts.salt,
    scopePath: visit.scopePath,
  }
  keep(visitShelf(work), `signature ${visit.id}`, signature)
}
