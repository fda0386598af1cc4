import type { Tx } from '#server/db/transaction.ts'
import type { Fault } from './verify-faults.ts'
import { findBelow, findTwin, type LogCounts } from './verify-store.ts'

/** What stands before number 1 or seal 1. */
export async function checkBelow(tx: Tx): Promise<Fault | null> {
  const { seq, event, seal } = await findBelow(tx)
  if (seq !== null)
    return { kind: 'inserted', seq, ...(event === null ? {} : { event }), detail: 'numbers are given from 1' }
  return seal === null ? null : { kind: 'inserted', seal, detail: 'seals are numbered from 1' }
}

/**
 * Whether the tables hold what was walked and what waits, and nothing besides: a second row under one key is easily
 * passed by, and no walk along the numbers meets an event that has none.
 */
export async function checkCounts(
  tx: Tx,
  counts: LogCounts,
  stray: string | null,
  walked: { numbers: number; seals: number },
): Promise<Fault | null> {
  const inserted = (detail: string, event?: string): Fault => ({
    kind: 'inserted',
    ...(event === undefined ? {} : { event }),
    detail,
  })
  if (stray !== null) return inserted('an event that is neither numbered nor waiting to be', stray)
  if (counts.numbers !== walked.numbers)
    return inserted(`${counts.numbers} numbers up to number ${walked.numbers}: one was given twice`)
  if (counts.seals !== walked.seals)
    return inserted(`${counts.seals} seals up to seal ${walked.seals}: one stands there twice`)
  if (counts.ids !== counts.rows) return inserted('two events go by one id', (await findTwin(tx)) ?? undefined)
  const due = counts.numbers + counts.waiting
  // More of them than that would be strays.
  if (counts.rows < due)
    return { kind: 'deleted', detail: `${due} events are numbered or waiting, and ${counts.rows} are there` }
  return null
}
