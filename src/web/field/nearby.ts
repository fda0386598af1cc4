import type { Position } from '#domain/places.ts'
import { wgs84Of } from './datum.ts'

const earthRadius = 6_371_000

/** Metres between two positions as the crow flies, whatever datum each was received in. */
export function metresBetween(from: Position, to: Position): number {
  const [a, b] = [wgs84Of(from), wgs84Of(to)]
  const radians = Math.PI / 180
  const [north, east] = [(b.lat - a.lat) * radians, (b.lng - a.lng) * radians]
  const chord =
    Math.sin(north / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(east / 2) ** 2
  return 2 * earthRadius * Math.asin(Math.sqrt(chord))
}

export type Near<T> = { row: T; metres: number | null }

/** Nearest first; what has no position comes last, in the order in which it was. */
export function nearestFirst<T extends { position?: Position | null }>(rows: readonly T[], here: Position): Near<T>[] {
  const far = (metres: number | null) => metres ?? Number.POSITIVE_INFINITY
  return rows
    .map((row) => ({ row, metres: row.position ? metresBetween(here, row.position) : null }))
    .sort((a, b) => (far(a.metres) === far(b.metres) ? 0 : far(a.metres) - far(b.metres)))
}

/** No finer than a phone knows: to a metre below 100, to ten below 1000, then to a hundred. */
export function roundedMetres(metres: number): number {
  const step = metres < 100 ? 1 : metres < 1000 ? 10 : 100
  return Math.round(metres / step) * step
}
