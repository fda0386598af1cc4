import { problem } from '#domain/problems.ts'
import type { District } from '#server/db/transaction.ts'
import type { House } from '#server/http/house.ts'
import { findDistricts } from './link-store.ts'
import { move } from './send.ts'
import { lockByReference } from './store.ts'

export type Report = { ref: string; status: 'delivered' | 'failed'; error?: string }

/** Takes in what the provider says became of a text. The same again changes nothing. Throws `notice.not_found`. */
export async function takeReport(house: Pick<House, 'database' | 'time'>, report: Report): Promise<void> {
  const districts = await house.database.door(null, (tx) => findDistricts(tx))
  for (const district of districts) if (await applyReport(house, district, report)) return
  throw problem('notice.not_found', {}, '/ref')
}

/** False when no notice of this district has that reference. */
function applyReport(house: Pick<House, 'database' | 'time'>, district: District, report: Report): Promise<boolean> {
  return house.database.worker(district, async (tx) => {
    const notice = await lockByReference(tx, 'http', report.ref)
    if (notice === undefined) return false
    if (notice.state !== 'sent') return true
    const lastError = report.status === 'failed' ? wordOf(report.error) : null
    await move(tx, house, district, { ...notice, state: report.status, lastError })
    return true
  })
}

/** Only what looks like a code is kept: a sentence could name a person or a phone. */
function wordOf(error: string | undefined): string {
  return error !== undefined && /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(error) && !/\d{5}/.test(error)
    ? error
    : 'provider_failed'
}
