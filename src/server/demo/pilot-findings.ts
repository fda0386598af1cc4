import { day } from '#domain/calendar.ts'
import { type CheckItem, type Mode, modes } from '#domain/standards.ts'
import { endOf } from './pilot-days.ts'
import type { Cohort, PlaceClass } from './pilot-figures.ts'
import type { Life } from './pilot-lives.ts'
import { shuffled } from './pilot-places.ts'
import { apportion, type Random } from './random.ts'

/** A visit at which something may be found; `moment` lies on the even axis. */
export type Occasion = { place: number; visit: number; moment: number; sheet: readonly CheckItem[] }

export type Found = { occasion: Occasion; item: CheckItem; onSite: boolean }

/** How many findings one visit has at most, and how often it has none. */
const habits: Record<PlaceClass, { most: number; clean: number }> = {
  enterprise: { most: 9, clean: 0.04 },
  shop: { most: 6, clean: 0.09 },
  rental: { most: 6, clean: 0.12 },
  other: { most: 5, clean: 0.1 },
}

/**
 * Lays a cohort's findings onto its visits: so many of each mode exactly, the mode drawn first and the item of that
 * mode after it. An item is found once while it is open; after its close-out it may come back. `latest` knows the last
 * hazard of each place and item. Fewer come out only where the visits have no room for more.
 */
export function drawFindings(
  cohort: Cohort,
  occasions: readonly Occasion[],
  latest: (place: number, item: string) => Life | undefined,
  random: Random,
): Found[] {
  const { most, clean } = habits[cohort.class]
  const weights = occasions.map(() => (random.chance(clean) ? 0 : (0.35 + random.next()) * (0.6 + random.next())))
  const counts = capped(cohort.found, weights, most)
  const slots = shuffled(
    occasions.flatMap((occasion, n) => Array.from({ length: counts[n] ?? 0 }, () => occasion)),
    random,
  )
  const left = { ...cohort.modes }
  const drawn = new Map<Occasion, Set<string>>()
  const found: Found[] = []
  const lay = (occasion: Occasion, mode: Mode): boolean => {
    const own = drawn.get(occasion) ?? new Set()
    const item = drawItem(occasion, mode, own, cohort, latest, random)
    if (item === null) return false
    drawn.set(occasion, own.add(item.code))
    left[mode] -= 1
    found.push({ occasion, item, onSite: isFixedOnSite(item, occasion, cohort, random) })
    return true
  }
  for (const occasion of slots) {
    const first = drawMode(left, random)
    if (first !== null && !lay(occasion, first)) modes.some((mode) => left[mode] > 0 && lay(occasion, mode))
  }
  for (const mode of modes)
    for (const occasion of shuffled([...occasions], random)) while (left[mode] > 0 && lay(occasion, mode));
  return found
}

/** Like `apportion`, with a highest share; what one cannot take goes to the others. */
function capped(total: number, weights: readonly number[], most: number): number[] {
  const shares = weights.map(() => 0)
  for (let left = total; left > 0; ) {
    const open = weights.map((weight, n) => ((shares[n] as number) < most ? weight : 0))
    if (!open.some((weight) => weight > 0)) return shares
    const more = apportion(left, open)
    left = 0
    more.forEach((count, n) => {
      const taken = Math.min(count, most - (shares[n] as number))
      shares[n] = (shares[n] as number) + taken
      left += count - taken
    })
  }
  return shares
}

function drawMode(left: Record<Mode, number>, random: Random): Mode | null {
  let at = random.next() * modes.reduce((sum, mode) => sum + left[mode], 0)
  for (const mode of modes) {
    at -= left[mode]
    if (at < 0) return mode
  }
  return null
}

function drawItem(
  occasion: Occasion,
  mode: Mode,
  own: ReadonlySet<string>,
  cohort: Cohort,
  latest: (place: number, item: string) => Life | undefined,
  random: Random,
): CheckItem | null {
  const inHaste = endOf(cohort.to) - occasion.moment < 4 * day
  const free = occasion.sheet.filter((item) => {
    if (item.mode !== mode || own.has(item.code)) return false
    // What has to be put right at once and is found in the last days is of the kind that can be, before leaving.
    if (inHaste && mode === 'immediate' && !canFixOnSite(item)) return false
    const last = latest(occasion.place, item.code)
    if (last === undefined) return true
    const isOver = last.closed !== null && last.closed < occasion.moment - day && last.samplePassed !== false
    return isOver && last.voidedAt === null && random.chance(0.3)
  })
  const weights = free.map((item) => (item.severity === 'critical' ? 1 : 4))
  let at = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [n, item] of free.entries()) {
    at -= weights[n] as number
    if (at < 0) return item
  }
  return null
}

/** A critical one asks for a video and a second approver, which nobody has at hand during a visit. */
const canFixOnSite = (item: CheckItem) => item.severity !== 'critical' && !item.evidenceKinds.includes('video')

function isFixedOnSite(item: CheckItem, occasion: Occasion, cohort: Cohort, random: Random): boolean {
  if (item.mode !== 'immediate' || !canFixOnSite(item)) return false
  return endOf(cohort.to) - occasion.moment < 4 * day || random.chance(0.8)
}
