import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyBaseLogger } from 'fastify'
import { type Config, readConfig } from '#server/config.ts'
import { openKeys } from '#server/crypto/keys.ts'
import { seal, unseal } from '#server/crypto/seal.ts'
import { createInstallation } from '#server/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { openHouse } from '#server/house.ts'

let folder: string
let config: Config
let database: OpenDatabase
const log = {} as FastifyBaseLogger

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bihuan-keys-'))
  config = readConfig({ BIHUAN_KEYS: path.join(folder, 'safe', 'keys.json') }, { data: folder })
  database = await openDatabase(config, { fast: true })
  await createInstallation(database.url, { demo: true, clockOffsetMs: 0, sampleSeed: 'seed' })
})
after(async () => {
  await database?.close()
  await rm(folder, { recursive: true, force: true })
})

test('keys are made once, whole, for nobody else to read, and under a name of their own', async () => {
  const { keys } = await openHouse(config, database, log)
  assert.equal((await stat(config.keysFile)).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(path.dirname(config.keysFile)), ['keys.json', 'signing-keys.json'])
  const other = openKeys(path.join(folder, 'other.json'), { mayCreate: true })
  assert.notEqual(other.current, keys.current)
  const sealed = seal(keys, '钱蕙兰')
  assert.throws(() => unseal(other, sealed), /no sealing key/)
  const again = await openHouse(config, database, log)
  assert.equal(unseal(again.keys, sealed).toString(), '钱蕙兰')
})

test('a lost key file is never replaced', async () => {
  const lost = `${config.keysFile}.lost`
  await rename(config.keysFile, lost)
  await assert.rejects(openHouse(config, database, log), /is missing.*Restore it from its backup/)
  await assert.rejects(stat(config.keysFile), { code: 'ENOENT' })
  await rename(lost, config.keysFile)
  await openHouse(config, database, log)
})

test('the keys of another installation, or what is left of the own ones, are not served with', async () => {
  const keysFile = path.join(folder, 'other.json')
  openKeys(keysFile, { mayCreate: true })
  await assert.rejects(openHouse({ ...config, keysFile }, database, log), /is not the one of this installation/)
  const stored = JSON.parse(await readFile(config.keysFile, 'utf8'))
  const broken = path.join(folder, 'broken.json')
  for (const [what, why] of [
    [{ ...stored, sealing: {} }, /lacks its current key/],
    [{ ...stored, index: '' }, /is damaged/],
  ] as const) {
    await writeFile(broken, JSON.stringify(what))
    await assert.rejects(openHouse({ ...config, keysFile: broken }, database, log), why)
  }
  await writeFile(broken, '{')
  await assert.rejects(openHouse({ ...config, keysFile: broken }, database, log), /cannot be read/)
})
