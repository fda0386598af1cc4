import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { cast } from '#server/demo/cast.ts'
import { findOverdueHazard, findOwnerLink } from '#server/demo/owner-link.ts'
import { prepareDemo, sampleShare } from '#server/demo/prepare.ts'
import { findDistricts } from '#server/house.ts'
import { type Running, run } from '#server/main.ts'
import { progressBar } from './progress.ts'
import { serve } from './serve.ts'
import { interrupted, onSignal, unlessStopped } from './stopping.ts'
import { ensureWebBuild } from './web-build.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

export type DemoOptions = { serve: boolean; full: boolean }

/**
 * A town in a fresh folder with the pilot, or a sample of it, replayed through the real commands; then serves it. When
 * it is stopped before the end, the same command with that folder goes on.
 */
export async function demo(
  given: { data?: string; port?: number; host?: string },
  { serve: andServe, full }: DemoOptions,
): Promise<number> {
  const data = given.data ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-demo-')))
  const config = { ...readConfig({ LOG_LEVEL: 'warn', ...process.env }, { ...given, data }), databaseUrl: null }
  const building = andServe ? ensureWebBuild() : Promise.resolve(undefined)
  building.catch(() => undefined)

  let gaveUp = false
  const opening = openDatabase(config, { onLog: () => {} })
  const stopping = onSignal(
    () => say('\nStopping where it can go on …'),
    async () => {
      gaveUp = true
      await (await opening).abandon()
    },
  )
  const database = await opening
  try {
    const bar = progressBar('commands')
    const asked = { share: full ? 1 : sampleShare }
    stopping.signal.throwIfAborted()
    const passwords = await prepareDemo(config, database, asked, {
      say,
      progress: bar.show,
      stopping: stopping.signal,
    }).finally(bar.done)
    if (!andServe) return 0
    const web = await unlessStopped(building, stopping.signal)
    const running = await run(config, { database, webFolder: web?.folder })
    const owner = await unlessStopped(ownerLinkOf(running), stopping.signal).catch(async (error: unknown) => {
      await running.close()
      throw error
    })
    // From its first moment on it listens for signals itself.
    stopping.release()
    await serve(running, (address) => welcome(address, data, passwords, owner))
    return 0
  } catch (error) {
    if (gaveUp) return interrupted
    if (!stopping.signal.aborted || error !== stopping.signal.reason) throw error
    say(`Stopped. It goes on with: npm run demo -- ${full ? '--full ' : ''}--data ${data}`)
    return interrupted
  } finally {
    await database.close()
    stopping.release()
  }
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
