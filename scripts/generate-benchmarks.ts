import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cells, columns, type Result } from '#bench/result.ts'

const results = join(import.meta.dirname, '../bench/results')

/** The page of figures, from the results that `npm run bench -- NAME --save` has kept. */
export async function makeBenchmarks(): Promise<string> {
  const files = (existsSync(results) ? readdirSync(results) : []).filter((name) => name.endsWith('.json')).sort()
  const made = files.map((name) => JSON.parse(readFileSync(join(results, name), 'utf8')) as Result)
  return `${[head, ...made.map(section)].join('\n\n')}\n`
}

const head = `# Benchmarks

Written by \`npm run generate\` from \`bench/results\`; \`npm run bench -- NAME --save\` measures again. A figure means something
beside the limit measured in the same run only: machines differ, and so does the same machine from hour to hour.`

const row = (fields: readonly string[]) => `| ${fields.map((field) => field.replaceAll('|', '\\|')).join(' | ')} |`

function section(made: Result): string {
  const facts = Object.entries(made.circumstances).map(([key, value]) => `${key} ${value}`)
  const notes = made.notes.map((note) => `- ${note}`).join('\n')
  return [
    `## ${made.name}`,
    made.about,
    `\`${made.command}\`, ${made.date}`,
    [row(columns), row(columns.map(() => '---')), ...made.figures.map((figure) => row(cells(figure)))].join('\n'),
    `${facts.join(' · ')}`,
    ...(notes === '' ? [] : [notes]),
  ].join('\n\n')
}
