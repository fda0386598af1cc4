import { Type } from 'typebox'
import { type Day, day, dayOf, endOfDay, type Instant, millis, plus } from '#domain/calendar.ts'
import { problem } from '#domain/problems.ts'

export const DayText = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'A day in Asia/Shanghai, included',
})

/** The first instant after that day. Throws `request.invalid` for one that does not exist. */
export function endOfGiven(on: Day, path: string): Instant {
  const exists = !Number.isNaN(Date.parse(`${on}T00:00:00.000Z`)) && dayOf(plus(endOfDay(on), -day)) === on
  if (!exists || millis(endOfDay(on)) < 0) throw problem('request.invalid', {}, path)
  return endOfDay(on)
}
