import type { Instant } from '#domain/calendar.ts'
import type { SubjectKind } from '#domain/events.ts'

/** An event as a reaction meets it. */
export type NumberedEvent = {
  seq: number
  id: string
  subjectKind: SubjectKind
  subject: string
  type: string
  data: Record<string, unknown>
  occurred: Instant
  received: Instant
  accountId: string
  scopePath: string
  department: string
}
