import type { Instant } from '#domain/calendar.ts'

/** One try to send a job: when, and what came of it. `code` is null when it went through. */
export type Attempt = { at: Instant; code: string | null }

/** So many tries are remembered; the number of all of them is counted apart. */
const mostKept = 20

/** How often the outbox tries by itself while something waits, in ms. */
export const everyMs = 20_000

export function logged(log: readonly Attempt[] | undefined, attempt: Attempt): readonly Attempt[] {
  return [...(log ?? []), attempt].slice(-mostKept)
}

/** The last try that did not go through, and after how many seconds the next one follows by itself at the latest. */
export function lastFailure(
  log: readonly Attempt[] | undefined,
): (Attempt & { code: string; nextInSeconds: number }) | null {
  const last = log?.at(-1)
  return last === undefined || last.code === null ? null : { ...last, code: last.code, nextInSeconds: everyMs / 1000 }
}
