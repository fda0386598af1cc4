import { type Day, day, instant } from '#domain/calendar.ts'

/** Days from `from` on and before `until`; null: without end. */
export type Days = { from: Day | null; until: Day | null }
export type Piece = Days & { span: 'all' | 'month' | 'day' }
/** What of a period is counted from cells, and what is left to the rows themselves. */
export type Pieces = { cells: Piece[]; rows: Days[] }

/** How deep the tree of areas goes for which cells of a span are kept; the same as in the database's `tally_spans`. */
const deepest = { all: 4, month: 2, day: 2 } as const

/** Whole months from the cells of months, what is left over at both ends from those of days, as far as they are kept. */
export function piecesOf({ from, until }: Days, depth: number): Pieces {
  if (from === null && until === null) {
    return depth <= deepest.all
      ? { cells: [{ span: 'all', from, until }], rows: [] }
      : { cells: [], rows: [{ from, until }] }
  }
  if (depth > deepest.month) return { cells: [], rows: [{ from, until }] }
  const first = from === null ? null : monthFrom(from)
  const last = until === null ? null : monthOf(until)
  const whole = first === null || last === null || first < last
  const ends: Days[] = whole
    ? [
        { from, until: first },
        { from: last, until },
      ]
    : [{ from, until }]
  const left = ends.filter((end) => end.from !== null && end.until !== null && end.from < end.until)
  const months: Piece[] = whole ? [{ span: 'month', from: first, until: last }] : []
  if (depth > deepest.day) return { cells: months, rows: left }
  return { cells: [...months, ...left.map((end): Piece => ({ span: 'day', ...end }))], rows: [] }
}

/** First day of the month in which a day lies. */
const monthOf = (on: Day): Day => `${on.slice(0, 7)}-01`

/** First day of the first month that begins on that day or after it. */
function monthFrom(on: Day): Day {
  if (on === monthOf(on)) return on
  const inNext = Date.parse(`${monthOf(on)}T00:00:00.000Z`) + 31 * day
  return monthOf(instant(inNext).slice(0, 10))
}
