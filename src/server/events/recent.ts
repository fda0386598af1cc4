import type { NumberedEvent } from './numbered.ts'

/**
 * The newest events of each district as this process has numbered them, so that reactions need not fetch again what was
 * in hand a moment ago. What is numbered never changes: a number that is here is the one in the database.
 */
export class RecentEvents {
  readonly #most: number
  readonly #byDistrict = new Map<string, NumberedEvent[]>()

  /** `most`: how many of each district are kept. */
  constructor(most: number) {
    this.#most = most
  }

  /** Events just numbered and committed, in order. Another process may have numbered some in between. */
  add(district: string, events: readonly NumberedEvent[]): void {
    const first = events[0]
    if (first === undefined) return
    const before = this.#byDistrict.get(district) ?? []
    const joins = before.at(-1)?.seq === first.seq - 1
    this.#byDistrict.set(district, (joins ? before.concat(events) : [...events]).slice(-this.#most))
  }

  /** The next `batch` after a number, or fewer when that is all there is; empty when it must be looked up. */
  after(district: string, seq: number, batch: number): readonly NumberedEvent[] {
    const kept = this.#byDistrict.get(district) ?? []
    const from = kept[0] === undefined ? -1 : seq + 1 - kept[0].seq
    return from < 0 ? [] : kept.slice(from, from + batch)
  }
}
