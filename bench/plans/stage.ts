import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { readConfig } from '#server/config.ts'
import { openEmbedded } from '#server/db/embedded.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { settle } from '#server/demo/settle.ts'
import { type Running, run } from '#server/main.ts'

/** A statement as the product sent it. */
export type Statement = { text: string; values: readonly unknown[] }

/** An installation whose every statement is written down, and a connection that no policy binds. */
export type Stage = Running & {
  raw: pg.Pool
  /** The product's own connections, with their settings, to do over what was written down. */
  own: pg.Pool
  district: { code: string; schema: string; name: string }
  passwords: ReadonlyMap<string, string>
  isFilled: boolean
  /** What the product asks the database while it does that work. */
  written(work: () => Promise<unknown>): Promise<Statement[]>
  end(): Promise<void>
}

/** In that folder, which is kept, or in a new one that goes with it. */
export async function openStage(kept?: string): Promise<Stage> {
  const folder = kept ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-plans-')))
  const config = { ...readConfig({ LOG_LEVEL: 'error' }, { data: folder, port: 0 }), databaseUrl: null }
  const opened = await openDatabase(config, { fast: true })
  const embedded = await openEmbedded({ folder: path.join(folder, 'postgres'), fast: true })
  const superuserUrl = embedded.superuserUrl.replace(/\/postgres\?/, '/bihuan?')
  const raw = new pg.Pool({ connectionString: superuserUrl, max: 2, options: '-c search_path=d330109,shared' })
  let statements: Statement[] = []
  opened.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => unknown
    // Whatever is sent is written down first; what opens and ends a transaction comes as a bare text.
    client.query = ((asked: string | Statement, ...rest: unknown[]) => {
      if (typeof asked === 'object') statements.push({ text: asked.text, values: asked.values })
      return query(asked, ...rest)
    }) as never
  })
  const passwords = await settled(opened, path.join(folder, 'passwords.json'))
  const district = { code: '330109', schema: 'd330109', name: '萧山区' }
  const running = await run(config, { database: opened, ticking: false })
  return {
    ...running,
    raw,
    own: opened.pool,
    district,
    passwords,
    isFilled: (await raw.query('select from hazard limit 1')).rowCount !== 0,
    async written(work) {
      statements = []
      await work()
      return statements
    },
    async end() {
      await running.close()
      await raw.end()
      await embedded.stop()
      await opened.close()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The towns and the cast of the demo; the passwords stay beside a folder that is kept. */
async function settled(database: OpenDatabase, file: string): Promise<Map<string, string>> {
  if (existsSync(file)) return new Map(JSON.parse(readFileSync(file, 'utf8')))
  const { passwords } = await settle(database, '2022-01-01T00:00:00.000Z', 0)
  writeFileSync(file, JSON.stringify([...passwords]))
  return new Map(passwords)
}
