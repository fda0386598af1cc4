import type { PointGroup } from 'signature_pad'
import type { Stroke } from '#domain/signatures.ts'

/** Scales a drawing around its origin, so that turning the phone loses nothing that was drawn. */
export function scaled(groups: readonly PointGroup[], by: number): PointGroup[] {
  return groups.map((group) => ({
    ...group,
    points: group.points.map((point) => ({ ...point, x: point.x * by, y: point.y * by })),
  }))
}

/** How far a drawing must shrink to be seen whole on a sheet of this size (CSS pixels); never enlarged. */
export function fitting(groups: readonly PointGroup[], width: number, height: number): number {
  const points = groups.flatMap((group) => group.points)
  const right = Math.max(1, ...points.map((point) => point.x))
  const low = Math.max(1, ...points.map((point) => point.y))
  return Math.min(1, width / right, height / low)
}

/** As the rules want them: CSS pixels to a tenth, milliseconds since the first point. */
export function strokesOf(groups: readonly PointGroup[]): Stroke[] {
  const first = groups[0]?.points[0]?.time ?? 0
  const tenth = (value: number) => Math.round(value * 10) / 10
  return groups.map((group) =>
    group.points.map((point) => ({
      x: tenth(point.x),
      y: tenth(point.y),
      t: Math.max(0, Math.round(point.time - first)),
    })),
  )
}
