import { get } from '#web/api.ts'
import { api, type Filters } from '#web/paths.ts'
import type { Places } from './shapes.ts'

/** The server pages by name; what is near may stand anywhere in it. A grid or village fits into so many pages. */
const pages = 3
const perPage = 200

export async function readPlaces(filters: Filters, signal: AbortSignal): Promise<Places> {
  const read = (cursor: string | null) => get<Places>(api.places({ ...filters, limit: perPage, cursor }), signal)
  let found = await read(null)
  for (let n = 1; n < pages && found.next !== null; n++) {
    const more = await read(found.next)
    found = { ...more, rows: [...found.rows, ...more.rows] }
  }
  return found
}
