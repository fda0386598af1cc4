import type { Day } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import { modes } from '#domain/standards.ts'
import { pages } from '#web/paths.ts'

/** The parts by which hazards are counted; the first is all of them. */
export const hazardParts = ['', 'enterprise', 'shop', 'rental', ...modes] as const
export type HazardPart = (typeof hazardParts)[number]

const placesOf: Record<string, PlaceKind> = {
  'enterprises.inspected': 'enterprise',
  'shops.inspected': 'shop',
  'rentals.inspected': 'room',
}
const kindsOf: Partial<Record<HazardPart, string>> = { enterprise: 'enterprise', shop: 'shop', rental: 'rental,room' }

export function keyOf(part: HazardPart, what: 'found' | 'rectified'): string {
  return part === '' ? `hazards.${what}` : `hazards.${part}.${what}`
}

/** The list that shows what a figure counts, row by row; null where there is no such list. */
export function rowsOf(key: string, on: Day, unit: string | null): string | null {
  const kind = placesOf[key]
  if (kind !== undefined) return pages.places({ kind, on, inspected: true, unit })
  if (key === 'microParks') return pages.places({ kind: 'microPark', on, unit })
  if (!key.startsWith('hazards.')) return null
  const part = hazardParts.find((one) => [keyOf(one, 'found'), keyOf(one, 'rectified')].includes(key)) ?? ''
  const mode = modes.find((one) => one === part)
  return pages.hazards({
    status: 'all',
    unit,
    mode,
    placeKind: kindsOf[part],
    on,
    rectified: key.endsWith('.rectified'),
  })
}
