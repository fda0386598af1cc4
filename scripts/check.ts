/**
 * `npm run check`: everything that can be known without running the product. Each step is one line; what a
 * failed step had to say follows its line. All steps run, so that one round shows all that is wrong.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const root = join(import.meta.dirname, '..')
const bin = (path: string) => join(root, 'node_modules', path)

const steps: [name: string, ...args: string[]][] = [
  ['format and lint', bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--colors=off', '.'],
  ['types', bin('typescript/bin/tsc'), '--noEmit', '--pretty', 'false'],
  ['architecture', '--test', '--test-reporter=dot', 'test/architecture.test.ts'],
  ['licences', 'scripts/licences.ts'],
  ['generated files', 'scripts/generate.ts', '--check'],
]

const width = Math.max(...steps.map(([name]) => name.length))
const failed: string[] = []
for (const [name, ...args] of steps) {
  process.stdout.write(`${name.padEnd(width)}  `)
  const started = performance.now()
  const { ok, output } = await run(args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? 'ok' : 'failed'}  ${seconds} s`)
  if (ok) continue
  failed.push(name)
  console.log(output.trim().replaceAll(/^/gm, '    '))
}
if (failed.length) console.log(`\n${failed.length} of ${steps.length} failed: ${failed.join(', ')}`)
process.exitCode = failed.length ? 1 : 0

function run(args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => (output += chunk))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk))
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}
