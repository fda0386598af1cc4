import { tokenIn } from '#domain/notices.ts'
import { unseal } from '#server/crypto/seal.ts'
import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'

export type OwnerLink = { path: string; code: string; placeName: string }

/**
 * The link that an owner of the demo got by message, and the code that goes with it. In a real installation only the
 * owner's telephone has these; here everybody is invented and nobody gets a message.
 */
export async function findOwnerLink(house: House, district: District, hazardId: string): Promise<OwnerLink | null> {
  return house.database.worker(district, async (tx) => {
    const { rows } = await sql<{ bodySealed: Buffer; phoneSealed: Buffer; name: string }>`
      select n.body_sealed, c.phone_sealed, p.name from notice n join hazard h on h.id = n.hazard_id
      join place p on p.id = h.place_id join contact c on c.place_id = p.id
      where n.hazard_id = ${hazardId} and n.channel = 'sms' order by n.created_at desc, n.id desc limit 1`.execute(tx)
    const [row] = rows
    const token = row === undefined ? null : tokenIn(unseal(house.keys, row.bodySealed).toString())
    if (row === undefined || token === null) return null
    return { path: `/o/${token}`, code: unseal(house.keys, row.phoneSealed).toString().slice(-4), placeName: row.name }
  })
}

/** An overdue hazard of 民丰河村 whose owner can still act. */
export async function findOverdueHazard(house: House, district: District): Promise<string | null> {
  return house.database.worker(district, async (tx) => {
    const { rows } = await sql<{ id: string }>`select h.id from hazard h join contact c on c.place_id = h.place_id
      where h.status = 'dispatched' and h.overdue_since is not null and h.scope_path ^@ '/330109/113/245/' order by h.found_at desc limit 1`.execute(
      tx,
    )
    return rows[0]?.id ?? null
  })
}
