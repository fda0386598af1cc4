import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { FromServer, ToServer } from './server-process.ts'

/** What is killed without a word: our process, all of PostgreSQL, one of its connections, or ours and PostgreSQL together. */
export const victims = ['server', 'postmaster', 'backend', 'both'] as const
export type Victim = (typeof victims)[number]

/** A server in a process of its own, on a folder that outlives it. */
export type Child = {
  address(): string
  /** Lets the demo's time pass; false when the server is gone or could not. */
  passTime(until: string, keep: boolean): Promise<boolean>
  kill(victim: Victim): Promise<void>
  /** Is our process there at all? */
  lives(): boolean
  /** Starts it again the way an installation starts: whatever is left of the last one is found, and gone on with. */
  restart(): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
  restarts: number
}

const script = new URL('./server-process.ts', import.meta.url)

/** `env`: what else its process is told. */
export async function startChild(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Child> {
  let server = await launch(folder, env)
  let asked = 0
  const child: Child = {
    restarts: 0,
    address: () => server.address,
    lives: () => server.process.exitCode === null && server.process.signalCode === null,
    passTime: (until, keep) => passTime(server.process, { about: ++asked, until, keep }),
    async kill(victim) {
      const postmaster = await postmasterOf(folder)
      if (victim === 'backend') await killBackend(folder, postmaster)
      if (victim === 'postmaster' || victim === 'both') killNow(postmaster.pid)
      if (victim === 'server' || victim === 'both') server.process.kill('SIGKILL')
    },
    async restart() {
      await end(server.process, 'SIGTERM')
      server = await launch(folder, env)
      child.restarts += 1
    },
    stop: () => end(server.process, 'SIGTERM'),
  }
  return child
}

async function launch(folder: string, env: NodeJS.ProcessEnv): Promise<{ process: ChildProcess; address: string }> {
  const started = fork(script, [folder], {
    execArgv: [],
    env: { ...process.env, LOG_LEVEL: 'fatal', DATABASE_URL: undefined, BIHUAN_DATA: undefined, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  started.stderr?.on('data', (text: Buffer) => {
    said += text
  })
  const [first] = (await Promise.race([once(started, 'message'), once(started, 'exit')])) as [
    FromServer | number | null,
  ]
  if (first === null || typeof first !== 'object' || !('ready' in first))
    throw new Error(`the server did not start: ${said}`)
  return { process: started, address: first.ready }
}

/** Resolves when the process is gone; one that was killed already counts. */
async function end(started: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (started.exitCode !== null || started.signalCode !== null) return
  const gone = once(started, 'exit')
  started.kill(signal)
  const late = setTimeout(() => started.kill('SIGKILL'), 30_000)
  await gone
  clearTimeout(late)
}

function passTime(server: ChildProcess, message: ToServer): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (passed: boolean) => {
      server.off('message', onMessage).off('exit', onExit)
      resolve(passed)
    }
    const onMessage = (answer: FromServer) => {
      if ('about' in answer && answer.about === message.about) done(answer.passed)
    }
    const onExit = () => done(false)
    if (!server.connected) return resolve(false)
    server.on('message', onMessage).on('exit', onExit)
    server.send(message, (error) => {
      if (error !== null) done(false)
    })
  })
}

type Postmaster = { pid: number; port: number }

async function postmasterOf(folder: string): Promise<Postmaster> {
  const text = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  return { pid: Number(lines[0] ?? 0), port: Number(lines[3] ?? 0) }
}

/** Past every policy: the superuser's address of the database in this folder. */
export async function superuserUrl(folder: string, database = 'bihuan'): Promise<string> {
  const password = (await readFile(join(folder, 'postgres-password'), 'utf8')).trim()
  const { port } = await postmasterOf(folder)
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** One connection of the product, a working one where there is one. */
async function killBackend(folder: string, { pid }: Postmaster): Promise<void> {
  if (!(pid > 0)) return
  const client = new pg.Client({ connectionString: await superuserUrl(folder) })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      `select pid from pg_stat_activity where datname = 'bihuan' and usename = 'bihuan_login'
       order by state <> 'active', state <> 'idle in transaction', random() limit 1`,
    )
    killNow(rows[0]?.pid)
  } catch {
    // Down already, or on its way up: there is nobody to kill.
  } finally {
    await client.end().catch(() => undefined)
  }
}

function killNow(pid: number | undefined): void {
  if (pid === undefined || !(pid > 1)) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone a moment earlier.
  }
}
