import { isFinal, strangeFiles, whyNotHere } from '#domain/hazards.ts'
import { type Act, acts, type Visit } from '#domain/inspections.ts'
import type { RecordedEntry, RefuseData, StartData, VisitEvent } from '#domain/inspections-decide.ts'
import {
  decideFinish,
  decideRecord,
  decideRefuse,
  decideSign,
  decideStart,
  evolveVisit,
} from '#domain/inspections-decide.ts'
import { sheetKind } from '#domain/places.ts'
import { problem } from '#domain/problems.ts'
import { sheetFor } from '#domain/standards.ts'
import { notBefore } from '#server/commands/moment.ts'
import { change, toSave } from '#server/commands/shelf.ts'
import type { Handler, Signed, Work } from '#server/commands/work.ts'
import { filesOf, hazardShelf, linkProof } from '#server/hazards/facts.ts'
import { reportHazard } from '#server/hazards/hazards.ts'
import { placeOf } from '#server/places/shelf.ts'
import { acknowledgeFacts, keepSignature, type SignData } from './acknowledge.ts'
import { loadVisits, visitShelf } from './facts.ts'
import { insertSignatures, insertVisits, type SealedSignature, updateVisits } from './store.ts'

/** Safety visits and administrative inspections: the same walk along a sheet, two acts. */
export const visitHandler: Handler = {
  takes: (type) => type.startsWith('safetyVisit.') || type.startsWith('administrativeInspection.'),

  prepare: loadVisits,

  decide(work, signed) {
    const [act, verb] = signed.command.type.split('.') as [Act, string]
    const visit = visitShelf(work).current.get(signed.command.subject)
    if (verb === 'start') return start(work, signed, act)
    if (visit === undefined || visit.act !== act) throw problem('visit.not_found', {}, '/subject')
    return { version: carryOn(work, signed, verb, visit).version }
  },

  async save(work) {
    const { inserts, updates } = toSave(visitShelf(work))
    const ofAct = (visits: readonly Visit[], act: Act) => visits.filter((visit) => visit.act === act)
    const signatures = [...visitShelf(work).extra]
      .filter(([key]) => key.startsWith('signature '))
      .map(([, value]) => value as SealedSignature)
    await Promise.all([
      ...acts.flatMap((act) => [
        insertVisits(work.tx, act, ofAct(inserts, act)),
        updateVisits(work.tx, act, ofAct(updates, act)),
      ]),
      insertSignatures(work.tx, signatures),
    ])
  },
}

function start(work: Work, signed: Signed, act: Act): { version: number } {
  const { command, actor, at } = signed
  if (visitShelf(work).current.has(command.subject)) throw problem('command.subject_exists', {}, '/subject')
  const data = command.data as unknown as StartData
  const place = placeOf(work, data.placeId)
  const items = place === null ? [] : sheetFor([...work.settings.items.values()].flat(), sheetKind(place.kind), at)
  const certificates =
    (visitShelf(work).extra.get('certificates') as Map<string, string | null> | undefined) ?? new Map()
  const sheet = items.map(({ code, version }) => ({ code, version }))
  const mine = actor.certificateNo === null ? null : actor.postId
  const own = new Map([...certificates, [actor.accountId, mine] as const])
  const rooms = new Map((data.rooms ?? []).flatMap((id) => placeOf(work, id) ?? []).map((room) => [room.id, room]))
  return apply(work, signed, null, act, decideStart(act, data, actor, { place, rooms, sheet, certificates: own, at }))
}

