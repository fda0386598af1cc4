import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { crewPassword } from '#bench/crews.ts'
import { readConfig } from '#server/config.ts'
import { openEmbedded } from '#server/db/embedded.ts'
import { openDatabase } from '#server/db/open.ts'
import { storeProofs } from '#server/demo/proofs.ts'
import { relayOf } from '#server/demo/replay.ts'
import { settle, settledAt } from '#server/demo/settle.ts'
import { run } from '#server/main.ts'
import { hashPassword } from '#server/people/passwords.ts'

const beforeEverything = Date.parse('2022-05-31T00:00:00.000Z')

/** An installation with everybody of the pilot at their posts and nothing done yet. Closed: to be copied for each run. */
export type Template = { folder: string; cookie: string; remove(): Promise<void> }

export async function makeTemplate(): Promise<Template> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-bench-replay-'))
  const config = { ...readConfig({ LOG_LEVEL: 'error' }, { data: folder, port: 0 }), databaseUrl: null }
  const database = await openDatabase(config)
  const town = await settle(database, settledAt, beforeEverything - Date.now(), 'everybody')
  const raw = await openRaw(folder)
  await raw.pool.query(`update shared.account set password_hash = $1 where login = 'replay'`, [
    await hashPassword(crewPassword),
  ])
  const running = await run(config, { database, ticking: false })
  await storeProofs(running.house, relayOf(town))
  const payload = { login: 'replay', password: crewPassword }
  const answer = await running.app.inject({
    method: 'POST',
    url: '/api/session',
    payload,
    headers: { 'x-bihuan': '1' },
  })
  if (answer.statusCode !== 200) throw new Error(`the relay cannot log in: ${answer.body}`)
  // The clock will leap over weeks, in which no session would live.
  await raw.pool.query(`update shared.session set last_seen = '2100-01-01', expires_at = '2100-01-01'`)
  await raw.pool.query('analyze')
  await running.close()
  await raw.close()
  await database.close()
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return { folder, cookie, remove: () => rm(folder, { recursive: true, force: true }) }
}

export async function copyOf(template: Template): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-bench-replay-'))
  await cp(template.folder, folder, { recursive: true, preserveTimestamps: true })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The database of a folder as the superuser, started when it does not run. */
export async function openRaw(folder: string) {
  const embedded = await openEmbedded({ folder: path.join(folder, 'postgres') })
  const url = embedded.superuserUrl.replace(/\/postgres\?/, '/bihuan?')
  const pool = new pg.Pool({ connectionString: url, max: 4, options: '-c search_path=d330109,shared' })
  return {
    url,
    pool,
    close: async () => {
      await pool.end()
      await embedded.stop()
    },
  }
}
