import { cpus } from 'node:os'

/** One figure of a benchmark. Ratios compare what was measured in the same run. */
export type Figure = {
  name: string
  value: number
  unit: string
  /** What the same machine did in the same run without the product's own work. */
  limit?: number
  /** `value` to `limit`, or the other way round where less is better: 1 is as good as the limit. */
  ratio?: number
  /** What was aimed at, in words. */
  aim?: string
  met?: boolean
}

export type Result = {
  name: string
  /** In a sentence: what is compared with what. */
  about: string
  /** What makes it again. */
  command: string
  date: string
  circumstances: Record<string, string | number | boolean>
  figures: Figure[]
  /** What a reader must know to read the figures rightly. */
  notes: string[]
}

/** `values`: what was given as `--name value`. `small`: the tiny version that the tests run. */
export type Options = {
  values: Readonly<Record<string, string | boolean | undefined>>
  small: boolean
  say: (line: string) => void
}

export type Benchmark = (options: Options) => Promise<Result>

export const quiet: Options = { values: {}, small: true, say: () => undefined }

/** A number given as `--name 12`, else what is usual. Throws when it is none. */
export function numberOf(options: Options, name: string, usual: number): number {
  const given = options.values[name]
  if (given === undefined) return usual
  const value = Number(String(given).replaceAll('_', ''))
  if (!Number.isFinite(value)) throw new RangeError(`--${name} wants a number, not ${given}`)
  return value
}

export function circumstancesHere(): Result['circumstances'] {
  return { processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`, node: process.version }
}

export function result(
  name: string,
  options: Options,
  about: string,
  more: Pick<Result, 'circumstances' | 'figures' | 'notes'>,
): Result {
  const given = Object.entries(options.values)
    .filter(([key, value]) => value !== undefined && !['json', 'save', 'data', 'out'].includes(key))
    .map(([key, value]) => (value === true ? ` --${key}` : ` --${key} ${value}`))
  return {
    name,
    about,
    command: `npm run bench -- ${name}${given.join('')}`,
    date: new Date().toISOString().slice(0, 10),
    circumstances: { ...circumstancesHere(), ...more.circumstances },
    figures: more.figures,
    notes: more.notes,
  }
}

/** Three figures that say something, thousands apart. */
export function written(value: number): string {
  const digits = value === 0 || Number.isInteger(value) ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

const verdict = ({ aim, met }: Figure) => (aim === undefined ? '' : `${met ? 'met' : 'not met'}: ${aim}`)

/** The columns of a figure as people read them. */
export function cells(figure: Figure): string[] {
  const { name, value, unit, limit, ratio } = figure
  return [
    name,
    `${written(value)} ${unit}`,
    limit === undefined ? '' : `${written(limit)} ${unit}`,
    ratio === undefined ? '' : ratio.toFixed(2),
    verdict(figure),
  ]
}

export const columns = ['figure', 'measured', 'limit in the same run', 'ratio', 'aim']

/** For a terminal. */
export function table(made: Result): string {
  const rows = [columns, ...made.figures.map(cells)]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length)))
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const facts = Object.entries(made.circumstances).map(([key, value]) => `${key}: ${value}`)
  return [
    `${made.name}: ${made.about}`,
    '',
    ...lines,
    '',
    facts.join(' · '),
    ...made.notes.map((note) => `- ${note}`),
  ].join('\n')
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Interpolated between the neighbours. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? Number.NaN
  return low + ((sorted[Math.ceil(at)] ?? Number.NaN) - low) * (at - Math.floor(at))
}
