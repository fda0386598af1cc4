import { apportion } from './random.ts'

/** Degrees, WGS84. */
export type Box = { west: number; south: number; east: number; north: number }

/** `count` cells that fill the box without a gap: rows from north to south, as even as the count allows. */
export function cells(count: number, box: Box): Box[] {
  if (count === 0) return []
  const rows = Math.round(Math.sqrt(count))
  const perRow = apportion(
    count,
    Array.from({ length: rows }, () => 1),
  )
  const height = (box.north - box.south) / count
  let north = box.north
  return perRow.flatMap((columns) => {
    const south = north - height * columns
    const width = (box.east - box.west) / columns
    const row = Array.from({ length: columns }, (_, at) => ({
      west: rounded(box.west + width * at),
      east: rounded(box.west + width * (at + 1)),
      south: rounded(south),
      north: rounded(north),
    }))
    north = south
    return row
  })
}

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6
