// UUID version 7 (RFC 9562 §5.7). The caller brings the instant and the randomness, so a phone, a server and a seeded demo all use this one function.

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const lastInstant = 2 ** 48 - 1
const hexes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** `at` in ms since 1970 (0 … 2^48 - 1), `random` exactly 10 bytes. Throws RangeError on anything else. */
export function uuidV7(at: number, random: Uint8Array): string {
  if (!Number.isInteger(at) || at < 0 || at > lastInstant) throw new RangeError(`uuidV7: not an instant in ms: ${at}`)
  if (random.length !== 10) throw new RangeError(`uuidV7: needs 10 random bytes, got ${random.length}`)
  const time = at.toString(16).padStart(12, '0')
  const hex = (n: number) => hexes[random[n] as number] as string
  const version = hexes[0x70 | ((random[0] as number) & 0x0f)]
  const variant = hexes[0x80 | ((random[2] as number) & 0x3f)]
  const node = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9)
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex(1)}-${variant}${hex(3)}-${node}`
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
