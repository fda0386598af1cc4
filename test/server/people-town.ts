import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Instant, instant } from '#domain/calendar.ts'
import type { Actor, Role } from '#domain/people.ts'
import { addDistrict } from '#server/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import type { District } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { actorOfPost, findHeldPosts } from '#server/people/actors.ts'
import { type FoundUnit, foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { hashPassword } from '#server/people/passwords.ts'

export const start: Instant = '2022-06-15T00:00:00.000Z'
export const password = 'Gualizhen-2022'

const units: FoundUnit[] = [
  { kind: 'district', code: '330109', name: '萧山区', path: '/330109/', parentPath: null, line: null },
  {
    kind: 'town',
    code: '330109113',
    name: '瓜沥镇',
    path: '/330109/113/',
    parentPath: '/330109/',
    line: null,
  },
  {
    kind: 'department',
    code: '330109113@fire',
    name: '消防救援大队',
    path: '/330109/113/@fire/',
    parentPath: '/330109/113/',
    line: 'fire',
  },
  {
    kind: 'village',
    code: '330109113245',
    name: '民丰河村',
    path: '/330109/113/245/',
    parentPath: '/330109/113/',
    line: null,
  },
  {
    kind: 'grid',
    code: '330109113245001',
    name: '第一网格',
    path: '/330109/113/245/001/',
    parentPath: '/330109/113/245/',
    line: null,
  },
  {
    kind: 'village',
    code: '330109113264',
    name: '长联村',
    path: '/330109/113/264/',
    parentPath: '/330109/113/',
    line: null,
  },
  {
    kind: 'town',
    code: '330109013',
    name: '宁围街道',
    path: '/330109/013/',
    parentPath: '/330109/',
    line: null,
  },
]

const people: [login: string, role: Role, unitPath: string, certificateNo?: string][] = [
  ['district', 'administrator', '/330109/'],
  ['admin', 'administrator', '/330109/113/'],
  ['neighbour', 'administrator', '/330109/013/'],
  ['desk', 'townDesk', '/330109/113/'],
  ['officer', 'departmentOfficer', '/330109/113/@fire/', 'YS33010911301'],
  ['inspector', 'inspector', '/330109/113/@fire/', 'YS33010911302'],
  ['cadre', 'villageCadre', '/330109/113/245/'],
  ['worker', 'gridWorker', '/330109/113/245/001/'],
  ['other', 'townDesk', '/330109/013/'],
]

/** Two towns of a district with their people, on a database of its own. Everybody has the same password. */
export type Town = {
  database: OpenDatabase
  district: District
  unit: (unitPath: string) => string
  account: (login: string) => string
  actor: (login: string) => Promise<Actor>
  /** A clock that goes on by a second at each look. */
  now: () => Instant
  close: () => Promise<void>
}

export async function openTown(): Promise<Town> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-town-'))
  const database = await openDatabase({ databaseUrl: null, dataFolder: folder }, { fast: true })
  await addDistrict(database.url, '330109', '萧山区')
  const district = { code: '330109', schema: 'd330109', name: '萧山区' }
  const { transactions } = database
  const unitIds = await foundDistrict(transactions, district, units, start)
  const passwordHash = await hashPassword(password)
  const accounts = people.map(([login]) => ({
    id: newId(start),
    login,
    displayName: `某${login}`,
    kind: 'person' as const,
    passwordHash,
  }))
  await openAccounts(transactions, district, accounts, start)
  const account = (login: string) => accounts.find((one) => one.login === login)!.id
  const unit = (unitPath: string) => unitIds.get(unitPath)!
  const posts = people.map(([login, role, unitPath, certificateNo]) => {
    return {
      id: newId(start),
      accountId: account(login),
      unitId: unit(unitPath),
      role,
      certificateNo: certificateNo ?? null,
    }
  })
  await givePosts(transactions, district, posts, start)

  let seconds = 0
  const now = () => instant(Date.parse(start) + 1000 * ++seconds)
  const actor = async (login: string) => {
    const [post] = await transactions.door(district, (tx) => findHeldPosts(tx, { accounts: [account(login)] }, now()))
    return actorOfPost(post!, [])
  }
  const close = async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { database, district, unit, account, actor, now, close }
}
