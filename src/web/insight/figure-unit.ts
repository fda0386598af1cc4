import { insightZh } from '#web/text/insight-zh.ts'
import type { Text } from '#web/text/language.ts'
import type { Figure } from './figures.ts'

type Key = keyof typeof insightZh

/** 处 counts hazards, and of the survey places of all kinds; the other units say what they count. */
export function figureUnit({ key, unit }: Pick<Figure, 'key' | 'unit'>, t: Text<Key>): string {
  const own = `unit.${unit}.${key.split('.')[0]}`
  if (Object.hasOwn(insightZh, own)) return t(own as Key)
  const ofPlaces = key.startsWith('survey.places') || key.startsWith('survey.visited')
  const name = unit === '处' ? `unit.处.${ofPlaces ? 'places' : 'hazards'}` : `unit.${unit}`
  return Object.hasOwn(insightZh, name) ? t(name as Key) : unit
}

/** The number as it is written: rates with two decimals each, so that one under the other they can be compared. */
export function figureValue({ value, unit }: { value: number; unit: string }): string {
  return unit === '%' ? value.toFixed(2) : String(value)
}
