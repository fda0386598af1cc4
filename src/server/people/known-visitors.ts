import { type Instant, millis } from '#domain/calendar.ts'
import type { Visitor } from '#server/http/house.ts'

/** A session that another process ended, or a post it changed, is noticed after this many ms. */
const keptMs = 1000
const most = 10_000

type Entry = { visitor: Visitor; since: number; now: Instant }

/**
 * Who a session's token stands for, for a moment: a phone that sends command after command is looked up once a second.
 * Whatever this process changes about people is forgotten at once (`forgetAll`), also by a look-up under way.
 */
export class KnownVisitors {
  #entries = new Map<string, Entry>()

  /** `now` is the house's clock: a demo's may be moved, and a session run out with it. */
  async visitorOf(token: string | undefined, now: Instant, find: () => Promise<Visitor>): Promise<Visitor> {
    const known = this.#entries.get(token ?? '')
    if (known !== undefined && isFresh(known, now)) return known.visitor
    const entries = this.#entries
    const visitor = await find()
    if (entries.size >= most) entries.clear()
    if (token !== undefined) entries.set(token, { visitor, since: performance.now(), now })
    return visitor
  }

  forgetAll(): void {
    this.#entries = new Map()
  }
}

const isFresh = ({ since, now: then }: Entry, now: Instant) =>
  performance.now() - since < keptMs && Math.abs(millis(now) - millis(then)) < keptMs
