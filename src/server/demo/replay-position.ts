import type { Sender } from '#server/commands/apply.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { findUnrevokedLinks } from '#server/notices/link-store.ts'
import { guestActor } from '#server/notices/links.ts'
import { systemActor } from '#server/people/actors.ts'

/**
 * How many steps were given: every accepted command is remembered under its id, and those of time itself are not steps.
 * Windows are given one after the other, so the count says which one is not complete.
 */
export async function countGiven(house: House, district: District): Promise<number> {
  return house.database.worker(district, async (tx) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from command where account_id <> ${systemActor(district.code).accountId}`.execute(tx)
    return rows[0]?.n ?? 0
  })
}

/** Whoever holds the link of this hazard's message. Throws when no message has been written. */
export async function ownerOf(house: House, district: District, hazardId: string): Promise<Sender> {
  const [link] = await house.database.worker(district, (tx) => findUnrevokedLinks(tx, [hazardId]))
  if (link === undefined) throw new Error(`hazard ${hazardId} was handed over and its owner got no link`)
  return { district, actor: guestActor(link), actorsOf: null }
}
