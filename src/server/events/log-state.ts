import { sql } from '#server/db/sql.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import type { LogState } from '#server/http/metrics.ts'
import { findLastSeal } from './seal-store.ts'

/** Seals and waiting events of all districts together. */
export async function stateOfLog({ database }: Pick<House, 'database'>): Promise<LogState> {
  const { rows: districts } = await database.door(null, (tx) =>
    sql<District>`select code, schema_name as schema, name from shared.district`.execute(tx),
  )
  const state: LogState = { seals: 0, waiting: 0, lastSealAt: null }
  for (const district of districts) {
    await database.look(district, async (tx) => {
      const last = await findLastSeal(tx, null)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from unnumbered`.execute(tx)
      state.seals += last?.no ?? 0
      state.waiting += rows[0]?.n ?? 0
      if (last !== null && (state.lastSealAt === null || last.at > state.lastSealAt)) state.lastSealAt = last.at
    })
  }
  return state
}
