/**
 * Files that are written from the source and kept in the repository, so that a reader and a diff see them.
 * `npm run generate` writes them; `-- --check` says which one is no longer in step.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { makeBenchmarks } from '#scripts/generate-benchmarks.ts'
import { makeOpenApi } from '#scripts/generate-openapi.ts'
import { makeStates } from '#scripts/generate-states.ts'

/** `file` is relative to the root. `make` gives the whole text, the same every time; TypeScript is formatted after it. */
export type Generator = { file: string; make: () => Promise<string> }

export const generators: Generator[] = [
  { file: 'docs/openapi.json', make: makeOpenApi },
  { file: 'docs/states.md', make: makeStates },
  { file: 'docs/benchmarks.md', make: makeBenchmarks },
]

const root = join(import.meta.dirname, '..')

export async function generate(list: Generator[], folder: string): Promise<void> {
  for (const { file, make } of list) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), await finished(file, await make()))
  }
}

/** The files that differ from what would be written now, or are missing. */
export async function stale(list: Generator[], folder: string): Promise<string[]> {
  const found: string[] = []
  for (const { file, make } of list) {
    const wanted = await finished(file, await make())
    const present = await readFile(join(folder, file), 'utf8').catch(() => undefined)
    if (present !== wanted) found.push(file)
  }
  return found
}

async function finished(file: string, made: string): Promise<string> {
  return file.endsWith('.ts') ? format(file, made) : made
}

async function format(file: string, source: string): Promise<string> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const child = spawn(process.execPath, [biome, 'format', `--stdin-file-path=${file}`], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  child.stdin.end(source)
  const output = await text(child.stdout)
  if ((await ended) !== 0) throw new Error(`${file} could not be formatted`)
  return output
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const files = await stale(generators, root)
    for (const file of files) console.log(`${file} is not in step with the source: run \`npm run generate\``)
    process.exitCode = files.length ? 1 : 0
  } else await generate(generators, root)
}
