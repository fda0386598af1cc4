import type { Instant } from '#domain/calendar.ts'
import type { CommandType } from '#domain/commands.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import { may, type Role } from '#domain/people.ts'
import type { Position } from '#domain/places.ts'
import type { Stroke } from '#domain/signatures.ts'
import { type Draft, findingsOf } from './drafts.ts'
import type { Envelope, Stage } from './jobs.ts'

/** How the party answered: signed, refused, or nothing to sign because nothing was found. */
export type Answered =
  | { kind: 'signed'; textHash: string; image: string; strokes: readonly Stroke[]; position: Position | null }
  | { kind: 'refused'; textHash: string; witnesses: readonly string[]; video: string | null; reason: string }
  | { kind: 'nothingFound' }

export type Making = { role: Role; now: Instant; newId: () => string }

/** What a finder's post may do at once with a fresh finding; what it may not, the desk does. */
const hazardSteps = ['hazard.file', 'hazard.dispatch'] as const

/**
 * All commands of a finished walk, in the order in which they must be applied. The visit itself has to be
 * accepted; what then becomes of a single finding never holds the visit back.
 */
export function stagesOfVisit(draft: Draft, answered: Answered, making: Making): Stage[] {
  const act = draft.act
  const make = (type: CommandType, subject: string, data: Record<string, unknown>): Envelope => ({
    id: making.newId(),
    type,
    subject,
    at: making.now,
    data,
  })
  const start = {
    ...make(`${act}.start`, draft.id, startData(draft)),
    id: draft.startId,
    at: draft.startedAt,
  }
  const visit = [start, make(`${act}.record`, draft.id, { entries: entriesOf(draft) })]
  const acknowledged = acknowledgement(draft, answered, make)
  const fresh = findingsOf(draft).filter(({ known }) => known === null)
  const hazards = fresh.flatMap(({ line, hazardId }) => {
    if (line.fixed.length > 0) return [make('hazard.fix_on_site', hazardId, { after: line.fixed })]
    return hazardSteps.filter((step) => may(making, step)).map((step) => make(step, hazardId, {}))
  })
  return [
    { commands: visit, needed: true },
    { commands: acknowledged, needed: true },
    { commands: [...hazards, make(`${act}.finish`, draft.id, {})], needed: false },
  ]
}

type Make = (type: CommandType, subject: string, data: Record<string, unknown>) => Envelope

/** The one command with which the party's answer is handed in. */
export function acknowledgement(draft: Pick<Draft, 'act' | 'id'>, answered: Answered, make: Make): Envelope[] {
  if (answered.kind === 'nothingFound') return []
  if (answered.kind === 'refused') {
    const { textHash, witnesses, video, reason } = answered
    return [make(`${draft.act}.refuse`, draft.id, { textHash, witnesses, reason, ...(video ? { video } : {}) })]
  }
  const { textHash, image, strokes, position } = answered
  return [make(`${draft.act}.sign`, draft.id, { textHash, image, strokes, ...(position ? { position } : {}) })]
}

function startData(draft: Draft): Record<string, unknown> {
  const { approvalNo, noticeNo } = draft
  const together = draft.with.length > 0 ? { with: draft.with } : {}
  const walked = draft.rooms?.filter((room) => room.walked).map((room) => room.id)
  const rooms = walked === undefined ? {} : { rooms: walked }
  if (draft.act === 'safetyVisit') return { placeId: draft.place.id, ...together, ...rooms }
  return { placeId: draft.place.id, with: draft.with, approvalNo, noticeNo, ...rooms }
}

type Entry = RecordedEntry & { note?: string }

function entriesOf(draft: Draft): Entry[] {
  const findings = new Map(findingsOf(draft).map((finding) => [finding.item.code, finding]))
  return draft.items.flatMap((item): Entry[] => {
    const line = draft.lines[item.code]
    if (line === undefined) return []
    const { result, photos, fixed, mode } = line
    const note = line.note.trim() === '' ? {} : { note: line.note.trim() }
    const finding = findings.get(item.code)
    if (finding === undefined) return [{ itemCode: item.code, result, ...note }]
    const named = { itemCode: item.code, result, hazardId: finding.hazardId, photos, ...note }
    if (finding.known !== null) return [named]
    const proof = fixed.length > 0 ? { fixed } : {}
    const stricter = mode === null ? {} : { mode }
    return [{ ...named, ...proof, ...stricter }]
  })
}

/** Every file that the commands of a walk name. */
export function filesOf(draft: Draft, answered: Answered): string[] {
  const proofs = findingsOf(draft).flatMap(({ line, known }) => [...line.photos, ...(known === null ? line.fixed : [])])
  const video = answered.kind === 'refused' && answered.video !== null ? [answered.video] : []
  return [...new Set([...proofs.map((proof) => proof.hash), ...video])]
}
