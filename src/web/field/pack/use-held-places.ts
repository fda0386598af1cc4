import type { PlaceKind } from '#domain/places.ts'
import { findKeptPlaces } from '#web/field/kept-places.ts'
import type { Places } from '#web/field/shapes.ts'
import { placesFrom } from './answers.ts'
import { useFromPack } from './use-from-pack.ts'

/** Searches what the phone holds: the pack, or where a reach is too large for one, the lists that it has shown. */
export function useHeldPlaces(): (q: string, kind: PlaceKind | '', limit: number) => Promise<Places | undefined> {
  const fromPack = useFromPack()
  return async (q, kind, limit) =>
    (await fromPack((pack) => placesFrom(pack, q, kind, limit))()) ?? findKeptPlaces(q, kind)
}
