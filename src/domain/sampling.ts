/** Share of hazards closed on the spot that a second person looks at again. */
export const sampleShare = 0.1

/** 32-bit FNV-1a with a final avalanche: small, stable across languages, so that a draw can be repeated anywhere. */
export function hash32(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i)
    h = Math.imul(h, 0x01000193)
  }
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}

/** Is this subject in the sample of that seed? The same seed draws the same sample for ever. */
export function isSampled(id: string, seed: string, share = sampleShare): boolean {
  return hash32(`${seed}:${id}`) / 2 ** 32 < share
}
