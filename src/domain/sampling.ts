/** Share of hazards closed on the spot that a second person looks at again. */
export const sampleShare = 0.1

/** Is a subject in the sample whose draw is this number (0 … 2^32 - 1, evenly spread)? */
export function isInSample(draw: number, share = sampleShare): boolean {
  return draw / 2 ** 32 < share
}
