import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { backUpBefore } from '#server/backup/automatic.ts'
import type { Config } from '#server/config.ts'
import { openPool } from './client.ts'
import { keepEmbedded } from './embedded-watch.ts'
import { migrate } from './migrate.ts'
import { guardRoom } from './room.ts'
import { type Database, openTransactions } from './transaction.ts'
import { assertYours } from './yours.ts'

export type OpenDatabase = {
  /** Where the server listens now; asked anew for each connection. */
  readonly url: string
  transactions: Database
  /** For the job runner, which brings its own schema and its own transactions. */
  pool: pg.Pool
  close(): Promise<void>
  /** Ends the embedded server whatever is under way; what was not committed is gone. A server of yours goes on. */
  abandon(): Promise<void>
}

/** A server with an empty database of ours on it, or one that holds an installation of whatever version. */
export type OpenServer = { url(): string; started: 'fresh' | 'again' | 'reused' | 'yours'; stop(): Promise<void> }

type Options = { onLog?: (line: string) => void; fast?: boolean }

const login = 'bihuan_login'

/**
 * Opens your PostgreSQL (`DATABASE_URL`) or the embedded one, brings it to the newest form, and connects. An installation
 * is backed up before its form changes.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  options: Options & { poolSize?: number } = {},
): Promise<OpenDatabase> {
  const log = options.onLog ?? (() => {})
  const server = await openServer(config, options)
  try {
    await migrate(server.url(), (pending) => backUpBefore(pending, server.url(), config.dataFolder, log))
    const pool = openPool(server.url, options.poolSize ?? 12, (error) =>
      log(`database connection lost: ${error.message}`),
    )
    const close = async () => {
      if (!pool.ending) await pool.end()
      await server.stop()
    }
    // The disk of a server of yours is not ours to look at.
    const mayWrite = config.databaseUrl === null ? guardRoom(config.dataFolder) : undefined
    return {
      get url() {
        return server.url()
      },
      transactions: openTransactions(pool, mayWrite),
      pool,
      close,
      abandon: () => server.stop(),
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Opens the server and leaves its database in the form that it has. */
export async function openServer(
  config: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  options: Options = {},
): Promise<OpenServer> {
  const { databaseUrl, dataFolder } = config
  if (databaseUrl !== null) {
    await assertYours(databaseUrl)
    return { url: () => databaseUrl, started: 'yours', stop: async () => {} }
  }
  const kept = await keepEmbedded({ onLog: () => {}, ...options, folder: path.join(dataFolder, 'postgres') })
  try {
    const password = loginPassword(path.join(dataFolder, 'login-password'))
    await createLogin(kept.superuserUrl(), password)
    const user = `${login}:${encodeURIComponent(password)}`
    return {
      url: () => `postgres://${user}@${kept.place()}/bihuan`,
      started: kept.started,
      stop: () => kept.stop(),
    }
  } catch (error) {
    await kept.stop()
    throw error
  }
}

function loginPassword(file: string): string {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  // Empty: a first start was interrupted while writing it.
  if (kept !== '') return kept
  const password = randomBytes(24).toString('hex')
  writeFileSync(file, password, { mode: 0o600 })
  return password
}

/**
 * The everyday login is no superuser: row-level security binds it, and the schemas' owner too. Its password is set each
 * time, so that a lost file only means a new one. Several programs may open the same folder at once.
 */
async function createLogin(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('bihuan.login'))")
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login])
    const does = rowCount === 0 ? 'create' : 'alter'
    await client.query(`${does} role ${login} login createrole noinherit password ${client.escapeLiteral(password)}`)
    const found = await client.query("select from pg_database where datname = 'bihuan'")
    if (found.rowCount === 0)
      await client.query(`create database bihuan owner ${login} template template0 encoding 'UTF8'`)
  } finally {
    await client.end()
  }
}
