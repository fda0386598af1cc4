import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './embedded-binaries.ts'
import { EmbeddedError } from './embedded-error.ts'
import type { Places } from './embedded-folder.ts'
import { isAlive, run, spawnOptions, whoIs } from './embedded-process.ts'

/** What a running server says of itself in `postmaster.pid`. */
export type PidFile = { pid: number; port: number; socketFolder: string; status: string; text: string }

/** Milliseconds between two looks at a server that is starting or stopping. */
const LOOK_EVERY = 15
/** Milliseconds after which a server that is shutting down is taken for stuck. */
export const patience = { stuck: 30_000 }
/** Bytes; macOS allows 103, Linux 107. */
const longestSocketPath = 103
const LOG_LIMIT_BYTES = 20 * 1024 * 1024

export async function readPidFile(folder: string): Promise<PidFile | undefined> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split('\n').map((line) => line.trim())
  // A stand-alone backend writes its id negated.
  const [port, socketFolder] = [Number(lines[3] ?? 0), lines[4] ?? '']
  return { pid: Math.abs(Number(lines[0])), port, socketFolder, status: lines[7] ?? '', text }
}

/**
 * The server that runs on `folder`, whatever its state. A `postmaster.pid` left behind by a crash is removed when
 * PostgreSQL would stumble over it: when its number now belongs to another program, or when it is empty.
 */
export async function findRunning(folder: string): Promise<PidFile | undefined> {
  const file = join(folder, 'postmaster.pid')
  const seen = await readPidFile(folder)
  if (!seen) return undefined
  if (seen.pid > 0) {
    const who = await whoIs(seen.pid, folder)
    if (who === 'server') return seen
    if (who === 'gone') return undefined
  } else if (Date.now() - (await stat(file).catch(() => ({ mtimeMs: 0 }))).mtimeMs < 2000) {
    return undefined
  }
  if ((await readPidFile(folder))?.text === seen.text) await rm(file, { force: true })
  return undefined
}

/**
 * Starts PostgreSQL as a process of its own that outlives us, and waits until it takes connections. After a
 * crash it first replays its log, which is waited for as long as it works on it.
 * `'port_taken'` and `'locked'` (another server is about to run on this folder) ask the caller to try again.
 * Throws `embedded.disk_full`, `embedded.read_only`, `embedded.start_failed`.
 */
export async function launch(
  places: Places,
  binaries: Binaries,
  options: { fast?: boolean; onLog?: (line: string) => void },
): Promise<PidFile | 'port_taken' | 'locked'> {
  const from = await rotateLog(places.log)
  const port = await freePort()
  const unsafe = options.fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []
  const socket = `unix_socket_directories=${socketFolderOf(places.folder)}`
  const set = [`port=${port}`, 'listen_addresses=127.0.0.1', socket, ...unsafe]
  const args = set.flatMap((one) => ['-c', one])
  const exit =
    process.platform === 'win32' ? startOnWindows(places, binaries, args) : startDetached(places, binaries, args)
  const started = Date.now()
  for (let looks = 1; ; looks += 1) {
    const failed = await Promise.race([exit, sleep(LOOK_EVERY)])
    const seen = await readPidFile(places.folder)
    if (seen?.status === 'ready' && seen.port === port) return seen
    if (failed) return await explain(places, from, failed.reason)
    if (looks % 300 === 0) {
      const seconds = Math.round((Date.now() - started) / 1000)
      options.onLog?.(`PostgreSQL is putting ${places.folder} in order after a crash (${seconds} s)`)
    }
  }
}

/**
 * Beside its port the server listens on a socket within its own folder, which nobody else may enter: that costs half of
 * what the same words cost over the network's loopback. Not where the system has none, or the path is too long for one.
 */
function socketFolderOf(folder: string): string {
  const isShort = Buffer.byteLength(join(folder, '.s.PGSQL.65535')) <= longestSocketPath
  return process.platform !== 'win32' && isShort && !folder.includes(',') ? folder : ''
}

/** Resolves only when the server ended, or could not be started. */
function startDetached(places: Places, binaries: Binaries, args: string[]): Promise<{ reason: string }> {
  const log = openSync(places.log, 'a', 0o600)
  const child = spawn(binaries.postgres, ['-D', places.folder, ...args], {
    ...spawnOptions(places.user, places.data),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ reason: error.message }))
    child.once('exit', (code, signal) => resolve({ reason: `it ended with ${signal ?? `code ${code}`}` }))
  })
}

