import type { Line } from './client.ts'

/** With so few events the tables are as good as empty, whatever the plan. */
const few = 100

/** How old the plans of each connection are, measured in what the tables held when they were made. */
export class Plans {
  #generation = 0
  readonly #eventsThen = new Map<string, number>()
  readonly #madeIn = new WeakMap<object, number>()

  grown({ code }: { code: string }, events: number): void {
    if (events < 2 * (this.#eventsThen.get(code) ?? few / 2)) return
    this.#eventsThen.set(code, events)
    this.#generation += 1
  }

  /** Lets a connection forget plans of before. To be called outside of a transaction; nothing waits for it. */
  renewOn(client: object, line: Pick<Line, 'control'>): void {
    const madeIn = this.#madeIn.get(client) ?? this.#generation
    this.#madeIn.set(client, this.#generation)
    if (madeIn < this.#generation) line.control('discard plans').catch(() => undefined)
  }
}
