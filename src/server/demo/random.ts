/** A seeded stream of numbers: the same seed gives the same demo on every machine. Not for secrets. */
export type Random = {
  /** a fraction, 0 ≤ x < 1 */
  next(): number
  /** a whole number from `low` to `high`, both included */
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
  bytes(count: number): Uint8Array
}

/** sfc32 (Chris Doty-Humphrey's small fast counter), its state filled from the text by FNV-1a. */
export function seededRandom(seed: string): Random {
  let a = hash(seed, 1)
  let b = hash(seed, 2)
  let c = hash(seed, 3)
  let counter = 1

  function uint32(): number {
    const out = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + out
    return out >>> 0
  }
  for (let i = 0; i < 15; i++) uint32()

  const next = () => uint32() / 2 ** 32
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => {
      if (list.length === 0) throw new RangeError('pick: the list is empty')
      return list[Math.floor(next() * list.length)] as (typeof list)[number]
    },
    chance: (probability) => next() < probability,
    bytes: (count) => Uint8Array.from({ length: count }, () => uint32() & 0xff),
  }
}

function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}

/**
 * Splits `total` things over the weights, each share at least `least` and the shares adding up exactly (largest remainder; ties go to the earlier one).
 * Throws RangeError when `total` cannot give everyone `least`.
 */
export function apportion(total: number, weights: readonly number[], least = 0): number[] {
  const free = total - least * weights.length
  if (free < 0) throw new RangeError(`apportion: ${total} cannot give ${weights.length} shares at least ${least}`)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map((weight) => (free * weight) / sum)
  const shares = exact.map((share) => least + Math.floor(share))
  const byRemainder = exact
    .map((share, i) => ({ i, rest: share - Math.floor(share) }))
    .sort((x, y) => y.rest - x.rest || x.i - y.i)
  const missing = total - shares.reduce((all, share) => all + share, 0)
  for (const { i } of byRemainder.slice(0, missing)) shares[i] = (shares[i] ?? 0) + 1
  return shares
}
