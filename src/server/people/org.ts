import type { Instant } from '#domain/calendar.ts'
import type { Parties } from '#domain/hazards.ts'
import { inForce } from '#domain/people.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'

type Dated = { validFrom: Instant; validTo: Instant | null }
type OrgUnit = Dated & { id: string; path: string }
type GridWorker = Dated & { accountId: string; path: string }

/** Who answers for what in a district: its units, and the grid workers of each, by path. */
export type Org = {
  units: ReadonlyMap<string, OrgUnit>
  gridWorkers: ReadonlyMap<string, readonly GridWorker[]>
}

export type PartyQuestion = { scopePath: string; department: string }

/** The whole org tree of a district, or what of it answers one question. */
export async function loadOrg(tx: Tx, question?: PartyQuestion): Promise<Org> {
  const wanted = question === undefined ? sql`true` : sql`path = any(${pathsAround(question)})`
  const [units, workers] = await Promise.all([
    sql<OrgUnit>`select id, path, valid_from, valid_to from unit where ${wanted}`.execute(tx),
    sql<GridWorker>`select account_id, path, valid_from, valid_to from post
      where role = 'gridWorker' and ${wanted} order by valid_from, id`.execute(tx),
  ])
  return {
    units: new Map(units.rows.map((unit) => [unit.path, unit])),
    gridWorkers: Map.groupBy(workers.rows, ({ path }) => path),
  }
}

/** The four responsible parties (四方责任) of a place and a line at that instant. */
export function partiesIn({ units, gridWorkers }: Org, question: PartyQuestion, at: Instant): Parties {
  const { district, town, village, grid, micro } = pathsOf(question.scopePath)
  const unitAt = (path: string | null) => {
    const unit = path === null ? undefined : units.get(path)
    return unit !== undefined && inForce(unit, at) ? unit.id : null
  }
  const lineAt = (path: string | null) => (path === null ? null : unitAt(`${path}@${question.department}/`))
  const workerAt = (path: string | null) =>
    (gridWorkers.get(path ?? '') ?? []).find((worker) => inForce(worker, at))?.accountId ?? null
  return {
    department: lineAt(town) ?? lineAt(district),
    town: unitAt(town),
    village: unitAt(village),
    gridWorker: workerAt(grid) ?? workerAt(micro),
  }
}

function pathsAround({ scopePath, department }: PartyQuestion): string[] {
  const { district, town, village, grid, micro } = pathsOf(scopePath)
  const lines = [district, town].flatMap((path) => (path === null ? [] : `${path}@${department}/`))
  return [...lines, ...[town, village, grid, micro].filter((path) => path !== null)]
}

/** "/330109/113/245/003/07/" → the paths of its district, town, village, grid and micro-grid. */
function pathsOf(scopePath: string) {
  const codes = scopePath.split('/').filter((code) => code !== '')
  const upTo = (depth: number) => (codes.length < depth ? null : `/${codes.slice(0, depth).join('/')}/`)
  return { district: upTo(1), town: upTo(2), village: upTo(3), grid: upTo(4), micro: upTo(5) }
}
