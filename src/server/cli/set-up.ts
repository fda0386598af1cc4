import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import type { Instant } from '#domain/calendar.ts'
import { passwordIsStrong } from '#domain/people.ts'
import { realTime } from '#server/clocks/time.ts'
import { addFirstDistrict, createInstallation } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { findDistricts } from '#server/house.ts'
import { foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { insertItems } from '#server/standards/store.ts'

const login = 'admin'
const passwordRule = '12 to 200 characters of at least three kinds (small, capital, digit, other)'

/**
 * The very first start: asks for the district and the first administrator, or takes them from
 * `BIHUAN_DISTRICT` ("330109 萧山区") and `BIHUAN_ADMIN_PASSWORD`. One that was interrupted is gone on with: what is
 * there is kept, and the administrator gets the password named last. The installation itself is noted at the very end.
 * Throws when somebody else puts one there meanwhile: its administrator keeps the own password.
 */
export async function setUp(database: OpenDatabase, env: NodeJS.ProcessEnv): Promise<void> {
  const district = await answer(
    env['BIHUAN_DISTRICT'],
    'BIHUAN_DISTRICT',
    'District code and name, such as "330109 萧山区": ',
    (text) => /^[0-9]{6} \S+$/.test(text),
  )
  const password = await answer(
    env['BIHUAN_ADMIN_PASSWORD'],
    'BIHUAN_ADMIN_PASSWORD',
    `Password of the first administrator "admin" (${passwordRule}): `,
    passwordIsStrong,
  )
  const [code, name] = district.split(' ') as [string, string]
  const begun = await findDistricts(database)
  const other = begun.find((one) => one.code !== code)
  if (other !== undefined)
    throw new Error(
      `A first start was interrupted here while setting up ${other.code} ${other.name}. Nothing was changed. ` +
        'Name that district again, or begin in an empty place.',
    )
  const now = realTime().now()
  const place = { code, schema: `d${code}`, name }

  await addFirstDistrict(database.url, code, name)
  const there = await findBegun(database.transactions, place)
  const unitId = there.unitId ?? (await foundTop(database.transactions, place, now))
  await database.transactions.worker(place, (tx) => insertItems(tx, shippedCatalogue(now)))
  const passwordHash = await hashPassword(password)
  const accountId = there.accountId ?? newId(now)
  if (there.accountId === null) {
    const admin = { id: accountId, login, displayName: '系统管理员', kind: 'person' as const, passwordHash }
    await openAccounts(database.transactions, place, [admin], now)
  } else await resetPassword(database.transactions, accountId, passwordHash)
  if (there.postId === null) {
    const post = { id: newId(now), accountId, unitId, role: 'administrator' as const, certificateNo: null }
    await givePosts(database.transactions, place, [post], now)
  }
  await createInstallation(database.url, { demo: false, clockOffsetMs: 0, sampleSeed: randomBytes(16).toString('hex') })
}

async function foundTop(database: Database, place: District, now: Instant): Promise<string> {
  const { code, name } = place
  const path = `/${code}/`
  const top = { code, kind: 'district' as const, name, path, parentPath: null, line: null }
  const ids = await foundDistrict(database, place, [top], now)
  return ids.get(path) as string
}

type Begun = { unitId: string | null; accountId: string | null; postId: string | null }

/** What an interrupted first start has left. */
function findBegun(database: Database, place: District): Promise<Begun> {
  return database.worker(place, async (tx) => {
    const { rows } = await sql<Begun>`select
      (select id from unit where path = ${`/${place.code}/`}) as unit_id,
      (select id from shared.account where login = ${login}) as account_id,
      (select p.id from post p join shared.account a on a.id = p.account_id where a.login = ${login} limit 1) as post_id`.execute(
      tx,
    )
    return rows[0] as Begun
  })
}

function resetPassword(database: Database, accountId: string, hash: string): Promise<void> {
  return database.door(null, async (tx) => {
    await sql`update shared.account set password_hash = ${hash} where id = ${accountId}`.execute(tx)
  })
}

async function answer(
  given: string | undefined,
  variable: string,
  question: string,
  isGood: (text: string) => boolean,
): Promise<string> {
  if (given !== undefined && isGood(given.trim())) return given.trim()
  if (given !== undefined) throw new Error(`${variable} is not usable. Wanted: ${question}`)
  if (!process.stdin.isTTY)
    throw new Error(`This is the first start and nobody is here to ask. Set ${variable}. Wanted: ${question}`)
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    for (;;) {
      const text = (await lines.question(question)).trim()
      if (isGood(text)) return text
      process.stdout.write('That does not fit.\n')
    }
  } finally {
    lines.close()
  }
}
