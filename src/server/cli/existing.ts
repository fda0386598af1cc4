import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#server/config.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'

/** Opens the database of an installation; never makes one. */
export async function openExisting(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl === null && !existsSync(path.join(config.dataFolder, 'postgres')))
    throw new Error(
      `There is no installation in ${config.dataFolder}. Start one first, or name its folder with --data.`,
    )
  return openDatabase(config, { onLog: (line) => process.stderr.write(`${line}\n`), poolSize: 2 })
}
