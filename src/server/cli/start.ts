import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { findInstallation } from '#server/house.ts'
import { run } from '#server/main.ts'
import { serve } from './serve.ts'
import { setUp } from './set-up.ts'
import { ensureWebBuild } from './web-build.ts'

/** Serves an installation, or only brings its database to this version's form. */
export async function start(
  given: { data?: string; port?: number; host?: string },
  what: 'serve' | 'migrate',
): Promise<number> {
  const config = readConfig(process.env, given)
  const database = await openDatabase(config, { onLog: (line) => process.stderr.write(`${line}\n`) })
  try {
    if (what === 'serve') {
      if ((await findInstallation(database)) === undefined) await setUp(database, process.env)
      const web = await ensureWebBuild()
      const running = await run(config, { database, webFolder: web?.folder })
      await serve(running, (address) => process.stdout.write(`Ready: ${address}\n`))
    }
  } finally {
    await database.close()
  }
  return 0
}
