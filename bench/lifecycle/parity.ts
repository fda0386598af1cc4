import type { Child } from '#bench/children/child.ts'
import type { Stage } from '#bench/stage.ts'
import { systemActor } from '#server/people/actors.ts'
import type { Prepared } from './prepare.ts'
import { playRound, type Side } from './rounds.ts'

export type Parity = { lives: number; tables: number; rows: number; differences: string[] }

/**
 * Leads the same lives on both servers and compares what they wrote: in every table that people at work write into as many rows, and
 * the hazards the same but for ids and times. Events count once, whether numbered yet or not.
 */
export async function compareWrites(
  stage: Stage,
  prepared: Prepared,
  client: Child,
  first: { life: number },
  lives: number,
): Promise<Parity> {
  const differences: string[] = []
  const wrote = async (side: Side) => {
    const { rows: newest } = await stage.raw.query<{ at: string }>('select max(found_at)::text as at from hazard')
    const since = newest[0]?.at ?? '-infinity'
    const before = await countRows(stage, since)
    const { errors } = await playRound(side, stage, prepared, client, first, { lives, warmMs: 0 })
    differences.push(...errors)
    const after = await countRows(stage, since)
    const grown = new Map([...after].map(([table, rows]) => [table, rows - (before.get(table) ?? 0)]))
    return { grown, hazards: await newestHazards(stage, lives * prepared.cookies.length) }
  }
  const ours = await wrote('ours')
  const bare = await wrote('bare')
  for (const [table, rows] of ours.grown) {
    const other = bare.grown.get(table) ?? 0
    if (rows !== other) differences.push(`${table}: ${rows} rows, the bare server ${other}`)
  }
  if (ours.hazards !== bare.hazards) differences.push(`hazards: ${ours.hazards}\nthe bare server: ${bare.hazards}`)
  const rows = [...ours.grown.values()].reduce((all, one) => all + one, 0)
  return { lives: lives * prepared.cookies.length, tables: ours.grown.size, rows, differences }
}

/**
 * Numbering, reactions and the door write the other tables, after the answer or before anybody is known. Meanwhile the
 * product lets older hazards lapse and climb, which is left out.
 */
async function countRows({ raw, district }: Stage, since: string): Promise<Map<string, number>> {
  const system = systemActor(district.code).accountId
  const narrowed: Record<string, string> = {
    // A reaction notes in the log what became of a message.
    event: `where subject_kind = 'hazard' and account_id <> '${system}'`,
    command: `where account_id <> '${system}'`,
    clock: `where exists (select from hazard h where h.id = clock.subject and h.found_at > '${since}')`,
  }
  const { rows } = await raw.query<{ table: string }>(
    `select relname as "table" from pg_class where relkind = 'r' and relnamespace = 'd330109'::regnamespace
      and has_table_privilege('bihuan_app', oid, 'insert') and relname <> 'unnumbered' order by 1`,
  )
  const counted = new Map<string, number>()
  for (const { table } of rows) {
    const { rows: found } = await raw.query<{ n: string }>(
      `select count(*) as n from ${table} ${narrowed[table] ?? ''}`,
    )
    counted.set(table, Number(found[0]?.n))
  }
  return counted
}

/** What stands in the newest hazards, each different content once. */
async function newestHazards({ raw }: Stage, count: number): Promise<string> {
  const { rows } = await raw.query<{ content: string }>(
    `select distinct (to_jsonb(h) - array['id', 'place_id', 'found_at', 'deadline', 'original_deadline', 'submitted_at',
        'closed_at', 'changed_at', 'status_since'])::text as content
      from (select * from hazard order by found_at desc, id desc limit $1) h order by 1`,
    [count],
  )
  return rows.map(({ content }) => content).join('\n')
}
