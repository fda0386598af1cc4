import type { Instant } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { ClockKind, Rung } from '#domain/hazards-clock.ts'
import type { Actor } from '#domain/people.ts'
import { applyBatch, type WritePath } from '#server/commands/apply.ts'
import { sql } from '#server/db/sql.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'

type Due = { subject: string; kind: ClockKind; dueAt: Instant; rung: number }

const batch = 200

/**
 * Lets time act: hazards whose clock ran out lapse or climb one rung, through the same write path as everybody, as of
 * the moment at which they were due, however late the sweep comes. `system` is the actor for that. Looks at what is due
 * by `until`, which is now unless a replay says otherwise, of one `subject` if one is named. Returns for how many clocks
 * something was done: a clock whose hazard refuses stays due, and is no reason to look again at once.
 */
export async function sweepClocks(
  path: WritePath,
  district: District,
  system: Actor,
  only: { until?: Instant; subject?: string } = {},
): Promise<number> {
  const until = only.until ?? path.now()
  // Told apart here: a plan for both would look through all that is due for the one.
  const of = only.subject === undefined ? sql`true` : sql`c.subject = ${only.subject}`
  const due = await path.database.worker(district, async (tx) => {
    const { rows } =
      await sql<Due>`select c.subject, c.kind, c.due_at, h.rung from clock c join hazard h on h.id = c.subject
      where c.due_at <= ${until} and ${of}
      order by c.due_at limit ${batch} for update of c skip locked`.execute(tx)
    return rows
  })
  if (due.length === 0) return 0
  const { ladder } = await path.settings(district)
  const asked = due.map((clock) => ({ clock, commands: commandsOf(clock, ladder, path.now()) }))
  const idle = asked.filter(({ commands }) => commands.length === 0).map(({ clock }) => clock)
  if (idle.length > 0) await path.database.worker(district, (tx) => stopClocks(tx, idle))
  const commands = asked.flatMap((one) => one.commands)
  if (commands.length === 0) return idle.length
  const answers = await applyBatch(path, { district, actor: system, actorsOf: null }, commands)
  const done = new Set(answers.flatMap((answer) => (answer.outcome === 'accepted' ? answer.subject : [])))
  return idle.length + done.size
}

/** A rung that the ladder no longer has: there is nothing left to wait for. A clock that was set anew meanwhile runs on. */
async function stopClocks(tx: Tx, clocks: readonly Due[]): Promise<void> {
  const stopped = sql.join(clocks.map(({ subject, dueAt }) => sql`(${subject}::uuid, ${dueAt}::timestamptz)`))
  await sql`delete from clock where (subject, due_at) in (${stopped})`.execute(tx)
}

/** Lapsing climbs the first rung at once where the ladder begins without delay. */
function commandsOf(clock: Due, ladder: readonly Rung[], now: Instant): Command[] {
  const command = (type: string, data: unknown): Command => ({
    id: newId(now),
    type,
    subject: clock.subject,
    at: clock.dueAt,
    data,
  })
  const next = ladder.find((step) => step.rung > clock.rung)
  const climb = next === undefined ? [] : [command('hazard.escalate', { rung: next.rung, role: next.role })]
  if (clock.kind === 'waiting') return [command('hazard.stall', {})]
  if (clock.kind === 'escalation') return climb
  return [command('hazard.lapse', {}), ...(next?.afterHours === 0 ? climb : [])]
}
