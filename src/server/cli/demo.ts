import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Config, readConfig } from '#server/config.ts'
import { markSample } from '#server/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { cast } from '#server/demo/cast.ts'
import { firstDay } from '#server/demo/lives.ts'
import { findOverdueHazard, findOwnerLink } from '#server/demo/owner-link.ts'
import { resetCastPasswords } from '#server/demo/passwords.ts'
import { replay } from '#server/demo/replay.ts'
import { settle } from '#server/demo/settle.ts'
import { findDistricts, findInstallation } from '#server/house.ts'
import { type Running, run } from '#server/main.ts'
import { progressBar } from './progress.ts'
import { serve } from './serve.ts'
import { ensureWebBuild } from './web-build.ts'

/** Share of the pilot's places in the sample. */
const share = 0.02

const say = (line: string) => process.stdout.write(`${line}\n`)

/** A town in a fresh folder with a sample of the pilot replayed through the real commands; then serves it. */
export async function demo(given: { data?: string; port?: number; host?: string }, andServe: boolean): Promise<number> {
  const data = given.data ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-demo-')))
  const config = { ...readConfig({ LOG_LEVEL: 'warn', ...process.env }, { ...given, data }), databaseUrl: null }
  const building = andServe ? ensureWebBuild() : Promise.resolve(undefined)
  building.catch(() => undefined)

  const database = await openDatabase(config, { onLog: () => {} })
  const stop = () => void database.close().finally(() => process.exit(130))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const passwords = await prepare(config, database)
    const web = await building
    if (!andServe) return 0
    const running = await run(config, { database, webFolder: web?.folder })
    const owner = await ownerLinkOf(running).catch(async (error: unknown) => {
      await running.close()
      throw error
    })
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await serve(running, (address) => welcome(address, data, passwords, owner))
    return 0
  } finally {
    await database.close()
  }
}

/** Replays the sample into an empty database; a folder that already holds a demo only gets new passwords. */
async function prepare(config: Config, database: OpenDatabase): Promise<ReadonlyMap<string, string>> {
  const installation = await findInstallation(database)
  if (installation?.demo === false)
    throw new Error(
      `${config.dataFolder} holds a real installation. Nothing was changed. Choose another folder with --data.`,
    )
  if (installation !== undefined) {
    say(`${config.dataFolder} already holds a demo: it goes on from where it was, with new passwords.`)
    return resetCastPasswords(database.transactions)
  }
  const town = await settle(database, '2022-01-01T00:00:00.000Z', firstDay - Date.now())
  say(`${town.units.length} units, ${town.posts.length} posts. Replaying a sample of 15 June to 30 August 2022 …`)
  await markSample(database.url, share < 1)
  const running = await run(config, { database, ticking: false })
  const bar = progressBar('commands')
  const { refused, firstRefusal } = await replay(running.house, town, share, running.react, bar.show)
  bar.done()
  if (firstRefusal !== undefined)
    throw new Error(`${refused} commands of the replay were refused, the first: ${JSON.stringify(firstRefusal)}`)
  await running.keepTime()
  await running.close()
  return town.passwords
}

async function ownerLinkOf({ house, database }: Running) {
  const district = (await findDistricts(database)).find(({ code }) => code === '330109')
  const overdue = district && (await findOverdueHazard(house, district))
  return district && overdue ? findOwnerLink(house, district, overdue) : null
}

function welcome(
  address: string,
  data: string,
  passwords: ReadonlyMap<string, string>,
  owner: Awaited<ReturnType<typeof ownerLinkOf>>,
): void {
  say(`\nReady: ${address}   (演示数据: real villages, invented firms and people; everything lies in ${data})\n`)
  for (const { role, loginName, displayName, post } of cast)
    say(`  ${role.padEnd(18)} ${loginName.padEnd(14)} ${passwords.get(loginName)}   ${displayName} ${post}`)
  say(`\n  On a phone:      ${address}/field`)
  if (owner !== null) say(`  An owner's link: ${address}${owner.path}   code ${owner.code}   ${owner.placeName}`)
  say('  Stop:            Ctrl+C')
}
