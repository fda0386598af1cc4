import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Embedded, openEmbedded } from '#server/db/embedded.ts'
import { openServer } from '#server/db/open.ts'
import { sealEvents } from '#server/events/seal.ts'
import { mint, openWorld } from '#test/world.ts'
import { backUpTown, digests, otherPostgres, restoreInto, rowsOf, scratch, withPrograms } from './backups.ts'
import { driveByHand } from './hazards-by-hand.ts'
import { newPlace } from './walks.ts'

/** The two ends of what is promised; a server in between has nothing that these lack. */
const servers = [
  { name: 'PostgreSQL 15', bin: otherPostgres, skip: otherPostgres === undefined && 'it is not installed here' },
  { name: 'the embedded PostgreSQL', bin: undefined, skip: false as const },
]

for (const { name, bin, skip } of servers) {
  describe(`a town on ${name} under DATABASE_URL`, { skip }, () => {
    let place: Awaited<ReturnType<typeof scratch>>
    let server: Embedded
    const url = (database: string, user = 'town', password = 'secret-of-the-town') =>
      `postgres://${user}:${password}@127.0.0.1:${server.port}/${database}`

    before(async () => {
      place = await scratch('yours')
      server = await withPrograms(bin, () => openEmbedded({ folder: path.join(place.folder, 'postgres'), fast: true }))
      await rowsOf(server.superuserUrl, "create role town login createrole noinherit password 'secret-of-the-town'")
      await rowsOf(server.superuserUrl, "create role guest login password 'secret-of-the-town'")
      await rowsOf(server.superuserUrl, 'create database town owner town')
      await rowsOf(server.superuserUrl, 'create database restored owner town')
    })
    after(async () => {
      await server?.stop()
      await place?.clear()
    })

    test('the whole write path works, and backup and restore from one database to another', async () => {
      const world = await openWorld({ databaseUrl: url('town') })
      try {
        await driveByHand(world)
        const district = { code: '330109', schema: 'd330109', name: '' }
        while ((await sealEvents(world.house, district)) > 0);
        await world.react()
        const worker = await world.login('chenjianguo')
        const id = mint(world)
        const placeId = await newPlace(world)
        const [photo] = await world.as('chenjianguo').photo()
        const data = { placeId, itemCode: 'ENT-EL-01', before: [photo] }
        const commands = [{ id: mint(world), type: 'hazard.report', subject: id, at: world.house.time.now(), data }]
        const answer = await worker.send('POST', '/api/sync', { commands })
        assert.equal(answer.json().answers[0].outcome, 'accepted', answer.body)
        assert.equal((await worker.get(`/api/hazards/${id}`)).statusCode, 200)
        const file = path.join(place.folder, 'town.tar')
        await backUpTown(world, file)
        const original = await digests(world.database.url)
        await restoreInto(
          file,
          path.join(place.folder, 'data'),
          async (restored) => assert.deepEqual(await digests(restored), original),
          url('restored'),
        )
      } finally {
        await world.end()
      }
    })

    test('one that cannot be used is refused in words, without its password', async () => {
      const refused = (databaseUrl: string, words: RegExp) =>
        assert.rejects(openServer({ databaseUrl, dataFolder: place.folder }), (error: Error) => {
          assert.match(error.message, words)
          assert.match(error.message, /Nothing was changed/)
          assert.doesNotMatch(error.message, /secret-of-the-town|wrong-one/)
          return true
        })
      await refused(url('town', 'town', 'wrong-one'), /town at 127\.0\.0\.1:\d+\/town.* password authentication failed/)
      await refused(url('nowhere'), /"nowhere" does not exist/)
      await refused('postgres://town:secret-of-the-town@127.0.0.1:1/town', /ECONNREFUSED.*server runs/s)
      await rowsOf(server.superuserUrl, 'create database fresh')
      await refused(url('fresh', 'guest'), /may not make schemas in this database|may not make roles/)
    })
  })
}
