import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf } from './children/processes.ts'
import { fill } from './fill/fill.ts'
import { prepare } from './lifecycle/prepare.ts'
import { startClean } from './lifecycle/rounds.ts'
import { type Figure, median, numberOf, type Options, type Result, result } from './result.ts'
import { circumstancesOf, openStage } from './stage.ts'

const program = path.join(import.meta.dirname, '../src/server/cli/bihuan.ts')
const mostSeconds = 3
const mostMegabytes = 400

type Idle = { node: number; postgres: number }
type Started = { seconds: number[]; idle: Idle }

/** How long an installation that exists takes from nothing to `/ready`, and how much memory it then holds. */
export async function run(options: Options): Promise<Result> {
  const hazards = numberOf(options, 'hazards', options.small ? 200 : 1_000_000)
  const times = numberOf(options, 'times', options.small ? 1 : 5)
  const idleMs = numberOf(options, 'idle', options.small ? 0 : 10) * 1000
  const figures: Figure[] = []
  if (!options.small)
    figures.push(...figuresOf('the demo’s sample', await withSample((folder) => start(folder, times, idleMs, options))))
  const { started, about } = await withFilled(hazards, options, (folder) => start(folder, times, idleMs, options))
  figures.push(...figuresOf(`${hazards.toLocaleString('en-US')} hazards`, started))
  return result(
    'start',
    options,
    'An existing installation, from its cold start to the first answer of /ready, and at rest.',
    {
      circumstances: { ...about, starts: times },
      figures,
      notes: [
        '`bihuan start` as a new process each time, its embedded database stopped before; the screens are built already. The files are in the operating system’s cache.',
        `Memory after ${idleMs / 1000} s without requests: resident of the Node process, and of all PostgreSQL processes their proportional share, so that what they share counts once.`,
      ],
    },
  )
}

const figuresOf = (what: string, { seconds, idle }: Started): Figure[] => [
  {
    name: `to /ready with ${what}`,
    value: median(seconds),
    unit: 's',
    aim: `< ${mostSeconds} s`,
    met: median(seconds) < mostSeconds,
  },
  { name: `slowest of ${seconds.length}`, value: Math.max(...seconds), unit: 's' },
  {
    name: `memory at rest with ${what}`,
    value: idle.node + idle.postgres,
    unit: 'MB',
    aim: `< ${mostMegabytes} MB`,
    met: idle.node + idle.postgres < mostMegabytes,
  },
  { name: 'of it Node', value: idle.node, unit: 'MB' },
  { name: 'of it PostgreSQL', value: idle.postgres, unit: 'MB' },
]

async function withSample(measure: (folder: string) => Promise<Started>): Promise<Started> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-bench-start-'))
  try {
    const child = launch(['demo', '--no-serve', '--data', folder])
    await ended(child)
    if (child.exitCode !== 0) throw new Error(`the demo ended with ${child.exitCode}`)
    return await measure(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withFilled(hazards: number, options: Options, measure: (folder: string) => Promise<Started>) {
  const data = options.values['data']
  const given = typeof data === 'string' ? path.join(data, `hazards-${hazards}`) : undefined
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'bihuan-bench-start-')))
  try {
    const stage = await openStage({ folder })
    if (stage.noted['hazards'] !== hazards) {
      await fill(stage, { hazards, say: options.say })
      stage.note({ hazards })
    }
    await prepare(stage)
    await startClean(stage)
    const about = await circumstancesOf(stage)
    await stage.close()
    return { started: await measure(folder), about }
  } finally {
    if (given === undefined) await rm(folder, { recursive: true, force: true })
  }
}

/** The first start counts for nothing: it may have to build the screens. */
async function start(folder: string, times: number, idleMs: number, options: Options): Promise<Started> {
  const seconds: number[] = []
  let idle: Idle = { node: 0, postgres: 0 }
  for (let n = 0; n <= times; n++) {
    const began = performance.now()
    const child = launch(['start', '--data', folder, '--port', '0'])
    try {
      const address = await firstAddress(child)
      await ready(address)
      if (n > 0) seconds.push((performance.now() - began) / 1000)
      if (n === times) {
        await sleep(idleMs)
        idle = await memoryOf(child.pid as number, folder)
      }
    } finally {
      child.kill('SIGTERM')
      await ended(child)
    }
    options.say(`start ${n}: ${((performance.now() - began) / 1000).toFixed(1)} s with its end`)
  }
  return { seconds, idle }
}

const { DATABASE_URL: _, ...withoutDatabase } = process.env

const launch = (args: readonly string[]) =>
  spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...withoutDatabase, LOG_LEVEL: 'error' },
  })

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  child.stdout?.resume()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function firstAddress(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', () => reject(new Error(`the server ended before it listened: ${said}`)))
  })
}

async function ready(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/ready`).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok) return
    await sleep(5)
  }
}

async function memoryOf(node: number, folder: string): Promise<Idle> {
  const postmaster = Number((await readFile(path.join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
  const shares = [postmaster, ...childrenOf(postmaster)].map((pid) => megabytes(pid, 'Pss'))
  return {
    node: await megabytes(node, 'Rss'),
    postgres: (await Promise.all(shares)).reduce((all, one) => all + one, 0),
  }
}

async function megabytes(pid: number, what: 'Rss' | 'Pss'): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024
}
