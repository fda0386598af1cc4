import type { Position } from '#domain/places.ts'

/** How long a signature may wait for the satellites. */
const patienceMs = 4000

/** Where the phone is, or null: indoors, refused, or outside of what the schema knows. Never holds anything up. */
export function findPosition(): Promise<Position | null> {
  return new Promise((resolve) => {
    if (navigator.geolocation === undefined) return resolve(null)
    const late = setTimeout(() => resolve(null), patienceMs)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(late)
        const { longitude: lng, latitude: lat, accuracy } = coords
        const inside = lng >= 70 && lng <= 140 && lat >= 0 && lat <= 60
        resolve(inside ? { lng, lat, datum: 'wgs84', accuracy: Math.min(100_000, Math.round(accuracy)) } : null)
      },
      () => {
        clearTimeout(late)
        resolve(null)
      },
      { enableHighAccuracy: false, timeout: patienceMs, maximumAge: 300_000 },
    )
  })
}
