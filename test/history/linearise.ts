/** One call as its caller saw it, in milliseconds of one monotonic clock. */
export type Op<C, A> = {
  call: C
  invoked: number
  /** Null: no answer ever came. It may have taken effect at any time afterwards, or never. */
  returned: number | null
  answer: A | null
  /** Place in the history of a call that comes before this one although both were under way at once: its neighbour in a batch. */
  follows: number | null
}

/** What one object may do, as if there were one caller only. */
export type Model<S, C, A> = {
  initial: S
  /** Two states with the same key are the same state. */
  key(state: S): string
  /**
   * The states in which the call may leave the object while it answers so; none: here it may not answer so. Without an
   * answer: the states in which the call would have changed it.
   */
  step(state: S, call: C, answer: A | null): readonly S[]
  /** From this state on, whatever comes between: can a call with this answer do no more than look? */
  onlyLooks(state: S, call: C, answer: A): boolean
}

export type Verdict<S> =
  | { ok: true; order: number[]; state: S; looks: number }
  | { ok: false; longest: number[]; state: S; stuck: number[]; looks: number }

type Level<S> = {
  state: S
  /** Calls taken on the way here, last the ones that changed nothing. */
  order: number[]
  choices: { op: number; next: S }[]
}

/** Looks per history before giving up: an answer that takes longer is a fault of the search, and says so. */
const mostLooks = 2_000_000

/**
 * Is there one order of all calls that each caller could have seen, in which every answer is what the model gives?
 * After Wing and Gong: take any call that began before the first of the others ended, see whether the model agrees, go on;
 * and after Lowe: never look twice at the same calls taken with the same state reached.
 */
export function linearise<S, C, A>(model: Model<S, C, A>, history: readonly Op<C, A>[]): Verdict<S> {
  const byStart = history.map((_, n) => n).sort((a, b) => opAt(history, a).invoked - opAt(history, b).invoked)
  const seen = new Set<string>()
  const taken = new Set<number>()
  let longest: { order: number[]; state: S } = { order: [], state: model.initial }
  let looks = 0

  /** Open calls that began before the first open call ended, and whose neighbours before them are taken. */
  const open = (): number[] => {
    const found: number[] = []
    let firstEnd = Number.POSITIVE_INFINITY
    for (const n of byStart) {
      const op = opAt(history, n)
      if (op.invoked > firstEnd) break
      if (taken.has(n)) continue
      firstEnd = Math.min(firstEnd, op.returned ?? Number.POSITIVE_INFINITY)
      if (op.follows === null || taken.has(op.follows)) found.push(n)
    }
    return found
  }
  const unanswered = () => byStart.some((n) => !taken.has(n) && opAt(history, n).returned !== null)

  /** Takes at once whatever answers so here and only looks: earlier is never worse for it, nor for the others. */
  const settle = (level: Level<S>): void => {
    for (let again = true; again; ) {
      again = false
      level.choices = []
      for (const n of open()) {
        const { call, answer } = opAt(history, n)
        looks += 1
        const after = model.step(level.state, call, answer)
        if (answer !== null && after.length > 0 && model.onlyLooks(level.state, call, answer)) {
          taken.add(n)
          level.order.push(n)
          again = true
        } else for (const next of after) level.choices.push({ op: n, next })
      }
    }
    // A call without an answer is tried last: most often it is the answered ones that moved the object.
    level.choices.sort(
      (a, b) => Number(opAt(history, a.op).answer !== null) - Number(opAt(history, b.op).answer !== null),
    )
  }
  const takenKey = (): string => {
    let low = 0
    while (low < byStart.length && taken.has(byStart[low] as number)) low += 1
    return `${low}:${byStart.slice(low).filter((n) => taken.has(n))}`
  }
  const enter = (state: S, order: number[]): Level<S> => {
    const level: Level<S> = { state, order, choices: [] }
    settle(level)
    const key = `${takenKey()} ${model.key(state)}`
    if (seen.has(key)) level.choices = []
    seen.add(key)
    return level
  }

  const levels = [enter(model.initial, [])]
  for (;;) {
    const level = levels.at(-1)
    if (level === undefined) break
    if (looks > mostLooks) throw new Error(`no verdict after ${looks} looks at ${history.length} calls`)
    const path = levels.flatMap(({ order }) => order)
    if (!unanswered()) return { ok: true, order: path, state: level.state, looks }
    if (path.length > longest.order.length) longest = { order: path, state: level.state }
    const choice = level.choices.pop()
    if (choice === undefined) {
      levels.pop()
      for (const n of level.order) taken.delete(n)
      continue
    }
    taken.add(choice.op)
    levels.push(enter(choice.next, [choice.op]))
  }
  taken.clear()
  for (const n of longest.order) taken.add(n)
  return { ok: false, longest: longest.order, state: longest.state, stuck: open(), looks }
}

function opAt<C, A>(history: readonly Op<C, A>[], n: number): Op<C, A> {
  return history[n] as Op<C, A>
}
