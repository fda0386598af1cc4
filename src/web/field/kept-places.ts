import type { Instant } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import { allKept } from './keep.ts'
import type { PlaceRow, Places } from './shapes.ts'

/** Without a signal: every place that any list on this phone has shown, searched here. Undefined when there is none. */
export async function findKeptPlaces(q: string, kind: PlaceKind | ''): Promise<Places | undefined> {
  const lists = (await allKept<unknown>('lists')).filter(isPlaces)
  const oldest = lists.map((list) => list.asOf).sort()[0]
  if (oldest === undefined) return undefined
  const rows = new Map(lists.flatMap((list) => list.rows).map((row) => [row.id, row]))
  const fits = (row: PlaceRow) => (kind === '' || row.kind === kind) && `${row.name} ${row.address}`.includes(q)
  return { rows: [...rows.values()].filter(fits), next: null, asOf: oldest }
}

function isPlaces(value: unknown): value is { rows: PlaceRow[]; asOf: Instant } {
  const rows = (value as { rows?: unknown } | null)?.rows
  return Array.isArray(rows) && rows.some((row: object) => 'plate' in row)
}
