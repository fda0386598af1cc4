import { randomBytes } from 'node:crypto'
import type { Instant } from '#domain/calendar.ts'
import { uuidV7 } from '#domain/ids.ts'
import type { Role } from '#domain/people.ts'
import type { CheckItem } from '#domain/standards.ts'
import { addDistrict, createInstallation } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import type { District } from '#server/db/transaction.ts'
import { foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { insertItems } from '#server/standards/store.ts'
import { type CastMember, cast } from './cast.ts'
import { personName } from './names.ts'
import { newCastPasswords } from './passwords.ts'
import { seededRandom } from './random.ts'
import { allUnits, type DemoUnit } from './town.ts'

/** A post in the demo: who holds it and where. */
export type DemoPost = {
  id: string
  accountId: string
  role: Role
  path: string
  certificateNo: string | null
  member: CastMember | null
}

export type Settled = {
  district: District
  units: readonly DemoUnit[]
  posts: readonly DemoPost[]
  items: readonly CheckItem[]
  /** Speaks for all of them during the replay. */
  relay: DemoPost
  /** Password of every cast member, by login; random per run. */
  passwords: ReadonlyMap<string, string>
}

const districtNames: Record<string, string> = { '330109': '萧山区', '330102': '上城区' }

/** Makes the demo's districts, org tree, catalogue, accounts and posts in an empty database. The posts begin at `at`. */
export async function settle(database: OpenDatabase, at: Instant, clockOffsetMs: number): Promise<Settled> {
  await createInstallation(database.url, { demo: true, clockOffsetMs, sampleSeed: 'demo-2022' })
  const units = allUnits()
  const items = shippedCatalogue(at)
  const posts = [...castPosts(), ...crowdPosts(units)]
  const relay = newPost('townDesk', '/330109/113/', null)
  const { plain: passwords, hashes } = await newCastPasswords()

  let own: District | undefined
  for (const [code, name] of Object.entries(districtNames)) {
    const district = { code, schema: `d${code}`, name }
    const inDistrict = <T extends { path: string }>(all: readonly T[]) =>
      all.filter((one) => one.path.startsWith(`/${code}/`))
    await addDistrict(database.url, code, name)
    const unitIds = await foundDistrict(database.transactions, district, inDistrict(units), at)
    await database.transactions.worker(district, (tx) => insertItems(tx, items))
    const staff = [...inDistrict(posts), ...inDistrict([relay])]
    await openAccounts(
      database.transactions,
      district,
      staff.map((post) => accountOf(post, hashes, post === relay)),
      at,
    )
    await givePosts(
      database.transactions,
      district,
      staff.map((post) => ({ ...post, unitId: unitIds.get(post.path) as string })),
      at,
    )
    if (code === '330109') own = district
  }
  return { district: own as District, units, posts, items, relay, passwords }
}

function newPost(role: Role, path: string, member: CastMember | null): DemoPost {
  const id = () => uuidV7(Date.parse('2022-06-01T00:00:00.000Z'), randomBytes(10))
  return { id: id(), accountId: id(), role, path, certificateNo: member?.certificateNo ?? null, member }
}

function castPosts(): DemoPost[] {
  return cast.map((member) => newPost(member.role, member.unitPath, member))
}

/** A grid worker for each grid and a cadre for each village of the town, save where the cast already works. One grid has nobody: a gap to see. */
function crowdPosts(units: readonly DemoUnit[]): DemoPost[] {
  const taken = new Set(cast.map((member) => `${member.role} ${member.unitPath}`))
  const wanted = units.flatMap((unit): [Role, string][] => {
    if (!unit.path.startsWith('/330109/113/')) return []
    if (unit.kind === 'grid') return [['gridWorker', unit.path]]
    return unit.kind === 'village' ? [['villageCadre', unit.path]] : []
  })
  return wanted
    .filter(([role, path]) => !taken.has(`${role} ${path}`) && path !== gapPath)
    .map(([role, path]) => newPost(role, path, null))
}

/** The grid without a grid worker. */
export const gapPath = '/330109/113/245/003/'

function accountOf(post: DemoPost, hashes: ReadonlyMap<string, string>, isRelay: boolean) {
  const { member } = post
  const login = member?.loginName ?? `${post.role}-${post.id.slice(-12)}`
  return {
    id: post.accountId,
    login: isRelay ? 'replay' : login,
    displayName: isRelay
      ? '历史数据回放'
      : (member?.displayName ?? personName(seededRandom(`${post.role} ${post.path}`))),
    kind: isRelay ? ('relay' as const) : ('person' as const),
    passwordHash: hashes.get(login) ?? null,
  }
}
