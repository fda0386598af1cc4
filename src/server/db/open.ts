import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Config } from '#server/config.ts'
import { openPool } from './client.ts'
import { openEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { type Database, openTransactions } from './transaction.ts'

export type OpenDatabase = {
  url: string
  transactions: Database
  /** For the job runner, which brings its own schema and its own transactions. */
  pool: pg.Pool
  close(): Promise<void>
}

const login = 'bihuan_login'

/** Opens your PostgreSQL (`DATABASE_URL`) or the embedded one, brings it to the newest form, and connects. */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  options: { onLog?: (line: string) => void; fast?: boolean; poolSize?: number } = {},
): Promise<OpenDatabase> {
  const log = options.onLog ?? (() => {})
  const server = config.databaseUrl === null ? await openOwnServer(config.dataFolder, options) : null
  try {
    const url = server?.url ?? (config.databaseUrl as string)
    await migrate(url)
    const pool = openPool(url, options.poolSize ?? 12, (error) => log(`database connection lost: ${error.message}`))
    const close = async () => {
      await pool.end()
      await server?.stop()
    }
    return { url, transactions: openTransactions(pool), pool, close }
  } catch (error) {
    await server?.stop()
    throw error
  }
}

async function openOwnServer(folder: string, options: { onLog?: (line: string) => void; fast?: boolean }) {
  const embedded = await openEmbedded({ folder: path.join(folder, 'postgres'), ...options })
  const password = loginPassword(path.join(folder, 'login-password'))
  await createLogin(embedded.superuserUrl, password)
  return {
    url: `postgres://${login}:${encodeURIComponent(password)}@127.0.0.1:${embedded.port}/bihuan`,
    stop: () => embedded.stop(),
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
