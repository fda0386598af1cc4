import type { Instant } from '#domain/calendar.ts'
import type { CheckItem } from '#domain/standards.ts'
import { addDistrict, createInstallation } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { insertItems } from '#server/standards/store.ts'
import { personName } from './names.ts'
import { resetCastPasswords } from './passwords.ts'
import { seededId } from './pilot-ids.ts'
import { type Crowd, type DemoPost, demoPosts, relayPost } from './posts.ts'
import { seededRandom } from './random.ts'
import { allUnits, type DemoUnit } from './town.ts'

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

/** Secret in a real installation; known here, so that the replay knows which hazards somebody is to look at again. */
export const demoSampleSeed = 'demo-2022'

/** Everything in the demo is in force from here on. */
export const settledAt: Instant = '2022-01-01T00:00:00.000Z'

/**
 * Makes the demo's districts, org tree, catalogue, accounts and posts. Ids are the same every time, and what is there
 * already stays: a run that was interrupted is simply made again. Only the passwords are new.
 */
export async function settle(
  database: OpenDatabase,
  at: Instant,
  clockOffsetMs: number,
  crowd: Crowd = 'grids',
): Promise<Settled> {
  await createInstallation(database.url, { demo: true, clockOffsetMs, sampleSeed: demoSampleSeed })
  const units = allUnits()
  const items = shippedCatalogue(at)
  const posts = demoPosts(units, crowd)
  let own: District | undefined
  for (const [code, name] of Object.entries(districtNames)) {
    const district = { code, schema: `d${code}`, name }
    await addDistrict(database.url, code, name)
    const inDistrict = <T extends { path: string }>(all: readonly T[]) =>
      all.filter((one) => one.path.startsWith(`/${code}/`))
    await settleDistrict(
      database.transactions,
      district,
      inDistrict(units),
      items,
      inDistrict([...posts, relayPost]),
      at,
    )
    if (code === '330109') own = district
  }
  const passwords = await resetCastPasswords(database.transactions)
  return { district: own as District, units, posts, items, relay: relayPost, passwords }
}

async function settleDistrict(
  database: Database,
  district: District,
  units: readonly DemoUnit[],
  items: readonly CheckItem[],
  staff: readonly DemoPost[],
  at: Instant,
): Promise<void> {
  const madeAt = Date.parse(at)
  const founded = units.map((unit) => ({ ...unit, id: seededId('units', madeAt, unit.path) }))
  const unitIds = new Map(founded.map(({ path, id }) => [path, id]))
  const isEmpty = await emptyTables(database, district)
  if (isEmpty.unit) await foundDistrict(database, district, founded, at)
  if (isEmpty.checkItem) await database.worker(district, (tx) => insertItems(tx, items))
  if (isEmpty.account) await openAccounts(database, district, staff.map(accountOf), at)
  const given = staff.map((post) => ({ ...post, unitId: unitIds.get(post.path) as string }))
  if (isEmpty.post) await givePosts(database, district, given, at)
}

/** Each of these is filled in one transaction, so that it is either empty or complete. */
async function emptyTables(database: Database, district: District) {
  return database.worker(district, async (tx) => {
    const { rows } = await sql<Record<'unit' | 'checkItem' | 'account' | 'post', boolean>>`
      select not exists (select from unit) as unit, not exists (select from check_item) as check_item,
        not exists (select from shared.account where district = ${district.code}) as account,
        not exists (select from post) as post`.execute(tx)
    return rows[0] as (typeof rows)[number]
  })
}

/** Accounts are opened without a password: only the named cast gets one. */
function accountOf(post: DemoPost) {
  const isRelay = post === relayPost
  const name = post.member?.displayName ?? personName(seededRandom(`${post.role} ${post.path} ${post.id}`))
  return {
    id: post.accountId,
    login: isRelay ? 'replay' : (post.member?.loginName ?? `${post.role}-${post.id.slice(-12)}`),
    displayName: isRelay ? '历史数据回放' : name,
    kind: isRelay ? ('relay' as const) : ('person' as const),
    passwordHash: null,
  }
}
