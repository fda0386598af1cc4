import type pg from 'pg'
import { uuidV7 } from '#domain/ids.ts'
import type { Role } from '#domain/people.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { seededRandom } from '#server/demo/random.ts'
import { givePosts, openAccounts } from '#server/people/found.ts'
import { hashPassword } from '#server/people/passwords.ts'

/** Who does what at one place. A crew works in a village of its own, so that two crews never meet on a row. */
export const parts = ['worker', 'cadre', 'desk'] as const
export type Part = (typeof parts)[number]
export const roleOf: Record<Part, Role> = { worker: 'gridWorker', cadre: 'villageCadre', desk: 'townDesk' }

export const crewCount = 8
export const crewPassword = 'Bench-crew-2022'
/** Places of each crew, and the items that their places are checked for: a life wants a pair without an open hazard. */
export const groundsPerCrew = 4000
export const groundItems = ['ENT-EL-01', 'ENT-EL-03', 'ENT-FF-01', 'ENT-FF-02', 'ENT-MG-01', 'ENT-MG-02'] as const

export type Crew = { number: number; village: string; grid: string; microGrid: string }

export const loginOf = (part: Part, crew: number) => `bench-${part}-${crew}`

/** The same ids in every database that is filled for a benchmark. */
export function idOf(name: string): string {
  return uuidV7(Date.parse('2022-01-01T00:00:00.000Z'), seededRandom(name).bytes(10))
}
export const groundOf = (crew: number, n: number) => idOf(`ground ${crew} ${n}`)

type Town = { database: { transactions: Database }; district: District; raw: pg.Pool }

/** The first micro-grids of eight villages; the same each time. */
export async function findCrews(raw: pg.Pool): Promise<Crew[]> {
  const { rows } = await raw.query<{ path: string }>(
    `select distinct on (v.path) m.path from unit v join unit g on g.parent_id = v.id join unit m on m.parent_id = g.id
      where v.kind = 'village' and m.kind = 'microGrid' and v.path ^@ '/330109/113/' and v.path <> '/330109/113/245/'
      order by v.path, m.path limit ${crewCount}`,
  )
  return rows.map(({ path }, number) => {
    const [district, town, village, grid] = path.split('/').filter((code) => code !== '')
    const inVillage = `/${district}/${town}/${village}/`
    return { number, village: inVillage, grid: `${inVillage}${grid}/`, microGrid: path }
  })
}

/** Accounts with one password and their posts, and the places where the crews find what they find. */
export async function openCrews({ database, district, raw }: Town): Promise<void> {
  const crews = await findCrews(raw)
  const passwordHash = await hashPassword(crewPassword)
  const staff = crews.flatMap((crew) =>
    parts.map((part) => ({
      id: idOf(`post ${part} ${crew.number}`),
      accountId: idOf(`account ${part} ${crew.number}`),
      login: loginOf(part, crew.number),
      role: roleOf[part],
      path: { worker: crew.grid, cadre: crew.village, desk: '/330109/113/' }[part],
    })),
  )
  const at = '2022-01-01T00:00:00.000Z'
  const accounts = staff.map(({ accountId, login }) => {
    return { id: accountId, login, displayName: login, kind: 'person' as const, passwordHash }
  })
  await openAccounts(database.transactions, district, accounts, at)
  const { rows: units } = await raw.query<{ id: string; path: string }>('select id, path from unit')
  const unitIds = new Map(units.map(({ id, path }) => [path, id]))
  const posts = staff.map((one) => ({ ...one, unitId: unitIds.get(one.path) as string, certificateNo: null }))
  await givePosts(database.transactions, district, posts, at)
  for (const crew of crews) await addGrounds(raw, crew)
}

async function addGrounds(raw: pg.Pool, crew: Crew): Promise<void> {
  const ids = Array.from({ length: groundsPerCrew }, (_, n) => groundOf(crew.number, n))
  await raw.query(
    `insert into place (id, kind, name, address, status, origin_path, scope_path, registered_at, version)
      select id, 'enterprise', '试点企业 ' || n, '试点路' || n || '号', 'active', $2, $2, '2022-01-01T00:00:00.000Z', 1
      from unnest($1::uuid[]) with ordinality as ground(id, n) on conflict (id) do nothing`,
    [ids, crew.microGrid],
  )
}
