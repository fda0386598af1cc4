import { createHash, hash } from 'node:crypto'

/** How often a table was measured and what came out; equal for equal rows, in whatever order they came. */
export type Measured = {
  rows: number
  bytes: number
  /** SHA-256 of the text as it came, in its order. */
  sha256: string
  /** Sum of the rows' SHA-256, lane by lane: two tables with the same rows have the same, in any order. */
  digest: string
}

const newline = 10
const lanes = 8

/**
 * Measures the COPY text of one table while it flows by. In that text each row is one line, whatever stands in it.
 * A restored table lies on the disk in another order than the original, so its order cannot be compared.
 */
export class TableDigest {
  rows = 0
  bytes = 0
  readonly #whole = createHash('sha256')
  readonly #sums = new Uint32Array(lanes)
  /** The beginning of a row whose end has not come yet. */
  #begun: Buffer[] = []

  add(chunk: Buffer): void {
    this.#whole.update(chunk)
    this.bytes += chunk.length
    let from = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      const rest = chunk.subarray(from, end)
      this.#row(this.#begun.length === 0 ? rest : Buffer.concat([...this.#begun, rest]))
      this.#begun = []
      from = end + 1
    }
    if (from < chunk.length) this.#begun.push(chunk.subarray(from))
  }

  result(): Measured {
    if (this.#begun.length > 0) throw new Error('The text of a table ended in the middle of a row.')
    const digest = Array.from(this.#sums, (sum) => sum.toString(16).padStart(8, '0')).join('')
    return { rows: this.rows, bytes: this.bytes, sha256: this.#whole.digest('hex'), digest }
  }

  #row(line: Buffer): void {
    this.rows += 1
    const digest = hash('sha256', line, 'buffer')
    for (let lane = 0; lane < lanes; lane += 1)
      this.#sums[lane] = (this.#sums[lane] as number) + digest.readUInt32BE(lane * 4)
  }
}
