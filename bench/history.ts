import { runHistory } from '#test/history/run.ts'
import type { Report } from '#test/history/verify.ts'
import { openWorld } from '#test/world.ts'
import { type Figure, numberOf, type Options, type Result, result } from './result.ts'

/** Many people at once on the same hazards, over HTTP: is there one order that explains every answer that they got? */
export async function run(options: Options): Promise<Result> {
  const seeds = seedsOf(options)
  const size = {
    spots: numberOf(options, 'spots', options.small ? 3 : 60),
    calls: numberOf(options, 'calls', options.small ? 40 : 200),
  }
  const reports: Report[] = []
  for (const seed of seeds) {
    const world = await openWorld({ ticking: true })
    try {
      const report = await runHistory(world, { seed, ...size })
      options.say(`seed ${seed}: ${report.calls} calls, ${report.accepted} accepted, ${report.faults.length} faults`)
      for (const fault of report.faults) options.say(fault)
      reports.push(report)
    } finally {
      await world.end()
    }
  }
  const sum = (of: (report: Report) => number) => reports.reduce((all, one) => all + of(one), 0)
  const faults = sum(({ faults }) => faults.length)
  const figures: Figure[] = [
    {
      name: 'histories that no order explains, and other faults',
      value: faults,
      unit: '',
      aim: '0',
      met: faults === 0,
    },
    { name: 'calls', value: sum(({ calls }) => calls), unit: '' },
    { name: 'accepted', value: sum(({ accepted }) => accepted), unit: '' },
    { name: 'done by the clock meanwhile', value: sum(({ byClock }) => byClock), unit: '' },
    { name: 'hazards', value: sum(({ hazards }) => hazards), unit: '' },
    { name: 'looks of the search', value: sum(({ looks }) => looks), unit: '' },
  ]
  const refused = sorted(reports.flatMap((report) => Object.entries(report.refused)))
  const done = sorted(reports.flatMap((report) => Object.entries(report.done)))
  return result(
    'history',
    options,
    'Everybody at once on the same hazards, and the rules of the domain as the one truth.',
    {
      circumstances: { seeds: seeds.join(' '), ...size },
      figures,
      notes: [
        `Accepted: ${inWords(done)}.`,
        `Refusals that had to be explained as well: ${inWords(refused)}.`,
        'A seed decides what each device does in its turn; who is served first is up to the machine, so that the same seed makes another history each time.',
        'test/server/history-tampered.test.ts runs the same against six servers that are wrong on purpose; each is found out.',
      ],
    },
  )
}

function seedsOf(options: Options): string[] {
  const given = options.values['seeds']
  if (typeof given === 'string') return given.split(',')
  return options.small ? ['small'] : ['one', 'two', 'three']
}

const inWords = (counts: readonly [string, number][]) => counts.map(([word, n]) => `${word} ${n}`).join(', ')

function sorted(counts: readonly [string, number][]): [string, number][] {
  const sums = new Map<string, number>()
  for (const [code, n] of counts) sums.set(code, (sums.get(code) ?? 0) + n)
  return [...sums].sort(([, a], [, b]) => b - a)
}
