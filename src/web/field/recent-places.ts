import { useEffect, useState } from 'react'
import type { PlaceKind } from '#domain/places.ts'
import { keep, kept } from './keep.ts'

export type PlaceName = { id: string; name: string; kind: PlaceKind; address: string }

const most = 6
const placeOf = (accountId: string) => `recent ${accountId}`

/** Remembers where this person was last, so that a report finds its place with one tap. */
export async function noteRecent(accountId: string, { id, name, kind, address }: PlaceName): Promise<void> {
  const was = (await kept<PlaceName[]>('lists', placeOf(accountId))) ?? []
  const now = [{ id, name, kind, address }, ...was.filter((one) => one.id !== id)].slice(0, most)
  await keep('lists', placeOf(accountId), now)
}

export function useRecentPlaces(accountId: string): readonly PlaceName[] {
  const [recent, setRecent] = useState<readonly PlaceName[]>([])
  useEffect(() => {
    void kept<PlaceName[]>('lists', placeOf(accountId)).then((found) => setRecent(found ?? []))
  }, [accountId])
  return recent
}
