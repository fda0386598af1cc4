import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { endUnit } from '#server/people/unit-changes.ts'
import { superuser } from '#test/server/attack/oracle.ts'
import { codeOf } from '#test/server/walks.ts'
import { mint, openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
before(async () => {
  world = await openWorld()
  root = await superuser(world)
})
afterEach(async () => {
  await root.query('rollback')
})
after(async () => {
  await root?.end()
  await world?.end()
})

const registers = (unitPath: string) =>
  world.as('chenjianguo').give('place.register', mint(world), {
    kind: 'shop',
    name: '试点',
    uscc: null,
    parentId: null,
    unitPath,
    address: '民丰路8号',
    position: null,
    contact: null,
  })

/** Whether it is still waiting, after time enough for anything that does not wait. */
const isWaiting = (work: Promise<unknown>) =>
  Promise.race([
    work.then(
      () => false,
      () => false,
    ),
    sleep(500, true),
  ])

test('a place is registered in no unit that ends at the same moment', async () => {
  const unit = '/330109/113/245/001/05/'
  await root.query('begin')
  await root.query(`select pg_advisory_xact_lock(hashtext('units d330109'))`)
  await root.query('update d330109.unit set valid_to = now() where path = $1', [unit])
  const registering = registers(unit)
  assert.ok(await isWaiting(registering))
  await root.query('commit')
  assert.equal(codeOf(await registering), 'place.unit_unknown')
})

test('a unit does not end while a place is being registered in it', async () => {
  const unit = '/330109/113/245/001/06/'
  const { rows } = await root.query('select id from d330109.unit where path = $1', [unit])
  const { actor, district } = world.as('xuan')
  await root.query('begin')
  await root.query('lock table d330109.place in share mode')
  const registering = registers(unit)
  assert.ok(await isWaiting(registering))
  const { database, keys, time } = world.house
  const ending = endUnit(database, { district, actor }, keys, rows[0].id, '撤并网格', time.now())
  ending.catch(() => undefined)
  assert.ok(await isWaiting(ending))
  await root.query('commit')
  assert.equal(codeOf(await registering), 'accepted')
  await assert.rejects(ending, { code: 'unit.in_use' })
})

test('any number of places are registered at once', async () => {
  const unit = '/330109/113/245/001/07/'
  await root.query('begin')
  await root.query(`select pg_advisory_xact_lock_shared(hashtext('units d330109'))`)
  const answers = await Promise.all(Array.from({ length: 8 }, () => registers(unit)))
  await root.query('commit')
  assert.deepEqual(answers.map(codeOf), Array(8).fill('accepted'))
})
