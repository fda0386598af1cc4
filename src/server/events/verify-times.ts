import { type Instant, millis } from '#domain/calendar.ts'
import { type Seal, sealedSoonMs } from '#domain/seals.ts'

/** How many events, and the first of them. */
export type Noticed = {
  events: number
  first: { seq: number; event: string; received: Instant; seal: number; sealedAt: Instant } | null
}

/**
 * Times that a log may truly hold, after a clock was set wrong or a key was lost, and that somebody who dates an event
 * back cannot avoid: so they are counted and shown, and no fault.
 */
export type Times = {
  /** Received long before an event with a lower number, or long after the own seal. */
  outOfTime: Noticed
  /** The others that were sealed long after they were received. */
  sealedLate: Noticed
}

export type Timekeeper = Times & { see(seal: Seal, event: { seq: number; id: string; received: Instant }): void }

/** Looks at the events in the order of their numbers. */
export function keepTimes(): Timekeeper {
  const outOfTime: Noticed = { events: 0, first: null }
  const late: Noticed = { events: 0, first: null }
  let newest = Number.NEGATIVE_INFINITY
  let under = { no: 0, at: 0 }
  return {
    outOfTime,
    sealedLate: late,
    see(seal, { seq, id, received }) {
      if (seal.no !== under.no) under = { no: seal.no, at: millis(seal.at) }
      const at = millis(received)
      const waited = under.at - at
      const isAhead = !(waited >= -sealedSoonMs)
      const noticed = isAhead || newest - at > sealedSoonMs ? outOfTime : waited > sealedSoonMs ? late : null
      // One from the future must not make everything behind it look old.
      if (!isAhead && at > newest) newest = at
      if (noticed === null) return
      noticed.events += 1
      noticed.first ??= { seq, event: id, received, seal: seal.no, sealedAt: seal.at }
    },
  }
}
