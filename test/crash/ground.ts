import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { settle, settledAt } from '#server/demo/settle.ts'
import { run } from '#server/main.ts'
import { superuserUrl } from './child.ts'
import { makeSteps, type Round } from './steps.ts'

/** A town just founded, at rest in a folder, and what will happen in it: the same for every run that begins there. */
export type Ground = {
  rounds: readonly Round[]
  /** Cookie of the relay, which speaks for everybody and never has to log in again. */
  cookie: string
  /** A copy of the town in a folder of its own. */
  copy(): Promise<string>
  remove(): Promise<void>
}

export async function layGround(seed: string, share: number): Promise<Ground> {
  const root = await mkdtemp(path.join(tmpdir(), 'bihuan-crash-'))
  // As root, PostgreSQL runs as somebody who must be able to pass.
  await chmod(root, 0o711)
  const first = path.join(root, 'ground')
  const config = readConfig({ LOG_LEVEL: 'fatal' }, { data: first, port: 0 })
  const database = await openDatabase(config)
  const token = randomBytes(32).toString('base64url')
  let rounds: readonly Round[]
  try {
    const town = await settle(database, settledAt, Date.parse('2022-05-31T00:00:00.000Z') - Date.now(), 'everybody')
    const running = await run(config, { database, ticking: false })
    rounds = await makeSteps(running.house, town, seed, share)
    await running.close()
    await openSession(first, town.relay, token)
  } finally {
    await database.close()
  }
  let copies = 0
  return {
    rounds,
    cookie: `bihuan=${token}`,
    async copy() {
      copies += 1
      const folder = path.join(root, `run-${copies}`)
      // Owners stay as they are: run as root, PostgreSQL works as somebody else.
      await promisify(execFile)('cp', ['-a', first, folder])
      return folder
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

/** In the town months go by in a minute, and no session lasts that long. */
async function openSession(folder: string, relay: { accountId: string; id: string }, token: string): Promise<void> {
  const client = new pg.Client({ connectionString: await superuserUrl(folder) })
  await client.connect()
  try {
    await client.query(
      `insert into shared.session (token_hash, account_id, district, post_id, created_at, last_seen, expires_at)
       values ($1, $2, '330109', $3, now(), '2100-01-01', '2100-01-01')`,
      [createHash('sha256').update(token).digest(), relay.accountId, relay.id],
    )
  } finally {
    await client.end()
  }
}
