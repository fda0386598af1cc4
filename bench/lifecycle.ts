import path from 'node:path'
import { type Child, openChild } from './children/child.ts'
import { fill } from './fill/fill.ts'
import { compareWrites, type Parity } from './lifecycle/parity.ts'
import { type Prepared, prepare } from './lifecycle/prepare.ts'
import { playRound, type Round, type Side } from './lifecycle/rounds.ts'
import { type Figure, median, numberOf, type Options, type Result, result } from './result.ts'
import { circumstancesOf, openStage, type Stage } from './stage.ts'

/** Creates per second of the fastest peer, without history, on a machine like the one this was aimed at. */
const bestPeer = 593
const timesPeer = 8
const leastRatio = 0.6
const mostLoss = 0.1
/** Two measurements of the same differ by this much where other programs run beside them. */
const noise = 0.05

type Ready = { size: number; stage: Stage; prepared: Prepared; first: { life: number } }
type Pair = Record<Side, Round[]>

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
    const delayed = new Map<number, Pair>()
    for (const delay of delays) delayed.set(delay, await withDelay(empty, client, delay, rounds, options))
    const read = await playRound('ours', empty.stage, empty.prepared, client, empty.first, {
      ...load(options),
      readEvery: options.small ? 3 : 20,
    })
    return report(options, ready, { parity, pairs, delayed, read }, await circumstancesOf(empty.stage))
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

const middle = (rounds: readonly Round[], of: keyof Round) => median(rounds.map((round) => round[of] as number))

const ratioOf = ({ ours, bare }: Pair) => middle(ours, 'perSecond') / middle(bare, 'perSecond')

type Found = { parity: Parity[]; pairs: Pair[]; delayed: ReadonlyMap<number, Pair>; read: Round }

function report(options: Options, ready: readonly Ready[], found: Found, about: Record<string, string>): Result {
  const { parity, pairs, delayed, read } = found
  const [first, last] = [pairs[0] as Pair, pairs.at(-1) as Pair]
  const [atFirst, atLast] = [middle(first.ours, 'perSecond'), middle(last.ours, 'perSecond')]
  const all = [...pairs, ...delayed.values()].flatMap((pair) => [...pair.ours, ...pair.bare])
  const errors = [...all, read].flatMap((round) => round.errors)
  const differences = parity.flatMap((one) => one.differences)
  for (const text of [...errors, ...differences].slice(0, 20)) options.say(text)
  const figures: Figure[] = [
    ...ready.flatMap(({ size }, n) => figuresAt(size, pairs[n] as Pair)),
    {
      name: `loss from empty to ${last === first ? 0 : ready.at(-1)?.size} hazards`,
      value: 100 * (1 - atLast / atFirst),
      unit: '%',
      aim: `≤ ${mostLoss * 100} %`,
      met: 1 - atLast / atFirst <= mostLoss,
    },
    ...[...delayed].map(([delay, pair]): Figure => {
      const ratio = ratioOf(pair)
      const [value, limit] = [middle(pair.ours, 'perSecond'), middle(pair.bare, 'perSecond')]
      const met = ratio >= ratioOf(first) * (1 - noise)
      return {
        name: `requests, commit_delay ${delay} µs`,
        value,
        unit: '/s',
        limit,
        ratio,
        aim: `ratio no lower than without (± ${noise * 100} %)`,
        met,
      }
    }),
    { name: 'errors', value: errors.length, unit: '', aim: 'none', met: errors.length === 0 },
    {
      name: `answers not seen by the next read, of ${read.reads}`,
      value: read.unread,
      unit: '',
      aim: 'none',
      met: read.unread === 0 && read.reads > 0,
    },
    {
      name: 'differences between what both servers wrote',
      value: differences.length,
      unit: '',
      aim: 'none',
      met: differences.length === 0,
    },
  ]
  const { prepared } = ready[0] as Ready
  const steps = Object.entries(prepared.statements).map(([name, count]) => `${name} ${count}`)
  return result('lifecycle', options, sentence, {
    circumstances: {
      ...about,
      clients: prepared.cookies.length,
      rounds: first.ours.length,
      'seconds each': load(options).measuredMs / 1000,
    },
    figures,
    notes: [
      `The bare server is Fastify and pg in one process. It runs the statements that the product was heard to send for each of these requests, prepared, in the same transactions (${steps.join(', ')} statements with begin and commit), with fresh ids and times, as superuser. It has no sessions, no schema of the body, no scope and no rules: what the product sends beside (up to ${prepared.leftOut.statements} statements in ${prepared.leftOut.transactions} transactions for the session, and one for the scope) is left out.`,
      'Five requests carry six commands: the desk files and dispatches in one request. Requests are counted, not commands.',
      'The product does all that it does: it numbers events, writes and sends messages and sweeps clocks meanwhile. The bare server does none of that.',
      `Left to do when the load ended: ${JSON.stringify(last.ours.map(({ behind }) => behind))}.`,
      `Both wrote the same: ${parity.map(({ lives, rows, tables }) => `${lives} lives, ${rows} rows in ${tables} tables`).join('; ')}, counted by table on both sides, and the hazards the same but for ids and times.`,
    ],
  })
}

const sentence =
  'A hazard’s life (report, dispatch, submit, re-inspect, close) over HTTP by 8 crews at once, beside a bare server with the same statements.'

function figuresAt(size: number, pair: Pair): Figure[] {
  const { ours, bare } = pair
  const at = `at ${size.toLocaleString('en-US')} hazards`
  const [value, limit] = [middle(ours, 'perSecond'), middle(bare, 'perSecond')]
  const ratio = ratioOf(pair)
  const cpu = (rounds: readonly Round[]) => middle(rounds, 'nodeMs') + middle(rounds, 'postgresMs')
  const aim = bestPeer * timesPeer
  return [
    { name: `requests ${at}`, value, unit: '/s', limit, ratio, aim: `ratio ≥ ${leastRatio}`, met: ratio >= leastRatio },
    {
      name: `requests ${at}, beside the best peer’s ${bestPeer} creates`,
      value,
      unit: '/s',
      aim: `≥ ${aim}/s`,
      met: value >= aim,
    },
    {
      name: `processor time of a request ${at}, server and database`,
      value: cpu(ours),
      unit: 'ms',
      limit: cpu(bare),
      ratio: cpu(bare) / cpu(ours),
    },
    {
      name: `of it the Node process`,
      value: middle(ours, 'nodeMs'),
      unit: 'ms',
      limit: middle(bare, 'nodeMs'),
      ratio: middle(bare, 'nodeMs') / middle(ours, 'nodeMs'),
    },
    {
      name: `answered ${at}, half of them within`,
      value: middle(ours, 'p50'),
      unit: 'ms',
      limit: middle(bare, 'p50'),
      ratio: middle(bare, 'p50') / middle(ours, 'p50'),
    },
    {
      name: `answered ${at}, 95 % within`,
      value: middle(ours, 'p95'),
      unit: 'ms',
      limit: middle(bare, 'p95'),
      ratio: middle(bare, 'p95') / middle(ours, 'p95'),
    },
  ]
}
