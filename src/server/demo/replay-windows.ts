import { day, hour } from '#domain/calendar.ts'
import type { Steps } from './pilot-stream.ts'

/** Steps that are given side by side: rows `from` … `to` - 1, all between `start` and `end`, in ms since 1970. */
export type Window = { from: number; to: number; start: number; end: number; rows(): number[] }

const most = 8000

/**
 * Cuts the steps at each midnight in Asia/Shanghai, where most deadlines lie, and where there are many of them. The
 * same steps are always cut alike, so that an interrupted replay finds its window again.
 */
export function windowsOf(steps: Pick<Steps, 'total' | 'at'>): Window[] {
  const windows: Window[] = []
  const dayOf = (n: number) => Math.floor((steps.at(n) + 8 * hour) / day)
  for (let from = 0; from < steps.total; ) {
    let to = from + 1
    while (to < steps.total && to - from < most && dayOf(to) === dayOf(from)) to += 1
    const [first, last] = [from, to]
    const rows = () => Array.from({ length: last - first }, (_, n) => first + n)
    windows.push({ from, to, start: steps.at(from), end: steps.at(to - 1), rows })
    from = to
  }
  return windows
}

/** Rows of a window in so many lanes, about as many in each, all of a village in the same one and in order. */
export function lanesOf(window: Window, steps: Pick<Steps, 'village'>, lanes: number): number[][] {
  const byVillage = Map.groupBy(window.rows(), (n) => steps.village(n))
  const filled = Array.from({ length: lanes }, (): number[] => [])
  for (const rows of [...byVillage.values()].sort((a, b) => b.length - a.length)) {
    const emptiest = filled.reduce((least, lane) => (lane.length < least.length ? lane : least))
    for (const row of rows) emptiest.push(row)
  }
  return filled.map((lane) => lane.sort((a, b) => a - b))
}
