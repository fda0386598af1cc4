import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPast } from '#server/db/reach.ts'
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

test('a plan made while a table was empty is not kept when the district has grown', async () => {
  const { transactions } = world.database
  const { district } = world.town
  const account = '01816b3c-7060-799c-81d3-01b2cfc50aac'
  /** The plan that the connection keeps for a statement by keys, as the write path asks them. */
  const planKept = () =>
    transactions.worker(district, async (tx) => {
      const values = [[account], account]
      await tx.run(
        'select k.id from unnest($1::uuid[]) c (id) join command k on k.account_id = $2 and k.id = c.id',
        values,
      )
      const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements
        where statement like 'select k.id from unnest%'`.execute(tx)
      const { rows: lines } = await tx.run<Record<string, string>>(
        `explain (costs off) execute "${rows[0]?.name}" ('{}', null)`,
        [],
      )
      return lines.map((line) => Object.values(line)[0]).join('\n')
    })
  const whenEmpty = await planKept()
  await transactions.worker(district, (tx) =>
    sql`insert into command (account_id, id, digest, answer, received)
      select ${account}::uuid, id, '\\x00', '{}', now() from (select gen_random_uuid() as id from generate_series(1, 20000)) ids`.execute(
      tx,
    ),
  )
  assert.equal(await planKept(), whenEmpty)
  transactions.grown(district, 20_000)
  const whenFull = await planKept()
  assert.notEqual(whenFull, whenEmpty)
  transactions.grown(district, 30_000)
  assert.equal(await planKept(), whenFull)
})

test('a finder’s query leaves the rest of its transaction planned as it was', async () => {
  const { transactions } = world.database
  const { actor } = world.as('zhouxiaolan')
  const settings = async (tx: Tx) => {
    const { rows } = await sql<{ role: string; mode: string; cost: string }>`select current_user as role,
      current_setting('plan_cache_mode') as mode, current_setting('cpu_operator_cost') as cost`.execute(tx)
    return rows[0]
  }
  for (const how of ['read', 'as'] as const) {
    const [before, within, after] = await transactions[how](world.town.district, actor, async (tx) => [
      await settings(tx),
      (await findPast(tx, sql<{ cost: string }>`select current_setting('cpu_operator_cost') as cost`))[0]?.cost,
      await settings(tx),
    ])
    assert.equal(within, '0.05')
    assert.ok(before)
    assert.deepEqual(after, before, how)
  }
})
