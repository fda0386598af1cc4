import path from 'node:path'
import { type Child, openChild } from './children/child.ts'
import { fill } from './fill/fill.ts'
import { compareWrites, type Parity } from './lifecycle/parity.ts'
import { prepare } from './lifecycle/prepare.ts'
import { type Pair, type Ready, report } from './lifecycle/report.ts'
import { playRound, type Round } from './lifecycle/rounds.ts'
import { numberOf, type Options, type Result } from './result.ts'
import { circumstancesOf, openStage } from './stage.ts'

/**
 * A hazard's life in five requests (report; file and dispatch; submit; re-inspect; close) by eight crews at once, against
 * the product and against a bare server that runs the product's own statements.
 */
export async function run(options: Options): Promise<Result> {
  const sizes = [0, numberOf(options, 'hazards', options.small ? 300 : 1_000_000)]
  const rounds = numberOf(options, 'rounds', options.small ? 1 : 3)
  const delays = options.small ? [] : [1000, 5000]
  const client = openChild('client')
  const ready: Ready[] = []
  try {
    for (const size of sizes) ready.push(await makeReady(size, options))
    const parity = await compareAll(ready, client, options.small ? 2 : 20)
    const pairs = await alternate(ready, client, rounds, options)
    const [empty] = ready as [Ready]
    const swift = await playSwift(empty, client, rounds, options)
    const delayed = new Map<number, Pair>()
    for (const delay of delays) delayed.set(delay, await withDelay(empty, client, delay, rounds, options))
    const read = await playRound('ours', empty.stage, empty.prepared, client, empty.first, {
      ...load(options),
      readEvery: options.small ? 3 : 20,
    })
    return report(
      options,
      ready,
      { parity, pairs, swift, delayed, read },
      await circumstancesOf(empty.stage),
      load(options).measuredMs / 1000,
    )
  } finally {
    await client.stop()
    for (const { stage } of ready) await stage.close()
  }
}

const load = (options: Options) => ({
  warmMs: options.small ? 0 : 2000,
  measuredMs: numberOf(options, 'seconds', options.small ? 1 : 8) * 1000,
})

/** With `--data DIR` the filled databases stay there and are used again. */
async function makeReady(size: number, options: Options): Promise<Ready> {
  const data = options.values['data']
  const folder = typeof data === 'string' ? path.join(data, `hazards-${size}`) : undefined
  const stage = await openStage({ folder })
  if (size > 0 && stage.noted['hazards'] !== size) {
    const filled = await fill(stage, { hazards: size, say: options.say })
    options.say(`filled in ${filled.seconds.toFixed(0)} s`)
    stage.note({ hazards: size })
  }
  const prepared = await prepare(stage)
  return { size, stage, prepared, first: { life: Number(stage.noted['next'] ?? 0) } }
}

async function compareAll(ready: readonly Ready[], client: Child, lives: number): Promise<Parity[]> {
  const found: Parity[] = []
  for (const { stage, prepared, first } of ready) found.push(await compareWrites(stage, prepared, client, first, lives))
  return found
}

/** Ours, bare, ours, bare …, at each size in turn, so that a slow minute of the machine falls on all of them. */
async function alternate(ready: readonly Ready[], client: Child, rounds: number, options: Options): Promise<Pair[]> {
  const pairs = ready.map((): Pair => ({ ours: [], bare: [] }))
  for (let n = 0; n < rounds; n++) {
    for (const [at, { stage, prepared, first, size }] of ready.entries()) {
      for (const side of ['ours', 'bare'] as const) {
        const round = await playRound(side, stage, prepared, client, first, load(options))
        pairs[at]?.[side].push(round)
        options.say(`${size} hazards, ${side}: ${line(round)}`)
        stage.note({ next: first.life })
      }
    }
  }
  return pairs
}

/** What is left when the bare server, too, lets its statements travel together. No aim: it bounds what can be had. */
async function playSwift({ stage, prepared, first }: Ready, client: Child, rounds: number, options: Options) {
  const played: Round[] = []
  for (let n = 0; n < rounds; n++) {
    const round = await playRound('swift', stage, prepared, client, first, load(options))
    played.push(round)
    options.say(`bare, statements at once: ${line(round)}`)
  }
  return played
}

async function withDelay(
  { stage, prepared, first }: Ready,
  client: Child,
  delay: number,
  rounds: number,
  options: Options,
): Promise<Pair> {
  const pair: Pair = { ours: [], bare: [] }
  await stage.raw.query(`alter database bihuan set commit_delay = ${delay}`)
  await stage.raw.query('alter database bihuan set commit_siblings = 0')
  try {
    for (let n = 0; n < rounds; n++) {
      for (const side of ['ours', 'bare'] as const) {
        const round = await playRound(side, stage, prepared, client, first, load(options))
        pair[side].push(round)
        options.say(`commit_delay ${delay}, ${side}: ${line(round)}`)
      }
    }
  } finally {
    await stage.raw.query('alter database bihuan reset commit_delay')
    await stage.raw.query('alter database bihuan reset commit_siblings')
  }
  return pair
}

const line = (round: Round) =>
  `${round.perSecond.toFixed(0)}/s, ${round.nodeMs.toFixed(2)} + ${round.postgresMs.toFixed(2)} ms, ${JSON.stringify(round.behind)}, ${round.errors.length} errors`
