import { access, chmod, constants, lchown, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedError, systemCode } from './embedded-error.ts'
import { type RunAs, run } from './embedded-process.ts'

/** Where everything of one embedded PostgreSQL lies; `major` is that of the data found there, if any. */
export type Places = {
  data: string
  folder: string
  log: string
  password: string
  user: RunAs
  major: number | undefined
}

/**
 * Makes the folder around the database if need be and sees to it that PostgreSQL, under whichever user it must
 * run, can enter it and owns the database. Changes nothing inside an existing database but its ownership, and
 * that only when root owns it, as after a restore by root.
 * Throws `embedded.read_only`, `embedded.folder_foreign`, `embedded.folder_not_ours`, `embedded.folder_unreachable`.
 */
export async function preparePlaces(given: string): Promise<Places> {
  const asked = resolve(given)
  await makeData(dirname(asked))
  const data = await realpath(dirname(asked))
  const folder = await realpath(asked).catch(() => join(data, basename(asked)))
  const major = await majorOf(folder)
  const user = await chooseUser(folder)
  if (user) await assertReachable(data, user)
  if (major !== undefined) await takeOver(folder, user)
  return {
    data,
    folder,
    log: join(data, 'postgres.log'),
    password: join(data, 'postgres-password'),
    user,
    major,
  }
}

async function makeData(data: string): Promise<void> {
  try {
    const first = await mkdir(data, { recursive: true })
    await access(data, constants.W_OK)
    if (process.getuid?.() !== 0 || data === userInfo().homedir) return
    // Root's umask or mkdtemp may have closed folders that are ours to open: others may pass, not list.
    for (let at = data; at.length >= (first ?? data).length; at = dirname(at)) {
      const { mode, uid } = await stat(at)
      if (uid === 0 && (mode & 0o001) === 0) await chmod(at, (mode & 0o7777) | 0o011)
      if (at === dirname(at)) break
    }
  } catch (cause) {
    throw new EmbeddedError(
      'embedded.read_only',
      `The folder ${data} cannot be written (${systemCode(cause)}). Nothing in it was changed. ` +
        'Make it writable for this user, or choose another folder with --data DIR.',
      { folder: data },
      { cause },
    )
  }
}

/** The PostgreSQL version of the data in `folder`; undefined when there is no folder or it is empty. */
export async function majorOf(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (text !== undefined) return Number.parseInt(text, 10)
  const inside = await readdir(folder).catch((error: unknown) => (systemCode(error) === 'ENOENT' ? [] : ['?']))
  if (inside.length === 0) return undefined
  throw new EmbeddedError(
    'embedded.folder_foreign',
    `The folder ${folder} holds something that is not a PostgreSQL database, or cannot be read by this user. ` +
      'Nothing in it was changed. Move it away, or choose another folder with --data DIR.',
    { folder },
  )
}

/** PostgreSQL refuses to run as root: then the owner of the data runs it, else `postgres`, else `nobody`. */
async function chooseUser(folder: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(folder).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65534, gid: 65534 }
}

async function assertReachable(data: string, user: NonNullable<RunAs>): Promise<void> {
  const entered = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', data], { user, cwd: '/' })
  if (entered.code === 0) return
  const closed = await firstClosed(data, user)
  throw new EmbeddedError(
    'embedded.folder_unreachable',
    `PostgreSQL does not run as root, and the user it runs as instead (id ${user.uid}) cannot enter ${closed}, ` +
      `in which the data folder ${data} lies. Nothing was changed. Choose a folder outside it with ` +
      '--data DIR (for example --data /var/lib/bihuan), or start as an ordinary user, ' +
      `or let others pass with: chmod o+x ${closed}`,
    { folder: closed, data, uid: user.uid },
  )
}

async function firstClosed(data: string, user: NonNullable<RunAs>): Promise<string> {
  const way = [data]
  for (let at = data; at !== dirname(at); at = dirname(at)) way.unshift(dirname(at))
  for (const at of way) {
    const { mode, uid, gid } = await stat(at)
    const passes = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001
    if (!passes) return at
  }
  return data
}

async function takeOver(folder: string, user: RunAs): Promise<void> {
  const owners = await Promise.all([stat(folder), stat(join(folder, 'PG_VERSION'))])
  if (user && owners.some((owner) => owner.uid === 0)) await giveTo(user, folder)
  const us = process.getuid?.()
  const stranger = us && owners.find((owner) => owner.uid !== us)
  if (stranger) {
    throw new EmbeddedError(
      'embedded.folder_not_ours',
      `The database in ${folder} belongs to another user (id ${stranger.uid}), and PostgreSQL opens only its own. ` +
        'Nothing was changed. Start as that user, or as root, or choose another folder with --data DIR.',
      { folder, uid: stranger.uid },
    )
  }
  // PostgreSQL refuses data that others may look into, as a copy can leave it.
  if (process.platform !== 'win32' && owners[0].mode & 0o027) await chmod(folder, 0o700)
}

/** Makes `user` the owner of `path` and of everything inside it, links not followed. */
export async function giveTo(user: NonNullable<RunAs>, path: string): Promise<void> {
  await lchown(path, user.uid, user.gid)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) await giveTo(user, inside)
    else await lchown(inside, user.uid, user.gid)
  }
}
