import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it, mock } from 'node:test'
import { day, minute, plus } from '#domain/calendar.ts'
import { realTime, virtualTime } from '#server/clocks/time.ts'
import { run } from '#server/main.ts'
import { openWorld, type World } from '#test/world.ts'
import { newPlace } from './walks.ts'

describe('the one clock of a process', () => {
  afterEach(() => mock.timers.reset())
  const machineAt = (at: string) => mock.timers.enable({ apis: ['Date'], now: Date.parse(at) })

  it('stands still while the machine is put right by a little, and follows a larger step', () => {
    machineAt('2022-07-01T08:00:00.000Z')
    const time = realTime()
    assert.equal(time.now(), '2022-07-01T08:00:00.000Z')
    mock.timers.setTime(Date.parse('2022-07-01T07:59:58.000Z'))
    assert.equal(time.now(), '2022-07-01T08:00:00.000Z')
    mock.timers.setTime(Date.parse('2022-07-01T08:00:01.000Z'))
    assert.equal(time.now(), '2022-07-01T08:00:01.000Z')
    mock.timers.setTime(Date.parse('2022-06-30T08:00:00.000Z'))
    assert.equal(time.now(), '2022-06-30T08:00:00.000Z')
  })

  it('begins no earlier than what was received last, unless that is far in the future', () => {
    machineAt('2022-07-01T08:00:00.000Z')
    assert.equal(realTime('2022-07-01T08:00:05.000Z').now(), '2022-07-01T08:00:05.000Z')
    assert.equal(realTime('2022-07-01T09:00:00.000Z').now(), '2022-07-01T08:00:00.000Z')
    assert.equal(virtualTime(-day, '2022-06-30T20:00:00.000Z').now(), '2022-06-30T20:00:00.000Z')
    assert.equal(virtualTime(-day, '2022-06-29T20:00:00.000Z').now(), '2022-06-30T08:00:00.000Z')
  })
})

describe('a demo that was killed before its clock was kept', () => {
  let world: World
  before(async () => {
    world = await openWorld()
  })
  after(() => world?.end())

  it('goes on from its newest event, numbered or not', async () => {
    const { house, database } = world
    const later = plus(house.time.now(), 40 * day)
    house.time.setTo(later)
    await newPlace(world)
    const again = await run(house.config, { database, ticking: false })
    const stands = again.house.time.now()
    await again.close()
    assert.ok(stands >= later && stands < plus(later, minute), `${stands}, not ${later}`)
  })
})
