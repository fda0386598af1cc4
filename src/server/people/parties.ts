import { sql } from 'kysely'
import type { Instant } from '#domain/calendar.ts'
import type { Parties } from '#domain/hazards.ts'
import type { Tx } from '#server/db/transaction.ts'

export type PartyQuestion = { scopePath: string; department: string }

/** "/330109/113/245/003/07/" → the paths of its town, village, and the grids from the deepest up. */
function pathsOf(scopePath: string) {
  const codes = scopePath.split('/').filter((code) => code !== '')
  const upTo = (depth: number) => (codes.length < depth ? null : `/${codes.slice(0, depth).join('/')}/`)
  return { district: upTo(1), town: upTo(2), village: upTo(3), grid: upTo(4), micro: upTo(5) }
}

export const partyKey = (question: PartyQuestion) => `${question.scopePath} ${question.department}`

/** The four responsible parties (四方责任) of each place and line, from the org tree as it stands at that instant. */
export async function findParties(
  tx: Tx,
  questions: readonly PartyQuestion[],
  at: Instant,
): Promise<Map<string, Parties>> {
  const asked = [...new Map(questions.map((question) => [partyKey(question), question])).values()]
  if (asked.length === 0) return new Map()
  const input = asked.map((question) => ({
    key: partyKey(question),
    department: question.department,
    ...pathsOf(question.scopePath),
  }))
  const { rows } = await sql<{ key: string } & Parties>`
    select q.key,
      coalesce(
        (select id from unit where path = q.town || '@' || q.department || '/' and ${inForce(at)}),
        (select id from unit where path = q.district || '@' || q.department || '/' and ${inForce(at)})) as department,
      (select id from unit where path = q.town and ${inForce(at)}) as town,
      (select id from unit where path = q.village and ${inForce(at)}) as village,
      (select post.account_id from post where post.role = 'gridWorker' and post.path in (q.micro, q.grid) and ${inForce(at, 'post')}
        order by length(post.path), post.valid_from limit 1) as grid_worker
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as q(key text, department text, district text, town text, village text, grid text, micro text)`.execute(
    tx,
  )
  return new Map(rows.map(({ key, ...parties }) => [key, parties]))
}

function inForce(at: Instant, table = 'unit') {
  const on = sql.id(table)
  return sql`${on}.valid_from <= ${at} and (${on}.valid_to is null or ${on}.valid_to > ${at})`
}
