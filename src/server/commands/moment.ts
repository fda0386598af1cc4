import { day, type Instant, plus } from '#domain/calendar.ts'
import type { Signed, Work } from './work.ts'

/** What comes later than this after it happened is marked, and counts from the edge of this window. */
export const lateAfter = 7 * day

/**
 * A device may say when something was done, but not that it was done before what had already happened to the
 * subject, nor further back than the window: nobody dates a step so that a rule looks away.
 */
export function notBefore(work: Work, signed: Signed, changedAt: Instant): Signed {
  const edge = plus(work.now, -lateAfter)
  const earliest = edge > changedAt ? edge : changedAt
  return signed.at >= earliest ? signed : { ...signed, at: earliest }
}
