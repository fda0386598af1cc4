import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isAccepted, licenceFaults, licenceOf } from '#scripts/licences.ts'

suite('licences', () => {
  const answers: [string, boolean][] = [
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['MIT OR GPL-3.0-only', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only) AND ISC', true],
    ['MIT OR (GPL-3.0-only AND ISC)', true],
    ['(GPL-3.0-only OR SSPL-1.0)', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
    ['(MIT', false],
    ['', false],
  ]
  for (const [expression, ok] of answers) {
    test(`"${expression}" is ${ok ? '' : 'not '}accepted`, () => assert.equal(isAccepted(expression), ok))
  }

  test('are read in the old forms too', () => {
    assert.equal(licenceOf({ license: { type: 'BSD' } }), 'BSD')
    assert.equal(licenceOf({ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] }), 'MIT OR GPL-2.0')
    assert.equal(licenceOf({}), undefined)
  })

  test('a package says more than the lock file; a fault names the package', async () => {
    const root = await mkdtemp(join(tmpdir(), 'bihuan-licences-'))
    const packages = {
      '': { license: 'Apache-2.0' },
      'node_modules/good': { license: 'MIT' },
      'node_modules/good/node_modules/@town/closed': { license: 'UNLICENSED', optional: true },
      'node_modules/changed': { license: 'MIT' },
      'node_modules/silent': {},
    }
    await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }))
    await mkdir(join(root, 'node_modules/changed'), { recursive: true })
    await writeFile(join(root, 'node_modules/changed/package.json'), '{"license":"BUSL-1.1"}')
    assert.deepEqual(licenceFaults(root), [
      '@town/closed has the licence UNLICENSED',
      'changed has the licence BUSL-1.1',
      'silent does not say its licence',
    ])
    await rm(root, { recursive: true })
  })
})