function carryOn(work: Work, signed: Signed, verb: string, visit: Visit): { version: number } {
  const { command, actor } = signed
  const { data } = command
  switch (verb) {
    case 'record': {
      const entries = data['entries'] as RecordedEntry[]
      const event = decideRecord(visit, entries, actor)
      noteLines(work, signed, visit, entries)
      fixesArrived(work, entries)
      for (const entry of entries) if (entry.result === 'fail') becomeHazard(work, signed, visit, entry)
      return apply(work, signed, visit, visit.act, event)
    }
    case 'sign': {
      const sign = data as unknown as SignData
      const facts = acknowledgeFacts(work, visit, sign.strokes)
      const event = decideSign(visit, sign, actor, facts)
      keepSignature(work, visit, sign, facts)
      return apply(work, signed, visit, visit.act, event)
    }
    case 'refuse': {
      const refusal = data as unknown as RefuseData
      const facts = acknowledgeFacts(work, visit, [])
      const event = decideRefuse(visit, refusal, actor, facts)
      keepSignature(work, visit, { strokes: [], image: '' }, facts)
      const standing = { scopePath: visit.scopePath, department: '' }
      if (refusal.video !== undefined) work.fileLinks.push({ hash: refusal.video, subject: visit.id, standing })
      const words = [refusal.reason, ...refusal.witnesses.map((name) => `见证人:${name}`)].join('\n')
      work.remarks.push({ signed, subject: visit.id, words, standing })
      return apply(work, signed, visit, visit.act, event)
    }
    default:
      return apply(work, signed, visit, visit.act, decideFinish(visit, actor, closedOf(work, visit)))
  }
}

/** A failed line is a hazard: the same id, the same photos, found when the visit began. One still open from before is named again. */
function becomeHazard(work: Work, signed: Signed, visit: Visit, entry: RecordedEntry & { note?: string }): void {
  const known = hazardShelf(work).current.get(entry.hazardId as string)
  const stillOpen = known?.placeId === visit.placeId && known.itemCode === entry.itemCode && !isFinal(known.status)
  if (stillOpen) {
    if ((entry.fixed ?? []).length > 0) throw problem('hazard.fix_not_recorded', { hazard: known.id })
    const standing = { scopePath: known.scopePath, department: known.department }
    const strange = strangeFiles(filesOf(work), entry.photos ?? [])
    if (strange.length > 0) throw problem('hazard.file_unknown', { unknown: strange })
    for (const proof of entry.photos ?? []) linkProof(work, signed, known.id, standing, proof)
    if (entry.note !== undefined) work.remarks.push({ signed, subject: known.id, words: entry.note, standing })
    return
  }
  const report = {
    placeId: visit.placeId,
    itemCode: entry.itemCode,
    before: entry.photos ?? [],
    ...(entry.mode === undefined ? {} : { mode: entry.mode }),
    ...(entry.note === undefined ? {} : { note: entry.note }),
  }
  const id = entry.hazardId as string
  reportHazard(work, { ...signed, at: visit.startedAt }, id, report, visit.act, visit.id)
  const notAtOnce = hazardShelf(work).current.get(id)?.mode !== 'immediate'
  if ((entry.fixed ?? []).length > 0 && notAtOnce) throw problem('hazard.not_immediate', { item: entry.itemCode })
}

/** What is said to be fixed on the spot has arrived, before the party signs that it was. */
function fixesArrived(work: Work, entries: readonly RecordedEntry[]): void {
  entries.forEach((entry, n) => {
    const notHere = whyNotHere(filesOf(work), entry.fixed ?? [], `/data/entries/${n}/fixed`)
    if (notHere !== null) throw notHere
  })
}

/** Findings of the visit that are closed by now. */
function closedOf(work: Work, visit: Visit): Set<string> {
  const hazards = visit.entries.flatMap((entry) => hazardShelf(work).current.get(entry.hazardId ?? '') ?? [])
  return new Set(hazards.filter((hazard) => isFinal(hazard.status)).map((hazard) => hazard.id))
}

/** What was noted beside lines without a finding stands with the visit. */
function noteLines(
  work: Work,
  signed: Signed,
  visit: Visit,
  entries: readonly (RecordedEntry & { note?: string })[],
): void {
  const notes = entries.filter((entry) => entry.result !== 'fail' && entry.note !== undefined)
  if (notes.length === 0) return
  const words = notes.map((entry) => `${entry.itemCode}：${entry.note}`).join('\n')
  work.remarks.push({ signed, subject: visit.id, words, standing: { scopePath: visit.scopePath, department: '' } })
}

function apply(work: Work, given: Signed, was: Visit | null, act: Act, event: VisitEvent): { version: number } {
  const signed = was === null ? given : notBefore(work, given, was.changedAt)
  const { subject } = signed.command
  const visit = evolveVisit(was, act, subject, event, signed.at)
  const standing = { scopePath: visit.scopePath, department: '' }
  work.events.push({ signed, subjectKind: act, subject, type: `${act}.${event.name}`, data: event.data, standing })
  change(visitShelf(work), visit)
  return visit
}
