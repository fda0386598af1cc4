import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { ensureWebBuild } from '#server/cli/web-build.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bihuan-web-'))
})
afterEach(() => rm(root, { recursive: true }))

/** Stands in for Vite: the page is the source. */
const copying = async (from: string, to: string) =>
  writeFile(join(to, 'index.html'), await readFile(join(from, 'src/web/main.tsx')))

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), text)
}
/** The page of the present sources. */
const page = async () => readFile(join((await ensureWebBuild(root, copying))?.folder ?? '', 'index.html'), 'utf8')

suite('the web build', () => {
  test('is not asked for when there is no web side', async () => {
    assert.equal(await ensureWebBuild(root, copying), undefined)
  })

  test('is made once, and again when a page or a rule of the domain changed', async () => {
    await write('src/web/main.tsx', 'first')
    await write('src/domain/hazards.ts', 'a')
    assert.equal((await ensureWebBuild(root, copying))?.built, true)
    assert.equal((await ensureWebBuild(root, copying))?.built, false)
    await write('src/domain/hazards.ts', 'b')
    assert.equal((await ensureWebBuild(root, copying))?.built, true)
    await write('src/web/main.tsx', 'second')
    assert.equal((await ensureWebBuild(root, copying))?.built, true)
    assert.equal(await page(), 'second')
    await rm(join(root, 'src/domain/hazards.ts'))
    assert.equal((await ensureWebBuild(root, copying))?.built, true)
  })

  test('that fails leaves the last good one, and is tried again', async () => {
    await write('src/web/main.tsx', 'good')
    const good = await ensureWebBuild(root, copying)
    await write('src/web/main.tsx', 'broken')
    const failing = () => Promise.reject(new Error('no such component'))
    await assert.rejects(ensureWebBuild(root, failing), /no such component/)
    assert.equal(await readFile(join(good?.folder ?? '', 'index.html'), 'utf8'), 'good')
    assert.deepEqual(await readdir(join(root, 'dist')), ['web'])
    assert.equal((await ensureWebBuild(root, copying))?.built, true)
    assert.equal(await page(), 'broken')
  })

  test('of earlier sources stays for a server that runs from it, and only the last few stay', async () => {
    for (const text of ['1', '2', '3', '4', '5', '6']) {
      await write('src/web/main.tsx', text)
      await ensureWebBuild(root, copying)
    }
    assert.equal((await readdir(join(root, 'dist/web'))).length, 4)
    assert.equal(await page(), '6')
  })
})
