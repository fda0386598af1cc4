/** A point in time, ISO 8601 in UTC with milliseconds: strings of it sort in order of time. */
export type Instant = string
/** A calendar day in Asia/Shanghai, "2022-07-25". */
export type Day = string

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Asia/Shanghai has kept UTC+8 without summer time since 1992. */
const shanghaiOffset = 8 * hour

export function millis(at: Instant): number {
  return Date.parse(at)
}

export function instant(ms: number): Instant {
  return new Date(ms).toISOString()
}

export function plus(at: Instant, ms: number): Instant {
  return instant(millis(at) + ms)
}

/** The calendar day in Asia/Shanghai on which an instant falls. */
export function dayOf(at: Instant): Day {
  return instant(millis(at) + shanghaiOffset).slice(0, 10)
}

/** "2022-07-25 09:05" in Asia/Shanghai. */
export function minuteOf(at: Instant): string {
  return instant(millis(at) + shanghaiOffset)
    .slice(0, 16)
    .replace('T', ' ')
}

/** The first instant after the given day in Asia/Shanghai. */
export function endOfDay(on: Day): Instant {
  return instant(Date.parse(`${on}T00:00:00.000Z`) - shanghaiOffset + day)
}

/** The last calendar day on which a deadline can still be met: one that ends with a day belongs to that day. */
export function lastDayBefore(deadline: Instant): Day {
  return dayOf(plus(deadline, -1))
}

/** The end of the n-th calendar day after the day of `from`: "within 15 days" counts from the next day. */
export function deadlineAfterDays(from: Instant, days: number): Instant {
  return endOfDay(dayOf(plus(from, days * day)))
}

/** Far enough for any deadline, and near enough that adding days stays a date that every part can write. */
const lastInstant = Date.UTC(3000, 0)

/** True for strings that are instants as this house writes them. No calendar of ours has a year 0. */
export function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && ms < lastInstant && instant(ms) === text && !text.startsWith('0000')
}
