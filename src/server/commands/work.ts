import type { Instant } from '#domain/calendar.ts'
import type { Command, SubjectKind } from '#domain/events.ts'
import type { Parties } from '#domain/hazards.ts'
import type { Rung } from '#domain/hazards-clock.ts'
import type { Actor } from '#domain/people.ts'
import type { CheckItem, EvidenceKind } from '#domain/standards.ts'
import type { Keys } from '#server/crypto/keys.ts'
import type { Revision } from '#server/db/revisions.ts'
import type { District, Tx } from '#server/db/transaction.ts'

/** What the town has set for itself, and what of it changes so seldom that the process keeps it. */
export type Settings = {
  sampleSeed: string
  ladder: readonly Rung[]
  /** As of which changes the rest was read. */
  revision: Revision
  /** The four responsible parties of a place and a line, by the org tree at that instant. */
  partiesOf(question: { scopePath: string; department: string }, at: Instant): Parties
  /** Every version of the catalogue's items, by code. */
  items: ReadonlyMap<string, readonly CheckItem[]>
}

/** A command with the one who gives it, ready to be decided. */
export type Signed = {
  command: Command<Record<string, unknown>>
  actor: Actor
  /** When it happened: the device's time, never later than the server's. */
  at: Instant
  late: boolean
}

/** Where an event's subject stood when it happened. */
export type Standing = { scopePath: string; department: string }

export type NewEvent = {
  signed: Signed
  subjectKind: SubjectKind
  subject: string
  type: string
  data: unknown
  standing: Standing
}
export type NewRemark = { signed: Signed; subject: string; words: string; standing: Standing }
/** `awaited`: its bytes are not here yet, and who said that there are some. */
export type NewFileLink = {
  hash: string
  subject: string
  standing: Standing
  awaited?: { kind: EvidenceKind; by: string }
}

/** The subjects of one noun in one batch: as loaded, as they became, and which of them are new. */
export type Shelf<S> = {
  current: Map<string, S>
  loaded: Set<string>
  changed: Set<string>
  /** What else the noun loaded for its rules, under keys of its own. */
  extra: Map<string, unknown>
  /** How to take back what the command in hand has done so far. Shared by all shelves of the batch. */
  undo: (() => void)[]
}

/** One batch in one transaction: what was loaded, and what was decided and not yet written. */
export type Work = {
  tx: Tx
  district: District
  now: Instant
  keys: Keys
  settings: Settings
  shelves: Map<string, Shelf<unknown>>
  events: NewEvent[]
  remarks: NewRemark[]
  fileLinks: NewFileLink[]
  /** Takes back, last first, what the command in hand has changed on the shelves. */
  undo: (() => void)[]
}

/** What a noun brings to the write path. Prepared set-wise, decided one by one in order, saved set-wise. */
export type Handler = {
  /** Does this noun answer for commands of that type? */
  takes(type: string): boolean
  /** Does a command of that type look at all that is saved? What others of its batch decide would be missing. */
  standsAlone?(type: string): boolean
  /** Loads and locks, in few statements, whatever this noun brings to these commands (all of the batch, of every noun). */
  prepare(work: Work, commands: readonly Signed[]): Promise<void>
  /** Applies one command to what was loaded. Throws the problem that refuses it, before changing anything. */
  decide(work: Work, signed: Signed): { version: number }
  /** Writes what changed. */
  save(work: Work): Promise<void>
}
