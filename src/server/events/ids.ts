import { randomBytes } from 'node:crypto'
import { type Instant, millis } from '#domain/calendar.ts'
import { uuidV7 } from '#domain/ids.ts'

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
  const random = randomBytes(10)
  random[0] = (counter >> 22) & 0x0f
  random[1] = (counter >> 14) & 0xff
  random[2] = (counter >> 8) & 0x3f
  random[3] = counter & 0xff
  return uuidV7(ms, random)
}
