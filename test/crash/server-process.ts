/**
 * A server as an installation runs it, in a process of its own, so that it can be killed. Beside what `start` does it
 * lets its parent move the demo's clock: what it is told is answered when whatever was due by then has happened. Arguments: the data folder.
 */

import type { Instant } from '#domain/calendar.ts'
import { serve } from '#server/cli/serve.ts'
import { sweepClocks } from '#server/clocks/sweep.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { findDistricts } from '#server/house.ts'
import { type Running, run } from '#server/main.ts'
import { systemActor } from '#server/people/actors.ts'

export type ToServer = { about: number; until: string; keep: boolean }
export type FromServer = { ready: string } | { about: number; passed: boolean }

const tell = (message: FromServer) => process.send?.(message)

const config = readConfig(process.env, { data: process.argv[2] as string, port: 0, host: '127.0.0.1' })
const database = await openDatabase(config, { onLog: (line) => process.stderr.write(`${line}\n`) })
try {
  const running = await run(config, { database })
  process.on('message', (message) => {
    const { about, until, keep } = message as ToServer
    letTimePass(running, until)
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

/** As a replay does it: the clock stops wherever something is due, so that it happens in its own second. */
async function letTimePass({ house }: Running, until: string): Promise<void> {
  const districts = await findDistricts(database)
  for (const district of districts) {
    for (;;) {
      const due = await house.database.worker(district, (tx) => findNextDue(tx))
      if (due === null || due > until) break
      if (due > house.time.now()) house.time.setTo(due)
      await sweepClocks(house.path, district, systemActor(district.code))
    }
  }
  if (until > house.time.now()) house.time.setTo(until)
}

async function findNextDue(tx: Tx): Promise<Instant | null> {
  const { rows } = await sql<{ dueAt: Instant | null }>`select min(due_at) as due_at from clock`.execute(tx)
  return rows[0]?.dueAt ?? null
}
