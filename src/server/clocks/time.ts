import { type Instant, instant } from '#domain/calendar.ts'

/** The one clock of the process. Rules get its reading as an argument. */
export type Time = {
  now(): Instant
  /** Milliseconds that the readings are ahead of real time; negative in a demo that lives in the past. */
  offset(): number
  /** Sets a demo's clock to an instant; it runs on from there. Refused by a real installation. */
  setTo(at: Instant): void
}

export function realTime(): Time {
  return {
    now: () => instant(Date.now()),
    offset: () => 0,
    setTo: () => {
      throw new Error('only a demo has a virtual clock')
    },
  }
}

/** A clock that runs at the speed of the real one, displaced by an offset. */
export function virtualTime(offsetMs: number): Time {
  let offset = offsetMs
  return {
    now: () => instant(Date.now() + offset),
    offset: () => offset,
    setTo: (at) => {
      offset = Date.parse(at) - Date.now()
    },
  }
}
