/**
 * `npm test`: all tests on a machine that has only Node and npm. `npm test -- test/domain/x.test.ts` runs one file,
 * `-- test/domain` a folder; other arguments go to Node's test runner. What the runner prints last is the summary.
 */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ensureWebBuild } from '#server/cli/web-build.ts'
import { howToInstallBrowser, provideBrowser, provideChineseFont } from './browser.ts'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const flags = given.filter((arg) => arg.startsWith('-'))
const files = given.filter((arg) => !arg.startsWith('-')).map((arg) => (isFolder(arg) ? `${arg}/**/*.test.ts` : arg))

const withoutScreens = /^(\.\/)?test\/(domain|scripts|architecture)\b/
const env = { ...process.env }
if (files.length === 0 || files.some((file) => !withoutScreens.test(file))) await prepareScreens()

const child = spawn(
  process.execPath,
  [
    '--test',
    '--test-reporter=spec',
    '--test-concurrency=2',
    '--test-timeout=240000',
    ...flags,
    ...(files.length ? files : ['test/**/*.test.ts']),
  ],
  { cwd: root, env, stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('close', (code) => process.exit(code ?? 1))

function isFolder(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false
}

async function prepareScreens(): Promise<void> {
  const browser = provideBrowser()
  if (!browser) {
    console.error(
      `The screens are tested in a browser, and none was found. Install one:\n\n  ${howToInstallBrowser()}\n`,
    )
    console.error('or name one: BIHUAN_BROWSER=/path/to/chromium npm test')
    process.exit(1)
  }
  if (!existsSync(browser)) {
    console.error(`BIHUAN_BROWSER names a file that is not there: ${browser}`)
    process.exit(1)
  }
  env.BIHUAN_BROWSER = browser
  const warning = provideChineseFont()
  if (warning) console.error(warning)
  await ensureWebBuild()
}
