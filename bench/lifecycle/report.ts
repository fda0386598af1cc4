import { type Figure, median, type Options, type Result, result } from '#bench/result.ts'
import type { Stage } from '#bench/stage.ts'
import type { Parity } from './parity.ts'
import type { Prepared } from './prepare.ts'
import type { Round } from './rounds.ts'

/** Creates per second of the fastest peer, without history, on a machine like the one this was aimed at. */
const bestPeer = 593
const timesPeer = 8
const leastRatio = 0.6
const mostLoss = 0.1
/** Two measurements of the same differ by this much where other programs run beside them. */
const noise = 0.05

export type Ready = { size: number; stage: Stage; prepared: Prepared; first: { life: number } }
export type Pair = Record<'ours' | 'bare', Round[]>

const middle = (rounds: readonly Round[], of: keyof Round) => median(rounds.map((round) => round[of] as number))

const ratioOf = ({ ours, bare }: Pair) => middle(ours, 'perSecond') / middle(bare, 'perSecond')

export type Found = { parity: Parity[]; pairs: Pair[]; swift: Round[]; delayed: ReadonlyMap<number, Pair>; read: Round }

export function report(
  options: Options,
  ready: readonly Ready[],
  found: Found,
  about: Record<string, string>,
  seconds: number,
): Result {
  const { parity, pairs, swift, delayed, read } = found
  const [first, last] = [pairs[0] as Pair, pairs.at(-1) as Pair]
  const [atFirst, atLast] = [middle(first.ours, 'perSecond'), middle(last.ours, 'perSecond')]
  const all = [...swift, ...[...pairs, ...delayed.values()].flatMap((pair) => [...pair.ours, ...pair.bare])]
  const errors = [...all, read].flatMap((round) => round.errors)
  const differences = parity.flatMap((one) => one.differences)
  for (const text of [...errors, ...differences].slice(0, 20)) options.say(text)
  const figures: Figure[] = [
    ...ready.flatMap(({ size }, n) => figuresAt(size, pairs[n] as Pair)),
    swiftFigure(first, swift),
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
      'seconds each': seconds,
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

function swiftFigure({ ours }: Pair, swift: readonly Round[]): Figure {
  const [value, limit] = [middle(ours, 'perSecond'), middle(swift, 'perSecond')]
  return {
    name: 'requests at 0 hazards, beside a bare server that does not wait between its statements',
    value,
    unit: '/s',
    limit,
    ratio: value / limit,
  }
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
