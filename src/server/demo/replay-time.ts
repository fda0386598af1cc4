import type { Instant } from '#domain/calendar.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { systemActor } from '#server/people/actors.ts'

/** Lets everything lapse, climb or be called out that was due by then, each at its own moment. */
export async function letTimePass(house: House, district: District, until: Instant): Promise<void> {
  const system = systemActor(district.code)
  while ((await sweepClocks(house.path, district, system, { until })) > 0);
}

export type Lapses = {
  /** When this subject's time runs out within the window, or null. */
  dueOf(subject: string): Instant | null
  /** Lets what was due for it by then happen. */
  lapse(subject: string, until: Instant): Promise<void>
}

/**
 * Whose clock runs out within a window. Nothing that is set within a window runs out in it: every clock is set for a
 * day or more, and a window is no longer.
 */
export async function lapsesWithin(house: House, district: District, from: Instant, to: Instant): Promise<Lapses> {
  const system = systemActor(district.code)
  const rows = await house.database.worker(district, async (tx) => {
    const { rows } = await sql<{ subject: string; dueAt: Instant }>`select subject, due_at from clock
      where due_at > ${from} and due_at <= ${to}`.execute(tx)
    return rows
  })
  const due = new Map(rows.map(({ subject, dueAt }) => [subject, dueAt]))
  return {
    dueOf: (subject) => due.get(subject) ?? null,
    lapse: async (subject, until) => {
      due.delete(subject)
      while ((await sweepClocks(house.path, district, system, { until, subject })) > 0);
    },
  }
}
