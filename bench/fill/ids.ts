import type { Random } from '#server/demo/random.ts'

const hex = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'))
const two = (random: Random) => {
  const drawn = Math.floor(random.next() * 2 ** 32)
  return { high: hex[drawn >>> 16] as string, low: hex[drawn & 0xffff] as string }
}

let lastMs = -1
let head = ''

/** A UUIDv7 by the million: as `uuidV7` of the domain makes it, with `order` (below 4,096) to sort those of one millisecond. */
export function quickId(ms: number, order: number, random: Random): string {
  if (ms !== lastMs) {
    lastMs = ms
    head = `${hex[Math.floor(ms / 2 ** 32)]}${hex[Math.floor(ms / 65_536) % 65_536]}-${hex[ms % 65_536]}-7`
  }
  const drawn = Math.floor(random.next() * 2 ** 32)
  const { high, low } = two(random)
  const variant = hex[0x8000 | (drawn & 0x3fff)]
  return `${head}${(hex[order] as string).slice(1)}-${variant}-${hex[drawn >>> 16]}${high}${low}`
}

export function quickDigest(random: Random): string {
  let text = '\\\\x'
  for (let n = 0; n < 8; n++) {
    const { high, low } = two(random)
    text += high + low
  }
  return text
}

const days = new Map<number, string>()
const digits = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'))
const pair = (n: number) => (digits[n] as string).slice(1)

/** As `instant` of the domain writes it, by the million. */
export function quickInstant(ms: number): string {
  const onDay = Math.floor(ms / 86_400_000)
  let date = days.get(onDay)
  if (date === undefined) {
    date = new Date(ms).toISOString().slice(0, 11)
    days.set(onDay, date)
  }
  const rest = ms - onDay * 86_400_000
  const seconds = Math.floor(rest / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${date}${pair(Math.floor(minutes / 60))}:${pair(minutes % 60)}:${pair(seconds % 60)}.${digits[rest % 1000]}Z`
}
