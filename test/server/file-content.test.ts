import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { day, instant } from '#domain/calendar.ts'
import { readContent, removeAbandoned, storeContent } from '#server/files/content.ts'

const parent = await mkdtemp(path.join(tmpdir(), 'bihuan-content-'))
const folder = path.join(parent, 'files')
after(() => rm(parent, { recursive: true, force: true }))

const modeOf = async (file: string) => (await stat(file)).mode & 0o777
const photo = () => Readable.from([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300_000, 7)])

test('a file lies under its hash, for nobody but the server', async () => {
  const { hash, size } = await storeContent(folder, 'photo', photo())
  assert.equal(size, 300_004)
  const [first, second] = [path.join(folder, hash.slice(0, 2)), path.join(folder, hash.slice(0, 2), hash.slice(2, 4))]
  for (const one of [folder, first, second]) assert.equal(await modeOf(one), 0o700, one)
  assert.equal(await modeOf(path.join(second, hash)), 0o600)
  const chunks = await (await readContent(folder, hash))?.toArray()
  assert.equal(Buffer.concat(chunks ?? []).length, size)
  assert.equal((await storeContent(folder, 'photo', photo())).hash, hash)
})

test('what is refused leaves nothing behind', async () => {
  const before = await readdir(folder)
  await assert.rejects(storeContent(folder, 'photo', Readable.from([Buffer.from('no photo')])), /file.type_not_allowed/)
  assert.deepEqual(await readdir(folder), before)
})

test('what never finished arriving is removed after a day', async () => {
  const now = Date.now()
  const lie = async (name: string, age: number) => {
    const file = path.join(folder, name)
    await writeFile(file, 'x')
    await utimes(file, new Date(now - age), new Date(now - age))
  }
  await lie('arriving-old', 2 * day)
  await lie('arriving-young', day / 2)
  await lie('something-else', 2 * day)
  assert.equal(await removeAbandoned(folder, instant(now)), 1)
  const left = await readdir(folder)
  assert.ok(left.includes('arriving-young') && left.includes('something-else') && !left.includes('arriving-old'))
  assert.equal(await removeAbandoned(path.join(parent, 'none'), instant(now)), 0)
})
