import { randomFillSync } from 'node:crypto'
import { type Instant, millis } from '#domain/calendar.ts'
import { uuidV7 } from '#domain/ids.ts'

const perId = 10
const drawn = Buffer.alloc(perId * 400)
let used = drawn.length

/** Ten random bytes of a larger draw: one call for each would cost more than the id. */
function nextRandom(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += perId
  return drawn.subarray(used - perId, used)
}

let last = 0
let counter = 0

/**
 * A UUIDv7 whose text sorts after every earlier one of this process within the same millisecond. The counter takes the
 * first 26 of the 74 random bits: no machine makes that many ids in a millisecond.
 */
export function newId(now: Instant): string {
  const ms = millis(now)
  counter = ms === last ? counter + 1 : 0
  last = ms
  const random = nextRandom()
  random[0] = (counter >> 22) & 0x0f
  random[1] = (counter >> 14) & 0xff
  random[2] = (counter >> 8) & 0x3f
  random[3] = counter & 0xff
  return uuidV7(ms, random)
}
