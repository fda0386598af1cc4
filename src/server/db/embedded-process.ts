import { execFile, type SpawnOptions, spawn } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { systemCode } from './embedded-error.ts'

/** The unprivileged user that PostgreSQL runs as when we are root; undefined: it runs as we do. */
export type RunAs = { uid: number; gid: number } | undefined

export type Finished = { code: number | null; output: string }

/**
 * PostgreSQL sees only what it needs of our environment: no PG… variables that would redirect it, none of our
 * secrets, and the C locale so that its messages are always the ones we look for.
 */
const environment = Object.fromEntries(
  ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH']
    .flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
    .concat([
      ['LC_ALL', 'C'],
      ['TZ', 'UTC'],
    ]),
)

/** Options for a program of PostgreSQL: its user, its environment, and a working folder that user can enter. */
export function spawnOptions(user: RunAs, cwd: string): SpawnOptions {
  return { ...(user ?? {}), cwd, env: environment, windowsHide: true }
}

/** Runs a program to its end with `input`; rejects only when it could not be started (system error code). */
export function run(
  program: string,
  args: string[],
  options: { user: RunAs; cwd: string; input?: string; silent?: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    // A server started by a silent program would inherit its pipes, and we would wait for the server's end.
    const stdio = options.silent ? 'ignore' : 'pipe'
    const child = spawn(program, args, { ...spawnOptions(options.user, options.cwd), stdio })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input ?? '')
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Is a process with this id alive (whoever owns it)? A zombie counts as alive here. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/**
 * What the process `pid` is to the database in `folder`: its server, something else that got the same number
 * (usual after a container restart), or nothing any more.
 */
export async function whoIs(pid: number, folder: string): Promise<'server' | 'other' | 'gone'> {
  if (!isAlive(pid)) return 'gone'
  if (pid === process.pid || pid === process.ppid) return 'other'
  const command = await commandLine(pid)
  if (command === undefined) return isAlive(pid) ? 'server' : 'gone'
  if (command[0] === '') return 'gone'
  if (!/^(postgres|postmaster)(\.exe)?$/i.test(basename(command[0]!))) return 'other'
  if (process.platform === 'win32' || command.join(' ').includes(` ${folder} `)) return 'server'
  // A server started by hand with a relative -D: it works in its data folder, which Linux lets us see.
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder ? 'server' : 'other'
}

/** Program and arguments, ending in ''. undefined when this system does not tell: never "not the server". */
async function commandLine(pid: number): Promise<string[] | undefined> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
    return text?.split('\0')
  }
  if (process.platform === 'win32') {
    const line = await outputOf('tasklist', ['/fi', `pid eq ${pid}`, '/fo', 'csv', '/nh'])
    return line === undefined ? undefined : [/^"([^"]*)"/.exec(line)?.[1] ?? '', '']
  }
  const program = await outputOf('ps', ['-p', String(pid), '-o', 'comm='])
  const whole = await outputOf('ps', ['-ww', '-p', String(pid), '-o', 'args='])
  if (program === undefined || whole === undefined) return undefined
  return [program.trim(), ...whole.trim().split(' '), '']
}

function outputOf(program: string, args: string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, (error, stdout) => resolve(error ? undefined : stdout))
  })
}
