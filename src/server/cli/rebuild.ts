import { readConfig } from '#server/config.ts'
import { findDistricts } from '#server/house.ts'
import { rebuildTallies } from '#server/tallies/rebuild.ts'
import { openExisting } from './existing.ts'
import { UsageError } from './usage-error.ts'

/**
 * Drops the roll-ups of every district, or of one, and counts them anew from the rows and the log, also while the
 * installation is served: readers see the old ones until the new ones are there. One JSON line a district.
 */
export async function rebuild(given: { data?: string }, what: string | undefined, district?: string): Promise<number> {
  if (what !== 'tallies') throw new UsageError('Rebuild what? tallies')
  const database = await openExisting(readConfig(process.env, given))
  try {
    const all = await findDistricts(database)
    const wanted = all.filter(({ code }) => district === undefined || code === district)
    if (wanted.length === 0) throw new UsageError(`Which district? ${all.map(({ code }) => code).join(', ')}`)
    for (const one of wanted) {
      const hazards = await rebuildTallies(database.transactions, one)
      process.stdout.write(`${JSON.stringify({ district: one.code, hazards })}\n`)
    }
    return 0
  } finally {
    await database.close()
  }
}
