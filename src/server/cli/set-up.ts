import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { passwordIsStrong } from '#domain/people.ts'
import { realTime } from '#server/clocks/time.ts'
import { addDistrict, createInstallation } from '#server/db/migrate.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { newId } from '#server/events/ids.ts'
import { foundDistrict, givePosts, openAccounts } from '#server/people/found.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { insertItems } from '#server/standards/store.ts'

const passwordRule = '12 to 200 characters of at least three kinds (small, capital, digit, other)'

/**
 * The very first start: asks for the district and the first administrator, or takes them from
 * `BIHUAN_DISTRICT` ("330109 萧山区") and `BIHUAN_ADMIN_PASSWORD`.
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
  const now = realTime().now()
  const account = newId(now)
  const place = { code, schema: `d${code}`, name }

  await addDistrict(database.url, code, name)
  const units = await foundDistrict(
    database.transactions,
    place,
    [{ code, kind: 'district', name, path: `/${code}/`, parentPath: null, line: null }],
    now,
  )
  await database.transactions.worker(place, (tx) => insertItems(tx, shippedCatalogue(now)))
  const admin = {
    id: account,
    login: 'admin',
    displayName: '系统管理员',
    kind: 'person' as const,
    passwordHash: await hashPassword(password),
  }
  await openAccounts(database.transactions, place, [admin], now)
  const post = {
    id: newId(now),
    accountId: account,
    unitId: units.get(`/${code}/`) as string,
    role: 'administrator' as const,
    certificateNo: null,
  }
  await givePosts(database.transactions, place, [post], now)
  await createInstallation(database.url, { demo: false, clockOffsetMs: 0, sampleSeed: randomBytes(16).toString('hex') })
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
