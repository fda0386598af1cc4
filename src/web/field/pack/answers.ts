import type { Instant } from '#domain/calendar.ts'
import type { Pack, PackPlace } from '#domain/pack.ts'
import { openAt, sheetInPack, todayInPack, unitNamesInPack, unitsInPack } from '#domain/pack-read.ts'
import { findInPack } from '#domain/pack-search.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { Colleagues, PlaceDetail, PlaceRow, Places, Sheet, Today, Units } from '#web/field/shapes.ts'

// What the server would answer, as far as the pack knows; undefined where it does not.

const rowOf = ({
  id,
  kind,
  name,
  address,
  status,
  plate,
  open,
  overdue,
  unitName,
  position,
  lastVisit,
}: PackPlace): PlaceRow => ({
  id,
  kind,
  name,
  address,
  status,
  plate,
  open,
  overdue,
  unitName,
  position,
  lastVisit,
})

export function placesFrom(pack: Pack, q: string, kind: PlaceKind | '', limit: number): Places {
  const found = findInPack(pack, q, kind)
  return { rows: found.slice(0, limit).map(rowOf), next: found.length > limit ? 'more' : null, asOf: pack.asOf }
}

/** Whom to call and earlier visits are not carried; what was last told of them still stands. */
export function placeFrom(pack: Pack, id: string, told: PlaceDetail | undefined): PlaceDetail | undefined {
  const place = pack.places.get(id)
  if (place === undefined) return undefined
  const { plate, lastVisit } = place
  const { contact, visits } = told ?? {}
  return {
    place,
    plate,
    unitNames: unitNamesInPack(pack, place),
    hazards: openAt(pack, id),
    lastVisit,
    ...(contact === undefined ? {} : { contact }),
    ...(visits === undefined ? {} : { visits }),
    asOf: pack.asOf,
  }
}

export function sheetFrom(pack: Pack, placeId: string, now: Instant): Sheet | undefined {
  const sheet = sheetInPack(pack, placeId, now)
  return sheet === null ? undefined : { ...sheet, asOf: pack.asOf }
}

export function todayFrom(pack: Pack, now: Instant): Today {
  const rows = todayInPack(pack, now).map(({ place, why }) => ({
    ...rowOf(place),
    why,
    hazards: openAt(pack, place.id),
  }))
  return { rows, asOf: pack.asOf }
}

export function unitsFrom(pack: Pack, parent: string | undefined, postPath: string): Units {
  return { units: unitsInPack(pack, parent ?? null, postPath), asOf: pack.asOf }
}

export const colleaguesFrom = (pack: Pack): Colleagues => ({ rows: [...pack.colleagues] })
