import { type Instant, instant, millis, minute } from '#domain/calendar.ts'

/** The one clock of the process. Rules get its reading as an argument. */
export type Time = {
  now(): Instant
  /** Milliseconds that the readings are ahead of real time; negative in a demo that lives in the past. */
  offset(): number
  /** Sets a demo's clock to an instant; it runs on from there. Refused by a real installation. */
  setTo(at: Instant): void
}

/** `newest`: when the last event was received, if any. What comes after it in the log shall not have come before it. */
export function realTime(newest: Instant | null = null): Time {
  const read = steady(newest === null ? 0 : millis(newest))
  return {
    now: () => instant(read()),
    offset: () => 0,
    setTo: () => {
      throw new Error('only a demo has a virtual clock')
    },
  }
}

/**
 * A clock that runs at the speed of the real one, displaced by an offset. A demo that was killed before its offset was
 * kept goes on from its newest event.
 */
export function virtualTime(offsetMs: number, newest: Instant | null = null): Time {
  const read = steady(0)
  let offset = newest === null ? offsetMs : Math.max(offsetMs, millis(newest) - read())
  return {
    now: () => instant(read() + offset),
    offset: () => offset,
    setTo: (at) => {
      offset = millis(at) - read()
    },
  }
}

/**
 * The machine's clock in ms. When it is put right by less than a minute it stands still for as long, so that no event
 * is dated before its cause. A larger step is somebody setting a wrong clock, and is followed.
 */
function steady(from: number): () => number {
  let last = from
  return () => {
    const real = Date.now()
    if (real > last || last - real > minute) last = real
    return last
  }
}
