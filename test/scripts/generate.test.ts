import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { generate, stale } from '#scripts/generate.ts'

test('a generated file is stale until it is written, and again when its source moved on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bihuan-generate-'))
  let colours = 'red, green'
  const list = [
    { file: 'docs/colours.md', make: async () => `${colours}\n` },
    { file: 'src/tables.ts', make: async () => 'export   type Hazard = { "id": string };' },
  ]
  assert.deepEqual(await stale(list, folder), ['docs/colours.md', 'src/tables.ts'])
  await generate(list, folder)
  assert.deepEqual(await stale(list, folder), [])
  assert.equal(await readFile(join(folder, 'src/tables.ts'), 'utf8'), 'export type Hazard = { id: string }\n')

  colours = 'red, green, black'
  assert.deepEqual(await stale(list, folder), ['docs/colours.md'])
  await generate(list, folder)
  await writeFile(join(folder, 'src/tables.ts'), 'export type Hazard = never\n')
  assert.deepEqual(await stale(list, folder), ['src/tables.ts'])
  await rm(folder, { recursive: true })
})
