import { type Day, day, endOfDay, hour } from '#domain/calendar.ts'
import type { Random } from './random.ts'

// The plan draws moments on an even axis, on which a day is a day long, and turns them into working hours at the end:
// what was drawn in an order keeps it, and nothing leaves its day.

/** Asia/Shanghai is 8 hours ahead: its midnight on the axis. */
const ahead = 8 * hour
const opensAt = 8 * hour
const openFor = 10 * hour

/** The first millisecond of a day in Asia/Shanghai. */
export function startOf(on: Day): number {
  return endOf(on) - day
}

/** The first millisecond after it. */
export function endOf(on: Day): number {
  return Date.parse(endOfDay(on))
}

/** A moment of the even axis as a moment between 08:00 and 18:00 of the same day, in whole seconds. */
export function workingHours(moment: number): number {
  const local = moment + ahead
  const midnight = Math.floor(local / day) * day
  const share = (local - midnight) / day
  return Math.floor((midnight - ahead + opensAt + share * openFor) / 1000) * 1000
}

/** Saturday or Sunday in Asia/Shanghai. */
export function isWeekend(moment: number): boolean {
  const weekday = new Date(moment + ahead).getUTCDay()
  return weekday === 0 || weekday === 6
}

/**
 * A moment between the two days for a village whose turn in the campaign is `phase` (0 … 1): the villages are walked one
 * after the other, each for about `width` of the whole time, and seldom at weekends.
 */
export function drawVisit(from: Day, to: Day, phase: number, width: number, random: Random): number {
  const [start, end] = [startOf(from), endOf(to)]
  const length = end - start
  const spread = (random.next() + random.next() - 1) * width
  const share = reflected(width / 2 + phase * (1 - width) + spread)
  let moment = start + share * length
  if (isWeekend(moment) && random.chance(0.75)) moment += 2 * day
  if (moment >= end) moment = end - random.next() * Math.min(length, 3 * day)
  // The last visit of a day ends before the office closes, also on the day on which figures are drawn up.
  return Math.min(moment, end - hour)
}

function reflected(share: number): number {
  const positive = Math.abs(share)
  return positive <= 1 ? positive : Math.max(0, 2 - positive)
}
