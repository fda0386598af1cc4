/**
 * A server as an installation runs it, in a process of its own, so that it can be killed. Beside what `start` does it
 * lets its parent move the demo's clock: what it is told is answered when whatever was due by then has happened. Arguments: the data folder.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '#server/cli/serve.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { letTimePass } from '#server/demo/replay-time.ts'
import { findDistricts } from '#server/house.ts'
import { type Running, run } from '#server/main.ts'

export type ToServer = { about: number; until: string; keep: boolean }
export type FromServer = { ready: string } | { about: number; passed: boolean }

const tell = (message: FromServer) => process.send?.(message)

const config = readConfig(process.env, { data: process.argv[2] as string, port: 0, host: '127.0.0.1' })
const onLog = (line: string) => process.stderr.write(`${line}\n`)
// A server that answers before what it did is safe: so that a check for lost commands can be seen to fail.
const fast = process.env['TEST_UNSAFE'] === 'yes'
const database = await openDatabase(config, { onLog, fast })
try {
  const running = await run(config, { database })
  process.on('message', (message) => {
    const { about, until, keep } = message as ToServer
    passTime(running, until)
      .then(() => (keep ? running.keepTime() : undefined))
      .then(() => tell({ about, passed: true }))
      .catch(() => tell({ about, passed: false }))
  })
  // Who started it is gone: nobody would ever end it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  await serve(running, (address) => tell({ ready: address }))
} finally {
  await database.close()
}
process.exit(0)

/**
 * Sets the clock and lets happen what was due by then, each at its own moment. The server's own sweep may have taken some
 * of it in hand a moment earlier, and that is waited for: else a command could come first in one run of two.
 */
async function passTime({ house }: Running, until: string): Promise<void> {
  if (until > house.time.now()) house.time.setTo(until)
  for (const district of await findDistricts(database)) {
    for (let tries = 0; tries < 100; tries++) {
      await letTimePass(house, district, until)
      const { rows } = await house.database.look(district, (tx) =>
        sql`select from clock where due_at <= ${until} limit 1`.execute(tx),
      )
      if (rows.length === 0) break
      await sleep(50)
    }
  }
}
