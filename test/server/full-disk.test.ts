import assert from 'node:assert/strict'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEmbedded } from '#server/db/embedded.ts'
import { EmbeddedError } from '#server/db/embedded-error.ts'
import { run } from '#server/main.ts'
import { mint, openWorld, type World } from '#test/world.ts'
import { backUpTown, rowsOf, scratch } from './backups.ts'
import { type Disk, makeDisk, noDisk } from './disk.ts'
import { newPlace } from './walks.ts'

const refusal =
  (code: string, ...words: RegExp[]) =>
  (error: unknown) => {
    assert.ok(error instanceof EmbeddedError, String(error))
    assert.equal(error.code, code, error.message)
    for (const word of words) assert.match(error.message, word)
    return true
  }

describe('a disk', { skip: noDisk }, () => {
  let place: Awaited<ReturnType<typeof scratch>>
  let disk: Disk
  let world: World

  before(async () => {
    place = await scratch('disk')
    disk = await makeDisk(path.join(place.folder, 'disk'), 400)
    world = await openWorld({ safe: true, ticking: true, folder: path.join(disk.folder, 'data') })
  })
  after(async () => {
    await disk?.makeRoom()
    await world?.end()
    await disk?.remove()
    await place?.clear()
  })

  /** Long enough for the next look at the disk. */
  const look = () => sleep(1_200)
  const report = async (town: Awaited<ReturnType<World['login']>>, placeId: string, hash: string) => {
    const id = mint(world)
    const command = {
      id: mint(world),
      type: 'hazard.report',
      subject: id,
      at: world.house.time.now(),
      data: { placeId, itemCode: 'ENT-EL-01', before: [{ hash, kind: 'photo' }] },
    }
    return { id, command, send: () => town.send('POST', '/api/sync', { commands: [command] }) }
  }

  test('nearly full: commands and photos are refused with a word, reading goes on, and room helps at once', async () => {
    const town = await world.login('chenjianguo')
    const [photo] = await world.as('chenjianguo').photo()
    const placeId = await newPlace(world)
    const { id, send } = await report(town, placeId, photo?.hash as string)
    await disk.fill(8 * 1024 * 1024)
    await look()
    const refused = await send()
    assert.equal(refused.statusCode, 507, refused.body)
    assert.match(refused.headers['content-type'] as string, /problem\+json/)
    assert.equal(refused.json().code, 'server.disk_full')
    assert.equal((await town.get('/api/hazards')).statusCode, 200)
    assert.equal((await town.get(`/api/hazards/${id}`)).statusCode, 404)
    await assert.rejects(world.as('chenjianguo').photo(), { code: 'server.disk_full' })
    // Started anew: whoever looks for what to throw away needs the town.
    const again = await run(world.house.config, { database: world.database, ticking: true })
    try {
      assert.ok((await again.house.path.settings(world.town.district)).items.size > 0)
      for (const url of ['/api/session', '/api/hazards', '/metrics']) {
        const { statusCode, body } = await again.app.inject({ method: 'GET', url, cookies: town.cookies })
        assert.equal(statusCode, 200, body)
        if (url === '/metrics') assert.match(body, /^bihuan_events_waiting \d+$/m)
      }
    } finally {
      await again.close()
    }
    await disk.makeRoom()
    await look()
    const taken = await send()
    assert.equal(taken.json().answers[0].outcome, 'accepted', taken.body)
    assert.equal((await town.get(`/api/hazards/${id}`)).statusCode, 200)
  })

  test('full to the last byte, and the database itself stopped by it: it comes back with all that was answered', async () => {
    const town = await world.login('chenjianguo')
    const [photo] = await world.as('chenjianguo').photo()
    const before = await report(town, await newPlace(world), photo?.hash as string)
    assert.equal((await before.send()).json().answers[0].outcome, 'accepted')
    const { url } = world.database
    await disk.fill(0)
    await look()
    // Somebody else's writing drives the server's own log into the wall.
    const flood = rowsOf(
      url,
      "do $$ begin for i in 1..400 loop perform pg_logical_emit_message(true, 'flood', repeat('x', 1000000)); end loop; end $$",
    )
    await assert.rejects(flood, /No space left on device|terminat|ECONNRESET/)
    const answers = new Set<number>()
    for (let i = 0; i < 10; i += 1) {
      const { statusCode } = await (await report(town, mint(world), photo?.hash as string)).send()
      answers.add(statusCode)
      await sleep(100)
    }
    for (const status of answers) assert.ok(status === 503 || status === 507, `${[...answers]}`)
    await disk.makeRoom()
    let last = 0
    for (let i = 0; i < 100 && last !== 200; i += 1) {
      await sleep(200)
      last = (await town.get(`/api/hazards/${before.id}`)).statusCode
    }
    assert.equal(last, 200)
    const again = await report(town, await newPlace(world), photo?.hash as string)
    assert.equal((await again.send()).json().answers[0].outcome, 'accepted')
  })

  test('a full disk of evidence refuses a photo, keeps nothing of it, and leaves the rest of the town alone', async () => {
    const { filesFolder } = world.house.config
    await rm(filesFolder, { recursive: true, force: true })
    const evidence = await makeDisk(filesFolder, 1)
    try {
      await evidence.fill(0)
      await assert.rejects(world.as('chenjianguo').photo(), { code: 'ENOSPC' })
      const kept = (await readdir(filesFolder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
      assert.deepEqual(
        kept.map(({ name }) => name),
        ['ballast'],
      )
      const headers = { 'x-bihuan': '1' }
      const password = world.town.passwords.get('chenjianguo')
      const payload = { login: 'chenjianguo', password }
      const session = await world.app.inject({ method: 'POST', url: '/api/session', payload, headers })
      const answer = await world.app.inject({
        method: 'POST',
        url: '/api/files?kind=photo',
        payload: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200_000)]),
        cookies: Object.fromEntries(session.cookies.map(({ name, value }) => [name, value])),
        headers: { ...headers, 'content-type': 'image/jpeg' },
      })
      assert.equal(answer.statusCode, 507, answer.body)
      assert.equal(answer.json().code, 'server.disk_full')
      await newPlace(world)
    } finally {
      await evidence.remove()
    }
  })

  test('without room for a backup there is none, and no half of one', async () => {
    const small = await makeDisk(path.join(place.folder, 'stick'), 1)
    try {
      await small.fill(8 * 1024)
      await assert.rejects(backUpTown(world, path.join(small.folder, 'town.tar')), {
        code: 'backup.disk_full',
        message: /not enough room .*no unfinished file is left/s,
      })
      assert.deepEqual(await readdir(small.folder), ['ballast'])
    } finally {
      await small.remove()
    }
  })

  test('too small for a new database, read-only for an old one: said, and nothing left behind', async () => {
    const small = await makeDisk(path.join(place.folder, 'small'), 24)
    const folder = path.join(small.folder, 'postgres')
    try {
      await assert.rejects(openEmbedded({ folder, fast: true }), refusal('embedded.disk_full', /--data DIR/))
      const left = (await readdir(small.folder)).filter(
        (name) => !name.startsWith('postgres-p') && name !== 'postgres.log',
      )
      assert.deepEqual(left, [])
    } finally {
      await small.remove()
    }
    const other = await makeDisk(path.join(place.folder, 'other'), 300)
    const database = path.join(other.folder, 'postgres')
    try {
      await (await openEmbedded({ folder: database, fast: true })).stop()
      await other.readOnly(true)
      await assert.rejects(openEmbedded({ folder: database, fast: true }), refusal('embedded.read_only', /--data DIR/))
      await other.readOnly(false)
      const free = await openEmbedded({ folder: database, fast: true })
      await free.stop()
    } finally {
      await other.remove()
    }
  })
})