/** Only pg_ctl gives up an administrator's rights, with which PostgreSQL refuses to run on Windows. */
async function startOnWindows(places: Places, binaries: Binaries, args: string[]): Promise<{ reason: string }> {
  const start = ['start', '-w', '-t', '3600', '-D', places.folder, '-l', places.log, '-o', args.join(' ')]
  const { code } = await run(binaries.pgCtl, start, { user: undefined, cwd: places.data, silent: true })
  return { reason: `pg_ctl ended with code ${code}` }
}

/**
 * Ends the server `pid` of this folder: fast shutdown, clients are cut off, everything committed is on disk.
 * Returns when it is gone. Throws `embedded.stop_failed` when it is still there after 90 seconds.
 */
export async function shutDown(places: Places, binaries: Binaries, pid: number): Promise<void> {
  if ((await readPidFile(places.folder))?.pid !== pid) return
  if ((await whoIs(pid, places.folder)) !== 'server') return
  await untilRestarted(places.log, pid)
  const deadline = Date.now() + 90_000
  const stuck = Date.now() + patience.stuck
  if (process.platform === 'win32') {
    const stop = ['stop', '-w', '-t', '90', '-m', 'fast', '-D', places.folder]
    await run(binaries.pgCtl, stop, { user: undefined, cwd: places.data, silent: true })
  } else process.kill(pid, 'SIGINT')
  while ((await readPidFile(places.folder))?.pid === pid && isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new EmbeddedError(
        'embedded.stop_failed',
        `PostgreSQL (process ${pid}, folder ${places.folder}) is still shutting down after 90 seconds. ` +
          'Nothing committed is lost. Wait until the process has ended before you copy or move the folder.',
        { pid, folder: places.folder },
      )
    }
    if (Date.now() > stuck) endStuck(pid)
    await sleep(LOOK_EVERY)
  }
  // The file goes a moment before the process does.
  for (let looks = 0; looks < 60 && (await whoIs(pid, places.folder)) === 'server'; looks += 1) {
    await sleep(LOOK_EVERY)
  }
}

/**
 * A server that lost one of its processes restarts itself, and when it is asked to stop in the middle of that it may do
 * neither. Waits, not for ever, until its log says that it is in order again.
 */
async function untilRestarted(log: string, pid: number): Promise<void> {
  for (const until = Date.now() + 15_000; Date.now() < until && isAlive(pid); await sleep(LOOK_EVERY * 4)) {
    const said = await logSince(log, 0).catch(() => '')
    const since = said.lastIndexOf('terminating any other active server processes')
    if (said.lastIndexOf('database system is ready to accept connections') >= since) return
  }
}

/** Ends at once a server that hangs in its own shutdown. What was committed is in its log, and the next start replays it. */
export function endStuck(pid: number): void {
  try {
    if (process.platform !== 'win32') process.kill(pid, 'SIGQUIT')
  } catch {
    // It went by itself a moment earlier.
  }
}

async function explain(places: Places, from: number, reason: string): Promise<'port_taken' | 'locked'> {
  const said = await logSince(places.log, from)
  if (/could not bind|could not create any TCP\/IP sockets/.test(said)) return 'port_taken'
  if (/lock file "postmaster.pid" (already exists|is empty)|pre-existing shared memory block/.test(said))
    return 'locked'
  const facts = { folder: places.folder, log: places.log }
  if (/No space left on device/.test(said)) {
    throw new EmbeddedError(
      'embedded.disk_full',
      `The disk that holds ${places.folder} is full, so PostgreSQL cannot start. Everything committed is still ` +
        'there. Free some space and start again; delete nothing inside that folder.',
      facts,
    )
  }
  if (/Read-only file system/.test(said)) {
    throw new EmbeddedError(
      'embedded.read_only',
      `The disk that holds ${places.folder} is read-only, so PostgreSQL cannot start. Everything committed is ` +
        'still there. Make it writable, or choose another folder with --data DIR.',
      facts,
    )
  }
  const tail = said.trim().split('\n').slice(-12).join('\n')
  throw new EmbeddedError(
    'embedded.start_failed',
    `PostgreSQL did not start in ${places.folder}: ${reason}. The data there was left as it is. ` +
      `The end of its log, ${places.log}:\n${tail || '(it wrote nothing)'}`,
    { ...facts, tail, reason },
  )
}

async function logSince(log: string, from: number): Promise<string> {
  const handle = await open(log, 'r')
  try {
    const { size } = await handle.stat()
    const start = Math.max(from, size - 65_536)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, null, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Returns the length of the log, in bytes, before this start writes to it. */
async function rotateLog(log: string): Promise<number> {
  const { size } = await stat(log).catch(() => ({ size: 0 }))
  if (size < LOG_LIMIT_BYTES) return size
  await rename(log, `${log}.1`)
  return 0
}

/** Free a moment ago: another program can still take it, which the start then notices. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
