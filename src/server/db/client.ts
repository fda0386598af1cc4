import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Result } from './sql.ts'

// Instants leave the database as the strings that the rest of the house speaks, counts as numbers.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, instantOf)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** "2022-06-15 01:00:00.5+00" → "2022-06-15T01:00:00.500Z"; connections speak UTC. */
function instantOf(text: string): string {
  if (text.length > 29 || text.length < 22 || !text.endsWith('+00')) return new Date(text).toISOString()
  const millis = text.length === 22 ? '000' : text.slice(20, -3).padEnd(3, '0').slice(0, 3)
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${millis}Z`
}

const wire = {
  pipeline: true,
  options: '-c timezone=UTC -c jit=off -c random_page_cost=1.1',
  /** Whoever took the port of a database that died may accept and never answer. */
  connectionTimeoutMillis: 5_000,
} as pg.ClientConfig

/**
 * Connections that send a statement without waiting for the answer of the one before. Instants come in UTC; the
 * just-in-time compiler costs short statements more than it gives. `url` is asked for each new connection: a server that
 * was started again may listen elsewhere. `onError` hears of idle connections that broke.
 */
export function openPool(url: () => string, size: number, onError: (error: Error) => void): pg.Pool {
  class FreshClient extends pg.Client {
    constructor(config: pg.ClientConfig) {
      super({ ...config, ...wire, connectionString: url() })
    }
  }
  const pool = new pg.Pool({ max: size, Client: FreshClient as never })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

const most = 2000
const namesByPurpose = new Map<string, Map<string, string>>()

/**
 * Every statement is prepared under a name, so that a hot one is parsed and planned once per connection. A plan holds
 * for one role and one schema: `purpose` keeps them apart.
 */
function nameOf(purpose: string, text: string): string | undefined {
  const names = namesByPurpose.get(purpose) ?? new Map<string, string>()
  if (names.size === 0) namesByPurpose.set(purpose, names)
  const known = names.get(text)
  if (known !== undefined || names.size >= most) return known
  const name = createHash('sha1').update(`${purpose} ${text}`).digest('base64url')
  names.set(text, name)
  return name
}

const inFailedTransaction = '25P02'

type Wire = { connection: { stream: { cork(): void; uncork(): void } } }

/** One connection within one transaction. What is asked at one moment travels together. */
export class Line {
  readonly #client: pg.PoolClient
  readonly #purpose: string
  #corked = false
  #ended = false
  /** What failed first: the statements behind it only say that one did. */
  #failure: Error | undefined

  constructor(client: pg.PoolClient, purpose: string) {
    this.#client = client
    this.#purpose = purpose
  }

  async run<T>(text: string, values: readonly unknown[]): Promise<Result<T>> {
    if (this.#ended) throw new Error('this transaction has ended')
    this.#cork()
    const name = nameOf(this.#purpose, text)
    const asked = { text, values: values as unknown[], rowMode: 'array' as const }
    const { rows, fields, rowCount } = await this.#client
      .query(name === undefined ? asked : { ...asked, name })
      .catch((error: Error & { code?: string }) => {
        this.#failure ??= error
        throw error.code === inFailedTransaction ? this.#failure : error
      })
    return { rows: rows.length === 0 ? [] : objectsOf<T>(rows, fields), numAffectedRows: BigInt(rowCount ?? 0) }
  }

  /**
   * From here on nothing more is asked: what was started beside a statement that failed may still want to go on, and the
   * connection soon belongs to somebody else.
   */
  end(how: 'commit' | 'rollback'): Promise<string> {
    this.#ended = true
    return this.control(how)
  }

  /** Gives the word with which the database answers. */
  async control(text: string): Promise<string> {
    this.#cork()
    const { command } = await this.#client.query(text)
    return command
  }

  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    const { stream } = (this.#client as unknown as Wire).connection
    stream.cork()
    process.nextTick(() => {
      this.#corked = false
      stream.uncork()
    })
  }
}

const camels = new Map<string, string>()

function camel(name: string): string {
  const known = camels.get(name)
  if (known !== undefined) return known
  const made = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  camels.set(name, made)
  return made
}

function objectsOf<T>(rows: readonly unknown[][], fields: readonly pg.FieldDef[]): T[] {
  const names = fields.map((field) => camel(field.name))
  return rows.map((row) => {
    const made: Record<string, unknown> = {}
    for (let n = 0; n < names.length; n++) made[names[n] as string] = row[n]
    return made as T
  })
}
