import type { Instant } from '#domain/calendar.ts'
import { canonical } from '#domain/canonical.ts'
import type { Command } from '#domain/events.ts'
import { type Problem, type ProblemCode, problem } from '#domain/problems.ts'
import { hmac256 } from '#server/crypto/hmac.ts'
import type { Keys } from '#server/crypto/keys.ts'
import type { Revision } from '#server/db/revisions.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

export type Answer =
  | { id: string; outcome: 'accepted'; subject: string; version: number; events: string[] }
  | { id: string; outcome: 'refused'; problem: ProblemBody }

export type ProblemBody = { code: ProblemCode; status: number; path?: string; facts: Record<string, unknown> }

export function refused(id: string, no: Problem): Answer {
  const path = no.path === undefined ? {} : { path: no.path }
  return { id, outcome: 'refused', problem: { code: no.code, status: no.status, ...path, facts: no.facts } }
}

/** Keyed, so that the table of answers says nothing about what was sent. */
export function digestOf(keys: Keys, command: Command): Buffer {
  return hmac256(keys.index, canonical(command))
}

export type Earlier = { mine: boolean; digest: Buffer | null; answer: Answer | null }

/**
 * Claims the ids for this transaction and finds what was answered before. An id that another transaction
 * is still applying is not ours. The look-up is a statement of its own behind the lock: within one, what somebody
 * committed just before giving up the lock would be too new to be seen. Beside it, as of which revision the settings must be.
 */
export async function claim(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<{ earlier: Map<string, Earlier>; revision: Revision | undefined }> {
  const [locks, answers] = await Promise.all([
    sql<{ id: string; mine: boolean }>`
      select id, pg_try_advisory_xact_lock(hashtextextended(${accountId} || id::text, 0)) as mine
      from unnest(${ids as string[]}::uuid[]) id`.execute(tx),
    sql<Omit<Earlier, 'mine'> & { id: string; revision: Revision }>`
      select (select jsonb_object_agg(what, n) from revision) as revision, c.id, k.digest, k.answer
      from unnest(${ids as string[]}::uuid[]) c(id) left join command k on k.account_id = ${accountId} and k.id = c.id`.execute(
      tx,
    ),
  ])
  const mine = new Map(locks.rows.map((row) => [row.id, row.mine]))
  const earlier = answers.rows.map((row) => [row.id, { ...row, mine: mine.get(row.id) === true }] as const)
  return { earlier: new Map(earlier), revision: answers.rows[0]?.revision }
}

/** What a repeated command gets: its first answer, or a refusal if it is not the same or not yet done. */
export function repeated(earlier: Earlier, digest: Buffer, id: string): Answer | null {
  if (!earlier.mine) return refused(id, problem('command.in_progress'))
  if (earlier.digest === null) return null
  return earlier.digest.equals(digest) ? earlier.answer : refused(id, problem('command.altered'))
}

/** Accepted commands are remembered; a refused one wrote nothing and may be tried again. */
export async function remember(
  tx: Tx,
  accountId: string,
  now: Instant,
  answers: readonly { answer: Answer; digest: Buffer }[],
): Promise<void> {
  const rows = answers
    .filter(({ answer }) => answer.outcome === 'accepted')
    .map(({ answer, digest }) => ({ accountId, id: answer.id, digest, answer, received: now }))
  await insertRows(tx, 'command', rows)
}
