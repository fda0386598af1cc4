import type { Visitor } from '#server/http/house.ts'

/**
 * Visitors with the same key hear the same changes, so one query answers them all. Who sees all lines of an area and
 * was granted nothing beyond it sees nothing for being that person; anyone else asks alone.
 */
export function reachKey({ district, actor }: Pick<Visitor, 'district' | 'actor'>): string {
  const { role, ranges, line, grants, accountId } = actor
  const alone = line === '*' && grants.length === 0 ? null : { accountId, grants }
  return JSON.stringify([district.code, role, ranges, line, alone])
}

/** Does the work for each, a few at a time, so that a crowd of listeners leaves connections for everybody else. */
export async function inTurns<T>(all: readonly T[], most: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all].reverse()
  const next = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) await work(one)
  }
  await Promise.all(Array.from({ length: most }, next))
}
