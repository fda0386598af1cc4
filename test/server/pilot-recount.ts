import type { Instant } from '#domain/calendar.ts'

/** An event as it stands in the log, in the order of the log. */
export type Logged = {
  subject: string
  type: string
  occurred: Instant
  // biome-ignore lint/suspicious/noExplicitAny: data of any event
  data: any
}
export type KnownUnit = { path: string; kind: string; validFrom: Instant; validTo: Instant | null }

type Place = { kind: string; path: string; at: Instant; into: string | null }
type Hazard = { placeId: string; path: string; mode: string; state: 'open' | 'ended' | 'void' }

/**
 * The figures of the pilot once more, from the log alone and in another way: the history is walked through up to that
 * instant. This file must share nothing with the product but the names of events.
 */
export function recount(
  log: readonly Logged[],
  units: readonly KnownUnit[],
  before: Instant,
  unit: string,
): Record<string, number> {
  const places = new Map<string, Place>()
  const hazards = new Map<string, Hazard>()
  const walks = new Map<string, string[]>()
  const inspected = new Set<string>()
  for (const { subject, type, data, occurred } of log) {
    if (occurred >= before) continue
    const hazard = hazards.get(subject)
    const place = places.get(subject)
    if (type === 'place.registered')
      places.set(subject, { kind: data.kind, path: data.unitPath, at: occurred, into: null })
    if (type === 'place.merged' && place) place.into = data.into
    if (type === 'place.unmerged' && place) place.into = null
    if (type.endsWith('.started')) walks.set(subject, [data.placeId, ...(data.rooms ?? [])])
    if (type.endsWith('.finished')) for (const id of walks.get(subject) ?? []) inspected.add(id)
    if (type === 'hazard.reported')
      hazards.set(subject, { placeId: data.placeId, path: data.originPath, mode: data.mode, state: 'open' })
    if (hazard === undefined) continue
    if (type === 'hazard.mode_changed') hazard.mode = data.mode
    if (type === 'hazard.closed' || type === 'hazard.shut_down') hazard.state = 'ended'
    if (type === 'hazard.sample_failed' && data.twin === null) hazard.state = 'open'
    if (type === 'hazard.voided') hazard.state = 'void'
  }
  const kept = (id: string): string => {
    const into = places.get(id)?.into ?? null
    return into === null ? id : kept(into)
  }
  const counted = new Set([...inspected].map(kept))
  const here = ({ path }: { path: string }) => path.startsWith(unit)
  const inspectedOf = (kind: string) =>
    [...counted].flatMap((id) => places.get(id) ?? []).filter((place) => place.kind === kind && here(place)).length
  const standing = [...hazards.values()].filter((hazard) => here(hazard) && hazard.state !== 'void')
  const kindOf = ({ placeId }: Hazard) => places.get(placeId)?.kind ?? ''
  const both = (key: string, rows: readonly Hazard[]) => ({
    [`hazards.${key}found`]: rows.length,
    [`hazards.${key}rectified`]: rows.filter(({ state }) => state === 'ended').length,
  })
  const inForce = (kind: string) =>
    units.filter((one) => {
      return one.kind === kind && here(one) && one.validFrom < before && (one.validTo === null || one.validTo >= before)
    }).length
  const { 'hazards.rental.rectified': _, ...rental } = both(
    'rental.',
    standing.filter((one) => ['rental', 'room'].includes(kindOf(one))),
  )
  return {
    'enterprises.inspected': inspectedOf('enterprise'),
    'shops.inspected': inspectedOf('shop'),
    'rentals.inspected': inspectedOf('room'),
    ...both('', standing),
    ...both(
      'enterprise.',
      standing.filter((one) => kindOf(one) === 'enterprise'),
    ),
    ...both(
      'shop.',
      standing.filter((one) => kindOf(one) === 'shop'),
    ),
    ...rental,
    ...both(
      'immediate.',
      standing.filter(({ mode }) => mode === 'immediate'),
    ),
    ...both(
      'concentrated.',
      standing.filter(({ mode }) => mode === 'concentrated'),
    ),
    ...both(
      'deadline.',
      standing.filter(({ mode }) => mode === 'deadline'),
    ),
    grids: inForce('grid'),
    microGrids: inForce('microGrid'),
    villages: inForce('village'),
    microParks: [...places.values()].filter(
      (place) => place.kind === 'microPark' && here(place) && place.at < before && place.into === null,
    ).length,
  }
}
