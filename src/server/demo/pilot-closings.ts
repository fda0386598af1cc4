import { hour } from '#domain/calendar.ts'
import { endOf, startOf } from './pilot-days.ts'
import { type Closing, classOf } from './pilot-figures.ts'
import { type Life, shortest } from './pilot-lives.ts'
import type { Random } from './random.ts'

export type Chosen = { life: Life; closing: number }

/**
 * Which hazards are closed out between two dates, so that their number by the end of the second is as given: those that
 * would be done first if nobody were short of time. Who could not be reached before is spread over the whole time.
 */
export function chooseClosings(closing: Closing, from: string, lives: readonly Life[], random: Random): Chosen[] {
  const end = endOf(closing.by) - hour
  const start = startOf(from) + 10 * hour
  const mine = lives.filter(
    ({ item, voidedAt }) =>
      voidedAt === null &&
      (closing.of.class === undefined || classOf(item.placeKind) === closing.of.class) &&
      (closing.of.mode === undefined || item.mode === closing.of.mode),
  )
  const done = mine.filter(({ closed }) => closed !== null && closed < endOf(closing.by)).length
  const waiting = mine
    .filter(({ closed, found, told }) => closed === null && !told && found + shortest < end)
    .sort((one, other) => one.natural - other.natural || (one.id < other.id ? -1 : 1))
  return waiting.slice(0, Math.max(0, closing.closed - done)).map((life) => {
    const earliest = Math.max(life.found + shortest, start)
    const inTime = life.natural >= earliest && life.natural <= end
    return { life, closing: inTime ? life.natural : earliest + random.next() ** 1.2 * (end - earliest) }
  })
}
