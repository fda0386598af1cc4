import { useEffect, useState } from 'react'
import { day, hour, type Instant, millis, minute, minuteOf, plus } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'
import { type Text, useText } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'

/** "2022-07-25 09:05" in Asia/Shanghai, whatever the device believes. */
export function writtenTime(at: Instant): string {
  return minuteOf(at)
}

/** "2022-07-25" in Asia/Shanghai. */
export function writtenDay(at: Instant): string {
  return writtenTime(at).slice(0, 10)
}

/** Deadlines end with a day: the instant after the last moment of the 25th is "2022-07-25 24:00", not the 26th. */
export function writtenDeadline(at: Instant): string {
  const time = writtenTime(at)
  return time.endsWith(' 00:00') ? `${writtenDay(plus(at, -minute))} 24:00` : time
}

/** Two units at most: "3 天 4 小时", "25 分钟". */
export function writtenSpan(ms: number, t: Text<keyof typeof uiZh>): string {
  const span = Math.abs(ms)
  const days = Math.floor(span / day)
  const hours = Math.floor((span % day) / hour)
  const minutes = Math.floor((span % hour) / minute)
  const parts =
    days > 0
      ? [
          ['days', days],
          ['hours', hours],
        ]
      : [
          ['hours', hours],
          ['minutes', minutes],
        ]
  const said = parts.filter(([, n]) => n !== 0).map(([unit, n]) => t(unit as 'days', { n: n as number }))
  return said.length > 0 ? said.join(' ') : t('lessThanMinute')
}

/** The server's time in ms, renewed while the screen is open. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

export function Time({ at, dayOnly = false }: { at: Instant; dayOnly?: boolean }) {
  return (
    <time className="time" dateTime={at}>
      {dayOnly ? writtenDay(at) : writtenTime(at)}
    </time>
  )
}

/** "3 小时前", with the full time for whoever points at it. */
export function Ago({ at }: { at: Instant }) {
  const t = useText(uiZh, uiEn)
  const passed = useNow() - millis(at)
  return (
    <time className="time" dateTime={at} title={writtenTime(at)}>
      {passed < minute ? t('justNow') : t('ago', { span: writtenSpan(passed, t) })}
    </time>
  )
}

export type ClockProps = { deadline: Instant | null; overdueSince: Instant | null; stopped?: boolean }

/** Counts to the deadline, or away from it. `stopped` once nothing is owed any more. */
export function Clock({ deadline, overdueSince, stopped = false }: ClockProps) {
  const t = useText(uiZh, uiEn)
  const now = useNow()
  if (deadline === null) return <span className="clock quiet">{stopped ? '—' : t('noDeadline')}</span>
  const left = millis(deadline) - now
  const late = overdueSince !== null || left <= 0
  const mood = late ? 'clock clock-late' : left < day ? 'clock clock-soon' : 'clock'
  return (
    <time className={stopped ? 'clock quiet' : mood} dateTime={deadline} title={writtenDeadline(deadline)}>
      {stopped ? writtenDeadline(deadline) : t(late ? 'overdueFor' : 'left', { span: writtenSpan(left, t) })}
    </time>
  )
}

export function AsOf({ at }: { at: Instant }) {
  const t = useText(uiZh, uiEn)
  return <span className="as-of">{t('asOf', { time: writtenTime(at) })}</span>
}
