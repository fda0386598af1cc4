export type Percent = {
  /** "87.51": half up to two places. */
  rounded: string
  /** "87": what stands behind the point is cut off, as published figures often are. */
  truncated: string
}

/** A share in per cent by both rules, or null of nothing. Whole counts only. */
export function percentOf(numerator: number, denominator: number): Percent | null {
  if (denominator === 0) return null
  const hundredths = Math.floor((numerator * 20_000 + denominator) / (2 * denominator))
  return {
    rounded: `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`,
    truncated: String(Math.floor((numerator * 100) / denominator)),
  }
}
