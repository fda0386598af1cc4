/** The web side is built on first use and whenever its sources changed; a running server keeps what it has open. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const checkout = join(import.meta.dirname, '../../..')
const sources = ['src/web', 'src/domain', 'index.html', 'vite.config.ts', 'package-lock.json']
const hashFile = '.hash'

export type WebBuild = { folder: string; built: boolean }

/**
 * Builds `dist/web` unless it stands for the present sources. Gives undefined when there is no `src/web`.
 * The new build is made aside and moved in whole: a build that fails leaves the old one in place.
 */
export async function ensureWebBuild(root = checkout, build = viteBuild): Promise<WebBuild | undefined> {
  if (!existsSync(join(root, 'src/web'))) return undefined
  const folder = join(root, 'dist/web')
  const hash = await hashOf(root)
  const last = await readFile(join(folder, hashFile), 'utf8').catch(() => undefined)
  if (last === hash) return { folder, built: false }

  const fresh = join(root, `dist/web-${process.pid}`)
  const old = join(root, `dist/web-${process.pid}-old`)
  try {
    await mkdir(fresh, { recursive: true })
    await build(root, fresh)
    await writeFile(join(fresh, hashFile), hash)
    if (existsSync(folder)) await rename(folder, old)
    await rename(fresh, folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
  }
  return { folder, built: true }
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
    else
      found.push(
        ...inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
      )
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
