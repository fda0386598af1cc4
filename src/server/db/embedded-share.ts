import { realpath } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { EmbeddedError } from './embedded-error.ts'
import type { Places } from './embedded-folder.ts'
import { readPassword } from './embedded-initialise.ts'
import { isAlive, whoIs } from './embedded-process.ts'
import { endStuck, type PidFile, patience, readPidFile } from './embedded-server.ts'

/**
 * Our part in a running server: a connection that holds a shared lock as long as our process lives, so that
 * whoever stops can see whether anyone else has the server open. It ends with us, however we end.
 */
export type Share = { client: Holder; pid: number; port: number; socketFolder: string; url: string; safe: boolean }

/** `unref`: the connection alone does not keep Node running (not in the types of `pg`). */
type Holder = Client & { ref(): void; unref(): void }

/** The key of the lock, in the database `postgres`; any number that nothing else uses. */
const LOCK = 0x62_68_75_61
/** "The database system is starting up", "in recovery mode" or "shutting down". */
const NOT_NOW = '57P03'
/** Milliseconds that a server which says it is ready may take until it answers us. */
const ANSWER_WITHIN = 15_000

/**
 * Waits for the server `running` to answer as the one of our folder, and joins it; undefined when it ended
 * meanwhile. A server that is still starting is waited for as long as it takes.
 * Throws `embedded.password_lost`, `embedded.password_wrong`, `embedded.not_answering`.
 */
export async function joinServer(places: Places, running: PidFile): Promise<Share | undefined> {
  const password = await readPassword(places)
  if (password === undefined) throw passwordLost(places, running.pid)
  let reason = ''
  let stopping: number | null = null
  for (let deadline = Date.now() + ANSWER_WITHIN; Date.now() < deadline; await sleep(50)) {
    const now = await readPidFile(places.folder)
    if (now?.pid !== running.pid || (await whoIs(now.pid, places.folder)) === 'gone') return undefined
    if (now.status !== 'ready') {
      deadline = Date.now() + ANSWER_WITHIN
      stopping = now.status === 'stopping' ? (stopping ?? Date.now()) : null
      if (stopping !== null && Date.now() - stopping > patience.stuck) endStuck(now.pid)
      continue
    }
    const answer = await ask(places, now, password)
    if (typeof answer === 'object') return answer
    reason = answer
  }
  throw new EmbeddedError(
    'embedded.not_answering',
    `PostgreSQL (process ${running.pid}, folder ${places.folder}) is running but does not answer: ${reason}. ` +
      `Nothing was changed. See ${places.log}; end that process with "kill -INT ${running.pid}" and start again.`,
    { folder: places.folder, pid: running.pid, reason },
  )
}

/** The share, or why there is none yet. */
async function ask(places: Places, server: PidFile, password: string): Promise<Share | string> {
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${server.port}/postgres?sslmode=disable`
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    application_name: 'bihuan: keeps the server',
  }) as Holder
  // The server may go before we do: whoever uses the database notices, this connection need not.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string; safe: boolean; joined: boolean }>(
      `SELECT current_setting('data_directory') AS folder, current_setting('fsync')::bool AS safe,
        pg_try_advisory_lock_shared($1) AS joined`,
      [LOCK],
    )
    const { folder = '', safe = false, joined = false } = rows[0] ?? {}
    if ((await realpath(folder)) === places.folder && joined) {
      client.unref()
      return { client, pid: server.pid, port: server.port, socketFolder: server.socketFolder, url, safe }
    }
    await client.end()
    return joined ? `port ${server.port} belongs to the database in ${folder}` : 'it is being stopped'
  } catch (error) {
    await client.end().catch(() => {})
    if (error instanceof DatabaseError && error.code === '28P01') throw passwordWrong(places)
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Gives up our part. True when nobody else holds one: the share then holds the server alone and nobody can join
 * it, until `leave`. A connection that was cut counts as nobody: its server went, or is being ended by hand.
 */
export async function isLast(share: Share): Promise<boolean> {
  share.client.ref()
  try {
    await share.client.query('SELECT pg_advisory_unlock_shared($1)', [LOCK])
    // The share of a process that was killed a moment ago can take some milliseconds to go.
    for (let tries = 0; tries < 6; tries += 1) {
      if (tries > 0) await sleep(50)
      const { rows } = await share.client.query('SELECT pg_try_advisory_lock($1) AS alone', [LOCK])
      if (rows[0]?.alone) return true
    }
    return false
  } catch {
    await untilInOrder(share)
    return true
  }
}

/**
 * A server that lost one of its connections to a crash restarts itself, and when it is asked to stop in that moment it
 * may do neither. Waits a little until it answers, or is gone.
 */
async function untilInOrder({ url, pid }: Share): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until && isAlive(pid); await sleep(50)) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    const refused = await client.connect().then(
      () => false,
      (error: unknown) => error instanceof DatabaseError && error.code === NOT_NOW,
    )
    await client.end().catch(() => {})
    if (!refused) return
  }
}

export async function leave(share: Share): Promise<void> {
  await share.client.end().catch(() => {})
}

function passwordLost(places: Places, pid: number): EmbeddedError {
  return new EmbeddedError(
    'embedded.password_lost',
    `PostgreSQL (process ${pid}) runs in ${places.folder}, but its password file ${places.password} is missing. ` +
      `Nothing is lost. Put the file back, or end the server with "kill -INT ${pid}" and start again: ` +
      'a new password is then made.',
    { pid, file: places.password },
  )
}

function passwordWrong(places: Places): EmbeddedError {
  return new EmbeddedError(
    'embedded.password_wrong',
    `The password in ${places.password} is not the one of the database in ${places.folder}. Nothing is lost. ` +
      'Put the right file back, or move it away and start again: a new password is then made.',
    { file: places.password, folder: places.folder },
  )
}
