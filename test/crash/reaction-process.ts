/**
 * A process in which one reaction reads the log, writes each event into the table `effect`, and dies where it is told:
 * DIE_AT before, within or after the effect of its DIE_ON-th batch. APART: the effect has a transaction of its own, which
 * is wrong. Arguments: the address of the database.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { realTime } from '#server/clocks/time.ts'
import { openPool } from '#server/db/client.ts'
import { sql } from '#server/db/sql.ts'
import { openTransactions, type Tx } from '#server/db/transaction.ts'
import type { NumberedEvent } from '#server/events/numbered.ts'
import { type Reaction, startReactions } from '#server/events/reactions.ts'

export const points = ['before', 'within', 'after'] as const
export type Point = (typeof points)[number]

const [url = ''] = process.argv.slice(2)
const { DIE_AT, DIE_ON, APART } = process.env
let batches = 0
const die = async (point: Point) => {
  if (point !== DIE_AT || batches !== Number(DIE_ON)) return
  process.kill(process.pid, 'SIGKILL')
  await sleep(10_000)
}

const database = openTransactions(
  openPool(
    () => url,
    2,
    () => undefined,
  ),
)
const write = async (tx: Tx, events: readonly NumberedEvent[]) => {
  for (const [n, { id }] of events.entries()) {
    await sql`insert into effect (event_id) values (${id})`.execute(tx)
    if (n === Math.floor(events.length / 2)) await die('within')
  }
}
const reaction: Reaction = {
  name: 'effects',
  async react(tx, district, events) {
    batches += 1
    await die('before')
    if (APART === 'yes') await database.worker(district, (own) => write(own, events))
    else await write(tx, events)
    await die('after')
  },
}

const log = { error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`) } as never
startReactions({ database, log, time: realTime() }, [{ code: '330109', schema: 'd330109', name: '' }], [reaction])
process.once('disconnect', () => process.exit(0))
