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
  const asked = [...new Map(questions.map((question) => [partyKey(question), question])).values()].map((question) => ({
    ...question,
    ...pathsOf(question.scopePath),
  }))
  if (asked.length === 0) return new Map()
  const offices = asked.flatMap((one) => [
    officeOf(one.town, one.department),
    officeOf(one.district, one.department),
    one.town,
    one.village,
  ])
  const units = await findUnits(tx, present(offices), at)
  const workers = await findWorkers(tx, present(asked.flatMap(({ grid, micro }) => [grid, micro])), at)
  const unitAt = (path: string | null) => (path === null ? null : (units.get(path) ?? null))
  const workerAt = (path: string | null) => (path === null ? null : (workers.get(path) ?? null))
  return new Map(
    asked.map((one) => [
      partyKey(one),
      {
        department: unitAt(officeOf(one.town, one.department)) ?? unitAt(officeOf(one.district, one.department)),
        town: unitAt(one.town),
        village: unitAt(one.village),
        gridWorker: workerAt(one.grid) ?? workerAt(one.micro),
      },
    ]),
  )
}

const officeOf = (area: string | null, department: string) => (area === null ? null : `${area}@${department}/`)
const present = (paths: readonly (string | null)[]) => [...new Set(paths.filter((path) => path !== null))]

async function findUnits(tx: Tx, paths: readonly string[], at: Instant): Promise<Map<string, string>> {
  const { rows } = await sql<{ path: string; id: string }>`
    select path, id from unit where path = any(${paths as string[]}) and ${inForce(at)}`.execute(tx)
  return new Map(rows.map(({ path, id }) => [path, id]))
}

/** The longest-serving grid worker of each of these areas, by its path. */
async function findWorkers(tx: Tx, paths: readonly string[], at: Instant): Promise<Map<string, string>> {
  const { rows } = await sql<{ path: string; accountId: string }>`
    select post.path, post.account_id from unit join post on post.unit_id = unit.id and post.path = unit.path
    where unit.path = any(${paths as string[]}) and post.role = 'gridWorker' and ${inForce(at, 'post')}
    order by post.valid_from desc, post.id desc`.execute(tx)
  return new Map(rows.map(({ path, accountId }) => [path, accountId]))
}

function inForce(at: Instant, table = 'unit') {
  const on = sql.id(table)
  return sql`${on}.valid_from <= ${at} and (${on}.valid_to is null or ${on}.valid_to > ${at})`
}
