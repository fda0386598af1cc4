import type { Position } from '#domain/places.ts'

/** `denied`: not allowed; `unknown`: no satellites, too slow, or outside of what the schema knows. */
export type PositionFault = 'denied' | 'unknown'
export type Asked = { patienceMs: number; precise: boolean; notOlderMs: number }

/** Where the phone is, in WGS 84 with its accuracy in metres, or why nobody knows. */
export function askPosition({ patienceMs, precise, notOlderMs }: Asked): Promise<Position | PositionFault> {
  return new Promise((resolve) => {
    if (navigator.geolocation === undefined) return resolve('unknown')
    const late = setTimeout(() => resolve('unknown'), patienceMs)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(late)
        const { longitude: lng, latitude: lat, accuracy } = coords
        const inside = lng >= 70 && lng <= 140 && lat >= 0 && lat <= 60
        resolve(inside ? { lng, lat, datum: 'wgs84', accuracy: Math.min(100_000, Math.round(accuracy)) } : 'unknown')
      },
      (error) => {
        clearTimeout(late)
        resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'unknown')
      },
      { enableHighAccuracy: precise, timeout: patienceMs, maximumAge: notOlderMs },
    )
  })
}

/** For a signature: what is known within a moment, or null. Never holds anything up. */
export async function findPosition(): Promise<Position | null> {
  const found = await askPosition({ patienceMs: 4000, precise: false, notOlderMs: 300_000 })
  return typeof found === 'string' ? null : found
}
