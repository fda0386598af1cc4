import { day, hour, type Instant, instant, minute } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import { sheetKind } from '#domain/places.ts'
import type { CheckItem, Mode } from '#domain/standards.ts'
import type { Random } from './random.ts'

/** How far a hazard gets before the replay ends. */
export type Fate =
  | 'reported'
  | 'filed'
  | 'dispatched'
  | 'rectifying'
  | 'submitted'
  | 'reworked'
  | 'closed'
  | 'fixedOnSite'
  | 'overdue'

export type Finding = { itemCode: string; mode: Mode; fate: Fate }
export type VisitPlan = { placeKey: string; at: Instant; findings: Finding[] }

export type PlannedPlace = { key: string; kind: PlaceKind }

/** The pilot began on 15 June 2022 and passed to its successor on 31 August. */
export const firstDay = Date.parse('2022-06-15T00:00:00.000Z')
export const lastDay = Date.parse('2022-08-30T10:00:00.000Z')

const fates: readonly [Fate, number][] = [
  ['closed', 0.6],
  ['overdue', 0.06],
  ['submitted', 0.08],
  ['rectifying', 0.08],
  ['dispatched', 0.06],
  ['reworked', 0.04],
  ['filed', 0.04],
  ['reported', 0.04],
]

/**
 * Visits over the pilot's weeks, drawn by seed: when, where, and what was found. Visits without findings are most;
 * the mode is drawn first and the item after it, so that the shares of the modes can be set.
 */
export function planVisits(
  places: readonly PlannedPlace[],
  items: readonly CheckItem[],
  count: number,
  random: Random,
): VisitPlan[] {
  const byKind = new Map<PlaceKind, CheckItem[]>()
  for (const item of items) byKind.set(item.placeKind, [...(byKind.get(item.placeKind) ?? []), item])
  const plans: VisitPlan[] = []
  const open = new Set<string>()
  for (let n = 0; n < count; n++) {
    const place = places[Math.floor((n / count) * places.length)] as PlannedPlace
    const sheet = byKind.get(sheetKind(place.kind)) ?? []
    const found = random.chance(0.65) ? random.between(1, 3) : 0
    const findings =
      sheet.length === 0
        ? []
        : drawFindings(sheet, found, random).filter(({ itemCode }) => !open.has(`${place.key} ${itemCode}`))
    for (const { itemCode } of findings) open.add(`${place.key} ${itemCode}`)
    plans.push({ placeKey: place.key, at: workingHour(random), findings })
  }
  return plans.sort((a, b) => (a.at < b.at ? -1 : 1))
}

function drawFindings(sheet: readonly CheckItem[], count: number, random: Random): Finding[] {
  const findings = new Map<string, Finding>()
  for (let n = 0; n < count; n++) {
    const wanted = random.chance(0.4) ? 'immediate' : random.chance(0.9) ? 'concentrated' : 'deadline'
    const ofMode = sheet.filter((item) => item.mode === wanted)
    const item = random.pick(ofMode.length > 0 ? ofMode : sheet)
    const onSite = item.mode === 'immediate' && !item.evidenceKinds.includes('video') && random.chance(0.8)
    findings.set(item.code, { itemCode: item.code, mode: item.mode, fate: onSite ? 'fixedOnSite' : drawFate(random) })
  }
  return [...findings.values()]
}

function drawFate(random: Random): Fate {
  let rest = random.next()
  for (const [fate, share] of fates) {
    rest -= share
    if (rest < 0) return fate
  }
  return 'closed'
}

/** A minute between 08:00 and 17:59 in Asia/Shanghai on one of the pilot's days. */
function workingHour(random: Random): Instant {
  const days = Math.floor((lastDay - firstDay) / day)
  return instant(
    firstDay + random.between(0, days - 1) * day + random.between(0, 9) * hour + random.between(0, 59) * minute,
  )
}
