import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OpenCounts, type Plate, plateClasses, plateIsValid, plateOf, situations } from '#domain/colours.ts'

const none: OpenCounts = { critical: 0, serious: 0, general: 0, relapsed: 0, overdue: 0, inWork: 0 }
const written = ({ class: colour, situation }: Plate) => `${colour} ${situation ?? '-'}`

test('of the 5 × 4 combinations of plate and badge the twelve of open places exist, and the two quiet plates without a badge', () => {
  const withBadge = plateClasses.flatMap((colour) =>
    situations.map((situation): Plate => ({ class: colour, situation })),
  )
  assert.equal(withBadge.length, 20)
  const refused = withBadge.filter((plate) => !plateIsValid(plate)).map(written)
  assert.deepEqual(refused, [
    'rectified relapsed',
    'rectified overdue',
    'rectified inWork',
    'rectified untouched',
    'closedDown relapsed',
    'closedDown overdue',
    'closedDown inWork',
    'closedDown untouched',
  ])
  const bare = plateClasses.map((colour): Plate => ({ class: colour, situation: null }))
  assert.deepEqual(bare.filter(plateIsValid).map(written), ['rectified -', 'closedDown -'])
})

test('every place gets a valid plate, and every valid plate is some place', () => {
  const seen = new Set<string>()
  const few = [0, 1, 2]
  for (const status of ['active', 'closedDown', 'merged'])
    for (const critical of few)
      for (const serious of few)
        for (const general of few) {
          const open = critical + serious + general
          for (const [relapsed, overdue, inWork] of [0, 1].flatMap((r) =>
            [0, 1].flatMap((o) => [0, 1].map((w) => [r, o, w] as const)),
          )) {
            if (Math.max(relapsed, overdue, inWork) > open) continue
            const plate = plateOf(status, { critical, serious, general, relapsed, overdue, inWork })
            assert.ok(plateIsValid(plate), written(plate))
            seen.add(written(plate))
          }
        }
  assert.equal(seen.size, 14)
})

test('the worst open severity colours the plate, and relapse comes before overdue before work', () => {
  const plate = (open: Partial<OpenCounts>, status = 'active') => written(plateOf(status, { ...none, ...open }))
  assert.equal(plate({}), 'rectified -')
  assert.equal(plate({ general: 1 }), 'general untouched')
  assert.equal(plate({ general: 9, serious: 1, inWork: 1 }), 'serious inWork')
  assert.equal(plate({ general: 9, serious: 9, critical: 1, overdue: 1, inWork: 1 }), 'critical overdue')
  assert.equal(plate({ general: 2, relapsed: 1, overdue: 1, inWork: 1 }), 'general relapsed')
  assert.equal(plate({ critical: 1, relapsed: 1 }, 'closedDown'), 'closedDown -')
})
