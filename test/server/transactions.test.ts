import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.end())

const failing = (tx: Tx) => sql`select 1 / 0`.execute(tx)
const roleOf = (tx: Tx) => sql<{ role: string }>`select current_user as role`.execute(tx)

test('whoever goes on after a transaction ended reaches no other one', async () => {
  const { transactions } = world.database
  let late: Promise<unknown> = Promise.resolve()
  await assert.rejects(
    transactions.worker(world.town.district, async (tx) => {
      late = sleep(50).then(() => roleOf(tx))
      late.catch(() => undefined)
      await failing(tx)
    }),
    /division by zero/,
  )
  await assert.rejects(late, /has ended/)

  let kept: Tx | undefined
  await transactions.worker(world.town.district, async (tx) => {
    kept = tx
  })
  await assert.rejects(roleOf(kept as Tx), /has ended/)
})

test('what failed first is what is said, and nothing of it stays', async () => {
  const { transactions } = world.database
  const count = async (tx: Tx) =>
    (await sql<{ n: number }>`select n::int as n from revision where what = 'org'`.execute(tx)).rows[0]?.n
  const before = await transactions.worker(world.town.district, count)
  await assert.rejects(
    transactions.worker(world.town.district, (tx) =>
      Promise.all([
        sql`update revision set n = n + 1 where what = 'org'`.execute(tx),
        Promise.all([Promise.resolve().then(() => undefined), failing(tx)]),
        roleOf(tx),
        roleOf(tx),
      ]),
    ),
    /division by zero/,
  )
  assert.equal(await transactions.worker(world.town.district, count), before)
})

test('an error that was swallowed commits nothing', async () => {
  const work = world.database.transactions.worker(world.town.district, (tx) => failing(tx).catch(() => undefined))
  await assert.rejects(work, /not committed/)
})
