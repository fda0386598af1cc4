import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { cast } from '#server/demo/cast.ts'
import { firstDay } from '#server/demo/lives.ts'
import { findOverdueHazard, findOwnerLink } from '#server/demo/owner-link.ts'
import { replay } from '#server/demo/replay.ts'
import { settle } from '#server/demo/settle.ts'
import { run } from '#server/main.ts'
import { progressBar } from './progress.ts'
import { serve } from './serve.ts'
import { ensureWebBuild } from './web-build.ts'

/** Share of the pilot's places in the sample. */
const share = 0.02

/** A town in a fresh folder with a sample of the pilot replayed through the real commands; then serves it. */
export async function demo(given: { data?: string; port?: number; host?: string }, andServe: boolean): Promise<number> {
  const data = given.data ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-demo-')))
  const env = { LOG_LEVEL: 'warn', ...process.env }
  delete (env as NodeJS.ProcessEnv)['DATABASE_URL']
  const config = { ...readConfig(env, { ...given, data }), databaseUrl: null }
  const say = (line: string) => process.stdout.write(`${line}\n`)

  const building = andServe ? ensureWebBuild() : Promise.resolve(undefined)
  building.catch(() => undefined)
  const database = await openDatabase(config, { onLog: () => {} })
  try {
    const began = new Date(firstDay).toISOString()
    const town = await settle(database, '2022-01-01T00:00:00.000Z', Date.parse(began) - Date.now())
    say(`${town.units.length} units, ${town.posts.length} posts. Replaying a sample of 15 June to 30 August 2022 …`)
    const preparing = await run(config, { database, ticking: false })
    const bar = progressBar('commands')
    const { refused, firstRefusal } = await replay(preparing.house, town, share, preparing.react, bar.show)
    bar.done()
    if (firstRefusal !== undefined)
      throw new Error(`${refused} commands of the replay were refused, the first: ${JSON.stringify(firstRefusal)}`)
    await preparing.keepTime()
    await preparing.close()

    const web = await building
    if (!andServe) {
      await database.close()
      return 0
    }
    const running = await run(config, { database, webFolder: web?.folder })
    const overdue = await findOverdueHazard(running.house, town.district)
    const owner = overdue === null ? null : await findOwnerLink(running.house, town.district, overdue)
    await serve(running, (address) => {
      say(`\nReady: ${address}   (演示数据: real villages, invented firms and people; everything lies in ${data})\n`)
      for (const member of cast)
        say(
          `  ${member.role.padEnd(18)} ${member.loginName.padEnd(14)} ${town.passwords.get(member.loginName)}   ${member.displayName} ${member.post}`,
        )
      say(`\n  On a phone:      ${address}/field`)
      if (owner !== null) say(`  An owner's link: ${address}${owner.path}   code ${owner.code}   ${owner.placeName}`)
      say('  Stop:            Ctrl+C')
    })
    await database.close()
    return 0
  } catch (error) {
    await database.close()
    throw error
  }
}
