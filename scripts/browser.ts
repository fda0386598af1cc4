/** Finds the browser that the screens are tested in. We never download one: the system's own is used. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const install = ['install', '-y', '--no-install-recommends']
const fonts = 'fonts-noto-cjk'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/** Full paths, in the order of trying. */
function candidates(): string[] {
  const { env, platform } = process
  const inPath = (env.PATH ?? '').split(delimiter).filter(Boolean)
  if (platform === 'darwin') {
    const apps = ['/Applications', join(env.HOME ?? '', 'Applications')]
    const inside = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => `${app}.app/Contents/MacOS/${app}`)
    return apps.flatMap((folder) => inside.map((path) => join(folder, path)))
  }
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter((root) => root !== undefined)
    const inside = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ]
    return roots.flatMap((root) => inside.map((path) => join(root, path)))
  }
  return ['/usr/bin', ...inPath, '/snap/bin'].flatMap((folder) => names.map((name) => join(folder, name)))
}

/** The path in BIHUAN_BROWSER, right or wrong, else the first known browser there is. */
function findBrowser(): string | undefined {
  return process.env.BIHUAN_BROWSER || candidates().find((path) => existsSync(path))
}

/** Finds a browser, or installs one where that needs no question: as root on Debian and its kin. */
export function provideBrowser(): string | undefined {
  const found = findBrowser()
  if (found || !mayInstall()) return found
  aptInstall('chromium', fonts)
  return findBrowser()
}

export function howToInstallBrowser(): string {
  if (process.platform === 'darwin') return 'brew install --cask chromium'
  if (process.platform === 'win32') return 'winget install Google.Chrome'
  if (existsSync('/usr/bin/dnf')) return 'sudo dnf install chromium google-noto-sans-cjk-fonts'
  return `sudo apt-get update && sudo apt-get ${install.join(' ')} chromium ${fonts}`
}

/** Screens are looked at in Chinese; without a font every character is an empty box and layouts are measured wrong. */
export function provideChineseFont(): string | undefined {
  if (process.platform !== 'linux' || hasChineseFont()) return undefined
  if (mayInstall()) aptInstall(fonts)
  return hasChineseFont()
    ? undefined
    : `No Chinese font found; screens will show empty boxes. Try: sudo apt-get install ${fonts}`
}

function hasChineseFont(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

function aptInstall(...packages: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], [...install, ...packages]]) {
    const { status } = spawnSync('/usr/bin/apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (status !== 0) return
  }
}
