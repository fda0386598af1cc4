import type { Instant } from './calendar.ts'
import type { Evidence, HazardFacts } from './hazards.ts'
import { whyNotHere } from './hazards.ts'
import type { Act, AdministrativeInspection, Entry, EntryResult, SafetyVisit, Visit } from './inspections.ts'
import { fewestOfficers, fewestWitnesses } from './inspections.ts'
import { type Action, type Actor, covers, may } from './people.ts'
import { type Place, whyEnded } from './places.ts'
import { problem } from './problems.ts'
import type { Mode, PinnedItem } from './standards.ts'

export type VisitVerb = 'start' | 'record' | 'sign' | 'refuse' | 'finish'

export type VisitEvents = {
  started: {
    placeId: string
    originPath: string
    scopePath: string
    sheet: readonly PinnedItem[]
    by: readonly string[]
    rooms?: readonly string[]
    certificatePosts?: readonly string[]
    approvalNo?: string
    noticeNo?: string
    department?: string
  }
  recorded: { entries: readonly Entry[] }
  signed: { textHash: string; commitment: string }
  signature_refused: { textHash: string; witnesses: number; video: string | null }
  finished: Record<string, never>
}
export type VisitEventName = keyof VisitEvents
export type VisitEvent = { [N in VisitEventName]: { name: N; data: VisitEvents[N] } }[VisitEventName]

export type StartData = {
  placeId: string
  /** Colleagues who came along (accounts). */
  with?: readonly string[]
  /** Of a rental house: the rooms that were walked. */
  rooms?: readonly string[]
  approvalNo?: string
  noticeNo?: string
}

export type StartFacts = {
  place: Place | null
  /** The rooms named, as far as they are known. */
  rooms: ReadonlyMap<string, Place>
  sheet: readonly PinnedItem[]
  /** Who holds a post now, and the post under which each holds an enforcement certificate. */
  certificates: ReadonlyMap<string, string | null>
  /** When the walk began, by the device. */
  at: Instant
}

export function decideStart(act: Act, data: StartData, actor: Actor, facts: StartFacts): VisitEvent {
  const { place } = facts
  mayOrThrow(actor, `${act}.start`)
  if (place === null) throw problem('place.not_found', {}, '/data/placeId')
  if (!covers({ ...actor, line: '*' }, { ...place, department: null })) throw problem('actor.out_of_scope')
  const ended = whyEnded(place, '/data/placeId')
  if (ended !== null) throw ended
  const rooms = walkedRooms(place, data.rooms, facts)
  if (facts.sheet.length === 0) throw problem('visit.sheet_empty', {}, '/data/placeId')
  const by = [...new Set([actor.accountId, ...(data.with ?? [])])]
  const start = {
    placeId: place.id,
    originPath: place.originPath,
    scopePath: place.scopePath,
    sheet: facts.sheet,
    by,
    ...(rooms === null ? {} : { rooms }),
  }
  const stranger = by.find((account) => !facts.certificates.has(account))
  if (stranger !== undefined) throw problem('account.not_found', {}, '/data/with')
  if (act === 'safetyVisit') return { name: 'started', data: start }

  const certificatePosts = by.map((account) => facts.certificates.get(account) ?? null)
  if (certificatePosts.includes(null)) throw problem('actor.certificate_required', {}, '/data/with')
  if (by.length < fewestOfficers)
    throw problem('inspection.two_officers_required', { fewest: fewestOfficers }, '/data/with')
  return {
    name: 'started',
    data: {
      ...start,
      certificatePosts: certificatePosts as string[],
      approvalNo: data.approvalNo ?? '',
      noticeNo: data.noticeNo ?? '',
      department: actor.department ?? '',
    },
  }
}

/**
 * Each room once. A room that is unknown, of another house or no longer one is named in the refusal. One that the desk
 * merged while the phone had no signal was a room when it was walked.
 */
function walkedRooms(
  house: Place,
  named: readonly string[] | undefined,
  { rooms: known, at }: Pick<StartFacts, 'rooms' | 'at'>,
): string[] | null {
  if (named === undefined) return null
  const isRoom = (room: Place | undefined) =>
    room?.kind === 'room' &&
    room.parentId === house.id &&
    (room.status === 'active' || (room.mergedAt !== null && at < room.mergedAt))
  const unknown = named.filter((id) => !isRoom(known.get(id)))
  if (house.kind !== 'rental' || unknown.length > 0)
    throw problem('visit.room_unknown', { rooms: unknown, n: unknown.length }, '/data/rooms')
  return [...new Set(named)]
}

export type RecordedEntry = {
  itemCode: string
  result: EntryResult
  hazardId?: string
  photos?: readonly Evidence[]
  fixed?: readonly Evidence[]
  mode?: Mode
}

/** Fills in lines of the sheet. The caller turns each failed line into the hazard of the same id. */
export function decideRecord(visit: Visit, entries: readonly RecordedEntry[], actor: Actor): VisitEvent {
  mayOrThrow(actor, `${visit.act}.record`)
  mine(visit, actor)
  inStatus(visit, 'open')
  const seen = new Set(visit.entries.map((entry) => entry.itemCode))
  entries.forEach((entry, n) => {
    const path = `/data/entries/${n}`
    if (!visit.sheet.some((item) => item.code === entry.itemCode))
      throw problem('visit.item_unknown', { item: entry.itemCode }, `${path}/itemCode`)
    if (seen.has(entry.itemCode)) throw problem('visit.item_recorded', { item: entry.itemCode }, `${path}/itemCode`)
    if (entry.result === 'fail' && entry.hazardId === undefined)
      throw problem('visit.hazard_id_required', {}, `${path}/hazardId`)
    if (entry.result === 'fail' && (entry.photos ?? []).length === 0)
      throw problem('visit.photo_required', {}, `${path}/photos`)
    seen.add(entry.itemCode)
  })
  return {
    name: 'recorded',
    data: {
      entries: entries.map((entry) => ({
        itemCode: entry.itemCode,
        result: entry.result,
        hazardId: entry.hazardId ?? null,
        fixed: entry.fixed ?? [],
      })),
    },
  }
}

