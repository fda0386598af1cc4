import { isInSample, sampleShare } from '#domain/sampling.ts'
import { hmac256 } from './hmac.ts'

/**
 * The number that a secret seed draws for an id, 0 … 2^32 - 1: the first four bytes of HMAC-SHA256. Ids are minted on
 * phones, so that whoever could foresee the draw could go on minting until an id is left out.
 */
export function draw32(seed: string, id: string): number {
  return hmac256(keyOf(seed), id).readUInt32BE(0)
}

let latest = { seed: '', key: Buffer.alloc(0) }

/** The seed as a key; an installation has one, so the last one is kept. */
function keyOf(seed: string): Buffer {
  if (latest.seed !== seed) latest = { seed, key: Buffer.from(seed) }
  return latest.key
}

/** Is this subject in the sample of that seed? The same seed draws the same sample for ever. */
export function isSampled(id: string, seed: string, share = sampleShare): boolean {
  return isInSample(draw32(seed, id), share)
}
