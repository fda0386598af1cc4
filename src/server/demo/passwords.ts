import { randomBytes } from 'node:crypto'
import { sql } from '#server/db/sql.ts'
import type { Database } from '#server/db/transaction.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { cast } from './cast.ts'

export type CastPasswords = { plain: ReadonlyMap<string, string>; hashes: ReadonlyMap<string, string> }

/** New passwords for the whole cast, by login; random per run. */
export async function newCastPasswords(): Promise<CastPasswords> {
  const plain = new Map(cast.map((member) => [member.loginName, newPassword()]))
  const hashes = await Promise.all(
    [...plain].map(async ([login, password]) => [login, await hashPassword(password)] as const),
  )
  return { plain, hashes: new Map(hashes) }
}

/** Gives an existing demo's cast new passwords: the earlier ones were shown once and are stored nowhere. */
export async function resetCastPasswords(database: Database): Promise<ReadonlyMap<string, string>> {
  const { plain, hashes } = await newCastPasswords()
  await database.door(null, async (tx) => {
    for (const [login, hash] of hashes)
      await sql`update shared.account set password_hash = ${hash}, wrong_passwords = 0, locked_until = null where login = ${login}`.execute(
        tx,
      )
  })
  return plain
}

/** Readable, and strong enough for the product's own rule. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789'
  const body = Array.from(randomBytes(13), (byte) => letters[byte % letters.length]).join('')
  return `${body}-7aB`
}
