import { get } from '#web/api.ts'
import { api, type Filters } from '#web/paths.ts'
import type { Places } from './shapes.ts'

/** The server pages by name; what is near may stand anywhere in it. A grid or village fits into so many pages. */
const pages = 3
const perPage = 200

export async function readPlaces(filters: Filters, signal: AbortSignal): Promise<Places> {
  let found: Places | null = null
  for (let n = 0; n < pages && (found === null || found.next !== null); n++) {
    const cursor: string | undefined = found?.next ?? undefined
    const more: Places = await get<Places>(api.places({ ...filters, limit: perPage, cursor }), signal)
    found = { ...more, rows: [...(found?.rows ?? []), ...more.rows] }
  }
  return found as Places
}
