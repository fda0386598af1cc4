/** Units of the field. They are never added up across each other. */
export type FieldUnit = '处' | '家' | '间' | '个' | '所' | '户' | '座' | '次' | '人次' | '天' | '%'

/** One number of a report, with all that is needed to count it again. */
export type Figure = {
  key: string
  /** Null: there is nothing to take a rate or a median of. */
  value: number | null
  unit: FieldUnit
  /** Of a rate: the two counts behind it. Of a part: itself, and the whole that it is of; null where it is of none. */
  numerator?: number | null
  denominator?: number | null
  /** Paths within which was counted, and "@line" where the reader sees one department line only. */
  scope: string
  /** Days in Asia/Shanghai, both included, "2022-06-15/2022-08-31"; ".." where it is open. */
  period: string
  /** What was counted, with a version that changes when the counting does. */
  formula: string
}

export type Frame = Pick<Figure, 'scope' | 'period'>

export function count(frame: Frame, key: string, value: number | null, unit: FieldUnit, formula: string): Figure {
  return { key, value, unit, ...frame, formula }
}

/** A share in per cent, half up to two places; the counts go with it, so that nobody has to trust the rounding. */
export function rate(frame: Frame, key: string, numerator: number, denominator: number, formula: string): Figure {
  const value = denominator === 0 ? null : Math.round((numerator * 10_000) / denominator) / 100
  return { key, value, unit: '%', numerator, denominator, ...frame, formula }
}

/** A count that is a part of another one, which stands beside it; `whole` null: of none. */
export function share(
  frame: Frame,
  key: string,
  value: number,
  whole: number | null,
  unit: FieldUnit,
  formula: string,
): Figure {
  return { key, value, unit, numerator: value, denominator: whole, ...frame, formula }
}
