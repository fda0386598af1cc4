import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Costs, costsAt } from '#bench/plans.ts'

// The same reads as `npm run bench -- plans`, in a district small enough for a test: whether each has an index to go by.

let costs: Costs
before(async () => {
  costs = await costsAt(
    { places: 3000, hazardsPerPlace: 5 },
    () => undefined,
    () => undefined,
    { isSmall: true },
  )
})

/** A median of a whole district looks at each of its hazards, by whatever way. */
const wholeDistrict = 'district: /api/reports/rectify'
const big = ['hazard', 'event', 'place', 'notice']

test('no hot read goes through a big table from end to end', () => {
  const scanning = [...costs].flatMap(([name, { scanned }]) => {
    const tables = scanned.map(({ table }) => table).filter((table) => big.includes(table))
    return tables.length === 0 || name === wholeDistrict ? [] : [`${name}: ${tables.join(', ')}`]
  })
  assert.deepEqual(scanning, [])
  assert.ok(costs.size > 100, `${costs.size} reads`)
})

test('every read asked the database something', () => {
  for (const [name, { statements }] of costs) assert.ok(statements > 0, name)
})
