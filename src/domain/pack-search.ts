import type { Pack, PackPlace } from './pack.ts'
import type { PlaceKind } from './places.ts'

/**
 * Places by name, address or the sound of the name, in order of name. Rooms are found in their house. Letters fit where each
 * next one goes on with a syllable or begins the one behind it: "lanwen", "lw" and "lanw" all find 蓝纹.
 */
export function findInPack(pack: Pack, asked: string, kind: PlaceKind | ''): PackPlace[] {
  const q = asked.trim().toLowerCase()
  const letters = /^[a-z0-9' ]+$/.test(q) ? q.replace(/[' ]/g, '') : ''
  const fits = (place: PackPlace) =>
    q === '' ||
    `${place.name} ${place.address}`.toLowerCase().includes(q) ||
    place.uscc?.toLowerCase() === q ||
    (letters !== '' && sounds(place.syllables, letters))
  return [...pack.places.values()]
    .filter((place) => (kind === '' ? place.kind !== 'room' : place.kind === kind) && fits(place))
    .sort((a, b) => order.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

const order = new Intl.Collator('zh')

/** Do the letters spell syllables that stand together, the first letter of each at least? */
export function sounds(spoken: string, letters: string): boolean {
  const syllables = spoken.split(' ')
  return syllables.some((_, start) => spells(syllables, start, letters, 0))
}

function spells(syllables: readonly string[], at: number, letters: string, from: number): boolean {
  if (from === letters.length) return true
  const syllable = syllables[at] ?? ''
  for (let n = 1; n <= syllable.length && syllable[n - 1] === letters[from + n - 1]; n++) {
    if (spells(syllables, at + 1, letters, from + n)) return true
  }
  return false
}
