import { createHash } from 'node:crypto'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

// Instants leave the database as the strings that the rest of the house speaks, counts as numbers.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Whoever took the port of a database that died may accept and never answer. */
const connectionTimeoutMillis = 5_000

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = createHash('sha1').update(text).digest('base64url')
  if (names.size < 2000) names.set(text, name)
  return name
}

/** Prepares every statement under a name, so that a hot one is parsed and planned once per connection. */
class PreparingClient extends pg.Client {
  // @ts-expect-error pg's overloads cannot be restated; only the object form is changed
  override query(config: pg.QueryConfig | string, ...rest: unknown[]) {
    const prepared =
      typeof config === 'object' && 'values' in config && config.values !== undefined && config.name === undefined
        ? { ...config, name: nameOf(config.text) }
        : config
    return (super.query as (...all: unknown[]) => unknown)(prepared, ...rest)
  }
}

export type Queries = Kysely<Tables>

/**
 * A pool of connections that speak Kysely. `url` is asked for each new connection: a server that was started again may
 * listen elsewhere. `onError` hears of idle connections that broke.
 */
export function openPool(
  url: () => string,
  size: number,
  onError: (error: Error) => void,
): { pool: pg.Pool; queries: Queries } {
  class FreshClient extends PreparingClient {
    constructor(config: pg.ClientConfig) {
      super({ ...config, connectionString: url(), connectionTimeoutMillis })
    }
  }
  const pool = new pg.Pool({ max: size, Client: FreshClient as never })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  const queries = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { pool, queries }
}
