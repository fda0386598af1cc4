import type { Instant } from './calendar.ts'

/** What a command or an event is about. One word per table that has a life of its own. */
export type SubjectKind =
  | 'hazard'
  | 'safetyVisit'
  | 'administrativeInspection'
  | 'place'
  | 'account'
  | 'unit'
  | 'notice'
  | 'link'
  | 'phase'

/**
 * A wish to change one subject, made by a desk button, a phone's outbox or a local tool.
 * The id is minted by the caller (UUIDv7), so that it may be sent again for ever without a second effect.
 */
export type Command<D = unknown> = {
  id: string
  type: string
  subject: string
  /** When the person did it, by the device's clock. */
  at: Instant
  data: D
  /** The version of the subject that the person saw; when given, a newer one refuses the command. */
  seen?: number
  /** The post under which it was done. Only an account of kind `relay` may state it. */
  by?: string
}

/** What a rule decided. Holds ids and words of the field, never names, phones, texts or drawings of people. */
export type DomainEvent<T extends string = string, D = unknown> = {
  type: T
  subjectKind: SubjectKind
  subject: string
  data: D
}

/** An event as it stands in the log. */
export type RecordedEvent = DomainEvent & {
  id: string
  commandId: string
  /** By the device's clock. */
  occurred: Instant
  /** By the server's clock. */
  received: Instant
  accountId: string
  postId: string | null
}
