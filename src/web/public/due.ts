import { day, dayOf, hour, type Instant, lastDayBefore, millis, plus } from '#domain/calendar.ts'
import type { Language } from '#web/text/language.ts'

export type Due =
  | { kind: 'ahead'; days: number }
  | { kind: 'soon'; hours: number }
  | { kind: 'past'; days: number; since: Instant }

/** How far the deadline is: calendar days in Asia/Shanghai, whole hours on the last day. */
export function dueFrom(deadline: Instant, overdueSince: Instant | null, now: Instant): Due {
  const left = millis(deadline) - millis(now)
  if (overdueSince !== null || left <= 0) {
    const since = overdueSince ?? deadline
    return { kind: 'past', days: Math.floor((millis(now) - millis(since)) / day), since }
  }
  if (left < day) return { kind: 'soon', hours: Math.floor(left / hour) }
  return { kind: 'ahead', days: (Date.parse(lastDayBefore(deadline)) - Date.parse(dayOf(now))) / day }
}

/** A deadline at midnight is the end of the day before it. */
export function endsWithDay(deadline: Instant): boolean {
  return dayOf(deadline) !== lastDayBefore(deadline)
}

const zone = { timeZone: 'Asia/Shanghai' } as const
const locale: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
const written = (language: Language, at: Instant, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale[language], { ...zone, ...how }).format(new Date(at))

/** The parts of a date as a person says it: 2022年7月30日, 周六, 15:30. */
export function dateWords(at: Instant, language: Language): { date: string; weekday: string; time: string } {
  return {
    date: written(language, at, { year: 'numeric', month: 'long', day: 'numeric' }),
    weekday: written(language, at, { weekday: 'short' }),
    time: written(language, at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  }
}

/** The last day of a deadline as a person says it. */
export function deadlineWords(deadline: Instant, language: Language): { date: string; weekday: string; time: string } {
  return dateWords(endsWithDay(deadline) ? plus(deadline, -1) : deadline, language)
}