/** `expectedHash`: of the text that the server composes from what is recorded; the shown one must be the same. */
export type AcknowledgeFacts = { expectedHash: string; commitment: string; blank: boolean; files: HazardFacts['files'] }

export function decideSign(
  visit: Visit,
  data: { textHash: string },
  actor: Actor,
  facts: AcknowledgeFacts,
): VisitEvent {
  mayOrThrow(actor, `${visit.act}.sign`)
  mine(visit, actor)
  inStatus(visit, 'open')
  filledIn(visit)
  if (data.textHash !== facts.expectedHash)
    throw problem('visit.text_changed', { expected: facts.expectedHash }, '/data/textHash')
  if (facts.blank) throw problem('visit.signature_blank', {}, '/data/strokes')
  return { name: 'signed', data: { textHash: data.textHash, commitment: facts.commitment } }
}

export type RefuseData = { textHash: string; witnesses: readonly string[]; video?: string; reason: string }

/** 拒签: two witnesses who are not the inspectors, or a video. */
export function decideRefuse(visit: Visit, data: RefuseData, actor: Actor, facts: AcknowledgeFacts): VisitEvent {
  mayOrThrow(actor, `${visit.act}.refuse`)
  mine(visit, actor)
  inStatus(visit, 'open')
  filledIn(visit)
  if (data.textHash !== facts.expectedHash)
    throw problem('visit.text_changed', { expected: facts.expectedHash }, '/data/textHash')
  const witnesses = new Set(data.witnesses.map((name) => name.trim()).filter((name) => name.length > 1)).size
  const video = data.video ?? null
  const notHere = video === null ? null : whyNotHere(facts.files, [{ hash: video, kind: 'video' }], '/data/video')
  if (notHere !== null) throw notHere
  if (video === null && witnesses < fewestWitnesses)
    throw problem('visit.witnesses_required', { fewest: fewestWitnesses }, '/data/witnesses')
  return { name: 'signature_refused', data: { textHash: data.textHash, witnesses, video } }
}

/** A visit ends when every line is filled in and the party signed or refused; without findings no signature is owed. */
export function decideFinish(visit: Visit, actor: Actor, closed: ReadonlySet<string>): VisitEvent {
  mayOrThrow(actor, `${visit.act}.finish`)
  mine(visit, actor)
  if (visit.status === 'finished') throw problem('visit.wrong_state', { status: visit.status })
  filledIn(visit)
  const failed = visit.entries.some((entry) => entry.result === 'fail')
  if (failed && visit.status !== 'acknowledged') throw problem('hazard.not_signed')
  const unfixed = visit.entries.filter((entry) => entry.fixed.length > 0 && !closed.has(entry.hazardId ?? ''))
  if (unfixed.length > 0) throw problem('visit.fix_missing', { open: unfixed.map((entry) => entry.itemCode) })
  return { name: 'finished', data: {} }
}

/** The visit after one more event. */
export function evolveVisit(was: Visit | null, act: Act, id: string, event: VisitEvent, at: Instant): Visit {
  if (event.name === 'started') return born(act, id, event.data, at)
  if (was === null) throw new Error(`${act}.${event.name} before started`)
  const version = was.version + 1
  was = { ...was, changedAt: at }
  switch (event.name) {
    case 'recorded':
      return { ...was, version, entries: [...was.entries, ...event.data.entries] }
    case 'signed':
      return { ...was, version, status: 'acknowledged', acknowledgement: { kind: 'signed', ...event.data, at } }
    case 'signature_refused':
      return { ...was, version, status: 'acknowledged', acknowledgement: { kind: 'refused', ...event.data, at } }
    case 'finished':
      return { ...was, version, status: 'finished', finishedAt: at }
  }
}

function born(act: Act, id: string, data: VisitEvents['started'], at: Instant): Visit {
  const walk = {
    id,
    version: 1,
    status: 'open' as const,
    placeId: data.placeId,
    rooms: data.rooms ?? null,
    originPath: data.originPath,
    scopePath: data.scopePath,
    sheet: data.sheet,
    entries: [],
    startedAt: at,
    changedAt: at,
    acknowledgement: null,
    finishedAt: null,
    by: data.by,
  }
  if (act === 'safetyVisit') return { ...walk, act } satisfies SafetyVisit
  return {
    ...walk,
    act,
    certificatePosts: data.certificatePosts ?? [],
    approvalNo: data.approvalNo ?? '',
    noticeNo: data.noticeNo ?? '',
    department: data.department ?? '',
  } satisfies AdministrativeInspection
}

function mayOrThrow(actor: Actor, action: Action): void {
  if (!may(actor, action)) throw problem('actor.not_allowed', { action, role: actor.role })
}

function mine(visit: Visit, actor: Actor): void {
  if (!visit.by.includes(actor.accountId)) throw problem('visit.finder_only')
}

function inStatus(visit: Visit, status: Visit['status']): void {
  if (visit.status !== status) throw problem('visit.wrong_state', { status: visit.status })
}

/** What is signed says all that was looked at; no line can be added under a signature. */
function filledIn(visit: Visit): void {
  const open = visit.sheet.filter((item) => !visit.entries.some((entry) => entry.itemCode === item.code))
  if (open.length > 0) throw problem('visit.sheet_incomplete', { open: open.map((item) => item.code) })
}
