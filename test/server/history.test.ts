import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runHistory } from '#test/history/run.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
before(async () => {
  world = await openWorld({ ticking: true })
})
after(() => world?.end())

test('whatever many people do at once to the same hazards, it is as if one had acted after the other', async () => {
  const seed = process.env['BIHUAN_SEED'] ?? 'history'
  const report = await runHistory(world, { seed, spots: 6, calls: 120 })
  console.log(`seed ${seed}: ${JSON.stringify({ ...report, faults: report.faults.length })}`)
  assert.deepEqual(report.faults, [])
})
