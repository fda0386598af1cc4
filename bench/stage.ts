import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { day, instant } from '#domain/calendar.ts'
import { type Config, readConfig } from '#server/config.ts'
import { openEmbedded } from '#server/db/embedded.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import type { District } from '#server/db/transaction.ts'
import { settle } from '#server/demo/settle.ts'
import { findInstallation } from '#server/house.ts'
import { prepareJobs } from '#server/notices/worker.ts'
import { openCrews } from './crews.ts'

/** A database with the units of a town, its posts and the crews that the benchmarks act as. Its clock is the real one. */
export type Stage = {
  folder: string
  config: Config
  district: District
  database: OpenDatabase
  /** As the superuser, whom row-level security does not bind: fills, counts, and stands for the bare server. */
  raw: pg.Pool
  superuserUrl: string
  /** What was noted about this folder: how far it was filled. */
  noted: Record<string, unknown>
  note(more: Record<string, unknown>): void
  /** The same, with the database started anew. */
  reopen(): Promise<Stage>
  close(): Promise<void>
}

/** Since when everybody has held their posts. */
export const since = instant(Date.parse('2022-01-01T00:00:00.000Z'))

/** Opens a stage in that folder, which is kept, or in a new one that goes with it. */
export async function openStage(options: { folder?: string | undefined }): Promise<Stage> {
  return openIn(options.folder ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-bench-'))), options.folder === undefined)
}

async function openIn(folder: string, passing: boolean): Promise<Stage> {
  const config = { ...readConfig({ LOG_LEVEL: 'error' }, { data: folder, port: 0 }), databaseUrl: null }
  const database = await openDatabase(config)
  const embedded = await openEmbedded({ folder: path.join(folder, 'postgres') })
  const superuserUrl = embedded.superuserUrl.replace(/\/postgres\?/, '/bihuan?')
  const raw = new pg.Pool({ connectionString: superuserUrl, max: 8, options: '-c search_path=d330109,shared' })
  const file = path.join(folder, 'bench.json')
  const noted = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stage['noted']) : {}
  const end = async () => {
    await raw.end()
    await embedded.stop()
    await database.close()
  }
  const stage: Stage = {
    folder,
    config,
    district: { code: '330109', schema: 'd330109', name: '萧山区' },
    database,
    raw,
    superuserUrl,
    noted,
    note: (more) => writeFileSync(file, JSON.stringify(Object.assign(noted, more))),
    reopen: async () => {
      await end()
      return openIn(folder, passing)
    },
    close: async () => {
      await end()
      if (passing) await rm(folder, { recursive: true, force: true })
    },
  }
  if ((await findInstallation(database)) === undefined) {
    await settle(database, since, 0)
    await prepareJobs({ log: silent }, database.pool)
    await openCrews(stage)
  }
  return stage
}

const silent = { error: () => undefined, warn: () => undefined, trace: () => undefined } as never

/** The version of the server, and what of its settings decides about the price of a commit. */
export async function circumstancesOf(stage: Stage): Promise<Record<string, string>> {
  const { rows } = await stage.raw.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from pg_settings
      where name in ('server_version', 'fsync', 'synchronous_commit', 'shared_buffers') order by name`,
  )
  return Object.fromEntries(rows.map(({ name, setting }) => [name === 'server_version' ? 'PostgreSQL' : name, setting]))
}

/** The end of what a fill invents: a whole day before now, so that no clock of it runs out while something is measured. */
export const untilOf = () => instant(Math.floor(Date.now() / day) * day)
