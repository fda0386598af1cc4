/** The web side is built on first use and whenever its sources changed; a running server keeps what it has open. */
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { precompress } from './precompress.ts'

const checkout = join(import.meta.dirname, '../../..')
const sources = ['src/web', 'src/domain', 'index.html', 'vite.config.ts', 'scripts/field-shelf.ts', 'package-lock.json']
const kept = 4

export type WebBuild = { folder: string; built: boolean }

/**
 * Builds the present sources into a folder of their own, `dist/web/<hash>`, unless it is there. A server that runs
 * keeps the folder it started with. Gives undefined when there is no `src/web`.
 * The build is made aside and moved in whole: one that fails, or is not waited for, leaves nothing behind.
 */
export async function ensureWebBuild(root = checkout, build = viteBuild): Promise<WebBuild | undefined> {
  if (!existsSync(join(root, 'src/web'))) return undefined
  const all = join(root, 'dist/web')
  const folder = join(all, (await hashOf(root)).slice(0, 16))
  if (existsSync(folder)) return { folder, built: false }

  const fresh = join(root, `dist/web-${process.pid}`)
  const clear = () => rmSync(fresh, { recursive: true, force: true })
  process.once('exit', clear)
  try {
    await mkdir(fresh, { recursive: true })
    await build(root, fresh)
    await precompress(fresh)
    await mkdir(all, { recursive: true })
    await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    process.off('exit', clear)
    await rm(fresh, { recursive: true, force: true })
  }
  await forgetOldest(all)
  return { folder, built: true }
}

/** Servers of earlier sources may still run from the younger ones. */
async function forgetOldest(all: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(all)).map(async (name) => ({ path: join(all, name), at: (await stat(join(all, name))).mtimeMs })),
  )
  const old = folders.sort((one, other) => other.at - one.at).slice(kept)
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })))
}

/** Over names and contents, so that a file moved or deleted counts as well. */
async function hashOf(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesOf(root)) {
    const content = await readFile(path)
    hash.update(`${relative(root, path).split(sep).join('/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function filesOf(root: string): Promise<string[]> {
  const found: string[] = []
  for (const source of sources) {
    const path = join(root, source)
    if (!existsSync(path)) continue
    const inside = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
    if (inside === undefined) found.push(path)
    else found.push(...inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)))
  }
  return found.sort()
}

/** Vite is heavy and mostly not needed: it is loaded only when there is something to build. */
async function viteBuild(root: string, outDir: string): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}
