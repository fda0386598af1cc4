/**
 * `npm run bench -- NAME [--json] [--save] [--option value …]`: one benchmark, or `all` of them. Prints our figure, the
 * limit measured in the same run and their ratio. `--save` keeps the result in bench/results, from which
 * docs/benchmarks.md is made. `--data DIR` keeps filled districts there for the next time. Exit code 1 when an aim was missed, 2 for bad usage.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, type Options, type Result, table } from './result.ts'

const benchmarks: Record<string, () => Promise<{ run: Benchmark }>> = {
  lifecycle: () => import('./lifecycle.ts'),
  plans: () => import('./plans.ts'),
  replay: () => import('./replay.ts'),
  start: () => import('./start.ts'),
  feed: () => import('./feed.ts'),
  profile: () => import('./profile.ts'),
  history: () => import('./history.ts'),
  crash: () => import('./crash.ts'),
}

const switches = ['json', 'save', 'small']
const results = join(import.meta.dirname, 'results')

async function main(): Promise<number> {
  const { positionals, values } = read(process.argv.slice(2))
  const [name, ...more] = positionals
  const names = name === 'all' ? Object.keys(benchmarks) : [name ?? '']
  if (more.length > 0 || names.some((one) => !Object.hasOwn(benchmarks, one))) {
    process.stderr.write(`Which benchmark? ${[...Object.keys(benchmarks), 'all'].join(', ')}\n`)
    return 2
  }
  const options: Options = { values, small: values['small'] === true, say: (line) => process.stderr.write(`${line}\n`) }
  let missed = 0
  for (const one of names) {
    const { run } = await (benchmarks[one] as (typeof benchmarks)[string])()
    const made = await run(options)
    missed += made.figures.filter((figure) => figure.met === false).length
    process.stdout.write(`${values['json'] ? JSON.stringify(made) : table(made)}\n`)
    if (values['save']) save(made)
  }
  return missed > 0 ? 1 : 0
}

/** `--name value`, or `--name` alone where another option or nothing follows. */
function read(given: readonly string[]) {
  const positionals: string[] = []
  const values: Record<string, string | boolean> = {}
  for (let at = 0; at < given.length; at++) {
    const word = given[at] as string
    const next = given[at + 1]
    const alone = switches.includes(word.slice(2)) || next === undefined || next.startsWith('--')
    if (!word.startsWith('--')) positionals.push(word)
    else values[word.slice(2)] = alone ? true : (given[++at] as string)
  }
  return { positionals, values }
}

function save(made: Result): void {
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `${made.name}.json`), `${JSON.stringify(made, null, 2)}\n`)
}

process.exitCode = await main()
