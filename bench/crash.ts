import { runCrash } from '#test/crash/run.ts'
import { type Figure, median, numberOf, type Options, type Result, result } from './result.ts'

/** A share of the pilot over HTTP while server and database are killed, against the same in peace. */
export async function run(options: Options): Promise<Result> {
  const seed = String(options.values['seed'] ?? 'crash')
  const share = numberOf(options, 'share', options.small ? 0.0003 : 0.004)
  const kills = numberOf(options, 'kills', options.small ? 2 : 40)
  const report = await runCrash({ seed, share, kills, say: options.say })
  for (const fault of report.faults) options.say(fault)
  const faults = report.faults.length
  const down = report.downMs.map((ms) => ms / 1000)
  const figures: Figure[] = [
    { name: 'lost, doubled or different', value: faults, unit: '', aim: '0', met: faults === 0 },
    { name: 'commands acknowledged', value: report.commands, unit: '' },
    { name: 'events', value: report.events, unit: '' },
    { name: 'seals', value: report.seals, unit: '' },
    { name: 'messages, each once', value: report.notices, unit: '' },
    ...Object.entries(report.kills).map(([victim, value]) => ({ name: `killed: ${victim}`, value, unit: '' })),
    { name: 'batches sent again', value: report.sentAgain, unit: '' },
    { name: 'server started again', value: report.restarts, unit: '' },
    { name: 'came back by itself', value: report.cameBack, unit: '' },
    { name: 'from a kill to the next answer, median', value: median(down), unit: 's' },
    { name: 'from a kill to the next answer, longest', value: Math.max(0, ...down), unit: 's' },
  ]
  return result('crash', options, 'What is left after kill -9, against the same commands in peace.', {
    circumstances: { seed, share, kills, rounds: report.rounds },
    figures,
    notes: [
      'Compared are places, contacts, hazards, visits, signatures, clocks, answers, words, files, events and messages, without what chance decides (ids of events, salts, links); the log is folded, and `bihuan verify` follows every seal.',
      'kill -9 takes processes away, not the memory of the operating system: what was written and not yet flushed survives. A power cut is another test, and it is not this one.',
    ],
  })
}
