// UUID version 7 (RFC 9562 §5.7). The caller brings the instant and the randomness, so a phone, a server and a seeded demo all use this one function.

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const lastInstant = 2 ** 48 - 1

/** `at` in ms since 1970 (0 … 2^48 - 1), `random` exactly 10 bytes. Throws RangeError on anything else. */
export function uuidV7(at: number, random: Uint8Array): string {
  if (!Number.isInteger(at) || at < 0 || at > lastInstant) throw new RangeError(`uuidV7: not an instant in ms: ${at}`)
  if (random.length !== 10) throw new RangeError(`uuidV7: needs 10 random bytes, got ${random.length}`)
  const tail = Uint8Array.from(random)
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f)
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f)
  const hex =
    at.toString(16).padStart(12, '0') + Array.from(tail, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The instant inside a version 7 id, in ms. Throws RangeError if `id` is not one. */
export function uuidTime(id: string): number {
  if (!isUuid(id) || id[14] !== '7') throw new RangeError(`uuidTime: not a version 7 UUID: ${id}`)
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** Lower-case, hyphenated, RFC variant: one spelling per id, so equal ids are equal strings. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value)
}
