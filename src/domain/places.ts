import type { Instant } from './calendar.ts'
import { type Problem, problem } from './problems.ts'

export const placeKinds = [
  'enterprise',
  'shop',
  'rental',
  'room',
  'microPark',
  'site',
  'school',
  'hospital',
  'religious',
  'lpg',
  'logistics',
  'residential',
] as const
export type PlaceKind = (typeof placeKinds)[number]

export const placeStatuses = ['active', 'closedDown', 'merged'] as const
export type PlaceStatus = (typeof placeStatuses)[number]

export const datums = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const
export type Datum = (typeof datums)[number]

/** As received, with its datum; conversion happens at the edges only. Accuracy in metres. */
export type Position = { lng: number; lat: number; datum: Datum; accuracy: number | null }

export type Place = {
  id: string
  kind: PlaceKind
  name: string
  /** Unified social credit code, GB 32100-2015, where the place has one. */
  uscc: string | null
  /** The house of a room, the park of a firm inside a factory. */
  parentId: string | null
  address: string
  position: Position | null
  status: PlaceStatus
  /** The entry that counts, where this one was its duplicate. */
  mergedInto: string | null
  mergedAt: Instant | null
  /** Immutable: where it was registered, for statistics. */
  originPath: string
  /** Current: for access. */
  scopePath: string
  registeredAt: Instant
  version: number
}

/** A room is checked with the sheet of its rental house. */
export function sheetKind(kind: PlaceKind): PlaceKind {
  return kind === 'room' ? 'rental' : kind
}

/** Why nothing can begin at a place that is no longer one; a merged one says where it went. */
export function whyEnded(place: { status: string; mergedInto?: string | null }, path?: string): Problem | null {
  if (place.status === 'active') return null
  return place.status === 'merged'
    ? problem('place.merged', { into: place.mergedInto ?? null }, path)
    : problem('place.closed', {}, path)
}
