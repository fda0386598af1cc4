import { randomBytes } from 'node:crypto'
import { appendFile, chown, link, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { basename, join } from 'node:path'
import type { Binaries } from './embedded-binaries.ts'
import { EmbeddedError, systemCode } from './embedded-error.ts'
import { majorOf, type Places } from './embedded-folder.ts'
import { isAlive, run } from './embedded-process.ts'

/**
 * Written once, at the end of postgresql.conf, so that an administrator may change it there. What PostgreSQL
 * would log of a failing statement (its text, the values that clashed) can be personal data: it stays out.
 */
const settings = (memory: number) => `
# --- Bihuan: changed here, it stays changed. The port and the address are chosen at each start. ---
shared_buffers = ${sharedBuffersOf(memory)}MB
max_connections = 60
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
log_line_prefix = '%m [%p] '
password_encryption = 'scram-sha-256'
`

const megabyte = 1024 * 1024

/**
 * In MB, of a machine with so many bytes of memory: a sixteenth. With less than the rows in use every statement reads
 * and checks pages anew; PostgreSQL advises a quarter, for machines that do nothing else. Only what is used is taken.
 */
export function sharedBuffersOf(memory: number): number {
  return Math.min(1024, Math.max(128, Math.floor(memory / megabyte / 16)))
}

/** Of the machine, or what a container may have of it. */
const memoryHere = () => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

/** The password of the superuser, from its file, readable only by us; undefined when there is no such file. */
export async function readPassword(places: Places): Promise<string | undefined> {
  const text = await readFile(places.password, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  })
  return text?.trim() || undefined
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** Two processes may start at once: the password kept first holds, is returned, and is never seen half written. */
export async function keepPassword(places: Places, password: string): Promise<string> {
  const fresh = `${places.password}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  await writeDurably(fresh, `${password}\n`)
  try {
    await link(fresh, places.password)
  } catch {
    const kept = await readPassword(places)
    if (kept !== undefined) return kept
    await rename(fresh, places.password)
  } finally {
    await rm(fresh, { force: true })
  }
  return password
}

/**
 * Makes a new, empty database beside its place and moves it there when it is whole: a crash half way leaves
 * nothing that looks like a database. False when another process was faster.
 */
export async function initialise(
  places: Places,
  binaries: Binaries,
  password: string,
  fast: boolean,
): Promise<boolean> {
  await clearUnfinished(places)
  const id = `new-${process.pid}-${randomBytes(4).toString('hex')}`
  const unfinished = `${places.folder}.${id}`
  const passwordCopy = `${places.password}.${id}`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(passwordCopy, password, { mode: 0o600, flag: 'wx' })
    if (places.user) {
      await chown(unfinished, places.user.uid, places.user.gid)
      await chown(passwordCopy, places.user.uid, places.user.gid)
    }
    const args = ['-D', unfinished, `--pwfile=${passwordCopy}`, '-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8']
    // Letters beyond ASCII get upper and lower case, the order stays that of the bytes.
    const locale = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
    args.push('--locale=C', ...locale, '--data-checksums', ...(fast ? ['--no-sync'] : []))
    const made = await run(binaries.initdb, args, { user: places.user, cwd: places.data })
    if (made.code !== 0) throw initialiseFailed(places, made.output)
    await appendFile(join(unfinished, 'postgresql.conf'), settings(memoryHere()))
    return await moveIntoPlace(unfinished, places)
  } finally {
    await rm(passwordCopy, { force: true })
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Single-user mode needs no password: the way back in when the password file was lost. The server is down. */
export async function resetPassword(places: Places, binaries: Binaries, password: string): Promise<void> {
  const done = await run(binaries.postgres, ['--single', '-D', places.folder, 'postgres'], {
    user: places.user,
    cwd: places.data,
    input: `ALTER ROLE postgres PASSWORD '${password}'\n`,
  })
  if (done.code !== 0 || /(ERROR|FATAL|PANIC):/.test(done.output)) throw initialiseFailed(places, done.output)
}

async function moveIntoPlace(unfinished: string, places: Places): Promise<boolean> {
  try {
    await rmdir(places.folder).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error
    })
    await rename(unfinished, places.folder)
  } catch (error) {
    if ((await majorOf(places.folder)) !== undefined) return false
    throw error
  }
  await syncFolder(places.data)
  return true
}

/** A start that was killed while making a database leaves a folder named after its process. */
async function clearUnfinished(places: Places): Promise<void> {
  const start = `${basename(places.folder)}.new-`
  for (const name of await readdir(places.data)) {
    if (!name.startsWith(start) || isAlive(Number.parseInt(name.slice(start.length), 10))) continue
    await rm(join(places.data, name), { recursive: true, force: true })
  }
}

function initialiseFailed(places: Places, output: string): EmbeddedError {
  const tail = output.trim().split('\n').slice(-12).join('\n')
  if (/No space left on device/.test(output)) {
    return new EmbeddedError(
      'embedded.disk_full',
      `There is not enough room for the database in ${places.data}. Nothing was lost. ` +
        'Free some space and start again, or choose another folder with --data DIR.',
      { folder: places.data },
    )
  }
  return new EmbeddedError(
    'embedded.start_failed',
    `PostgreSQL could not prepare the database in ${places.folder}. Nothing was lost. It said:\n${tail}`,
    { folder: places.folder, tail },
  )
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
