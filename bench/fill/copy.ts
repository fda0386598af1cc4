import { once } from 'node:events'
import pg from 'pg'
import { from } from 'pg-copy-streams'

export type Cell = string | number | boolean | null | object

const chunkLength = 128 * 1024

/**
 * Lines on their way into one table, in PostgreSQL's text form. Triggers of foreign keys are left out: whoever fills
 * writes rows that fit, and `checkReferences` looks afterwards.
 */
export class Copy {
  readonly #client: pg.Client
  readonly #stream: ReturnType<typeof from>
  readonly #failed: Promise<never>
  #error: unknown
  readonly #latin: boolean
  #chunk = ''

  private constructor(client: pg.Client, stream: ReturnType<typeof from>, latin: boolean) {
    this.#latin = latin
    this.#client = client
    this.#stream = stream
    this.#failed = new Promise((_, reject) => {
      stream.once('error', (error) => {
        this.#error = error
        reject(error)
      })
    })
    this.#failed.catch(() => undefined)
  }

  /** `latin`: nothing beyond ASCII is written, which is quicker. */
  static async open(url: string, table: string, columns: readonly string[], latin = false): Promise<Copy> {
    const options = '-c search_path=d330109,shared -c session_replication_role=replica -c synchronous_commit=off'
    const client = new pg.Client({ connectionString: url, options })
    await client.connect()
    const names = columns.map((name) => client.escapeIdentifier(name)).join(', ')
    return new Copy(client, client.query(from(`copy ${client.escapeIdentifier(table)} (${names}) from stdin`)), latin)
  }

  add(cells: readonly Cell[]): void {
    this.addLine(lineOf(cells))
  }

  /** A line as `lineOf` makes it. */
  addLine(line: string): void {
    this.#chunk += line
  }

  /** Sends what has gathered, and waits while the server is behind. */
  async flow(): Promise<void> {
    if (this.#chunk.length < chunkLength) return
    await this.#send()
  }

  async #send(): Promise<void> {
    if (this.#error !== undefined) throw this.#error
    const chunk = Buffer.from(this.#chunk, this.#latin ? 'latin1' : 'utf8')
    this.#chunk = ''
    if (!this.#stream.write(chunk)) await Promise.race([once(this.#stream, 'drain'), this.#failed])
  }

  async close(): Promise<void> {
    try {
      if (this.#chunk !== '') await this.#send()
      this.#stream.end()
      await Promise.race([once(this.#stream, 'finish'), this.#failed])
    } finally {
      await this.#client.end()
    }
  }
}

/** Texts must hold no tab, line break or backslash; bytes are given as `bytesOf` writes them. */
export function lineOf(cells: readonly Cell[]): string {
  let line = ''
  for (const cell of cells) {
    if (line !== '') line += '\t'
    if (cell === null) line += '\\N'
    else if (typeof cell === 'string') line += cell
    else if (typeof cell === 'boolean') line += cell ? 't' : 'f'
    else line += typeof cell === 'number' ? cell : JSON.stringify(cell)
  }
  return `${line}\n`
}

export const bytesOf = (bytes: Buffer) => `\\\\x${bytes.toString('hex')}`
