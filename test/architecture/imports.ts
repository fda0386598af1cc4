/** How one file names another: the shapes allowed, no barrels, no cycles. */
import { posix } from 'node:path'
import type { Finding, Rule } from './rule.ts'
import { codeOf, isCode, lineAt, places, type SourceFile } from './source.ts'

/** `target` is the imported file's path in the tree, or undefined for a package. */
export type Import = { from: string; line: number; written: string; target: string | undefined }

const aliases: Record<string, string> = {
  '#domain/': 'src/domain/',
  '#server/': 'src/server/',
  '#web/': 'src/web/',
  '#test/': 'test/',
  '#bench/': 'bench/',
  '#scripts/': 'scripts/',
}

const importing = /\b(?:import|export)\b(?:[\s\w*{},$]|\btype\b)*?\bfrom\s*(?=['"])|\bimport\s*\(?\s*(?=['"])/g

/** Static, side-effect, type and dynamic imports, and re-exports. */
export function importsOf(file: SourceFile): Import[] {
  const code = codeOf(file.text)
  return [...places(importing, code)].map((match) => {
    const start = match.index + match[0].length
    const end = code.indexOf(code[start]!, start + 1)
    const written = file.text.slice(start + 1, end)
    return { from: file.path, line: lineAt(code, start), written, target: resolve(file.path, written) }
  })
}

function resolve(from: string, written: string): string | undefined {
  if (written.startsWith('.')) return posix.join(posix.dirname(from), written)
  for (const [alias, folder] of Object.entries(aliases)) {
    if (written.startsWith(alias)) return folder + written.slice(alias.length)
  }
  return undefined
}

export const allImports = (files: SourceFile[]) => files.filter(isCode).flatMap(importsOf)

const at = (found: Import, what: string): Finding => ({ path: found.from, line: found.line, what })

export const importShape: Rule = {
  name: 'imports are ./x.ts inside a folder and #side/x.ts across',
  reason: 'a path that reads the same from everywhere survives a move, and Node needs the suffix',
  check: (files) =>
    allImports(files).flatMap((found) => {
      const { written, target } = found
      if (/(^|\/)\.\.(\/|$)/.test(written)) return [at(found, `climbs out of its folder: ${written}`)]
      if (target && !/\.[a-z]+(\?\w+)?$/.test(written)) return [at(found, `has no suffix: ${written}`)]
      if (written.startsWith('#') && !target) return [at(found, `no such alias: ${written}`)]
      return []
    }),
  bad: [
    { 'src/web/hazards/page.tsx': "import { colours } from '../colours.ts'" },
    { 'src/web/hazards/page.tsx': "import type {\n  Colour,\n} from '../colours.ts'" },
    { 'src/web/main.tsx': "const page = await import('../page.tsx')" },
    { 'src/web/main.tsx': "import '../app.css'" },
    { 'src/domain/hazards.ts': "import { colours } from './colours'" },
    { 'src/domain/hazards.ts': "import { colours } from '#rules/colours.ts'" },
    { 'src/domain/hazards.ts': "const a = `${'x'}`; const b = 1\nexport { colours } from '../colours.ts'" },
  ],
  good: [
    { 'src/domain/hazards.ts': "// import x from '../y.ts'\nconst said = \"import x from '../y.ts'\"" },
    { 'src/web/main.tsx': "import './app.css'\nimport logo from './logo.svg?url'" },
    { 'src/server/app.ts': "import fastify from 'fastify'\nimport { decide } from '#domain/hazards.ts'" },
  ],
}

const reExport = /^\s*export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s*['"][^'"]*['"];?/

export const noBarrels: Rule = {
  name: 'no file only passes on what others export',
  reason: 'a barrel hides where a thing lives, and pulls its whole folder in',
  check: (files) =>
    files.filter(isCode).flatMap((file) => {
      let rest = codeOf(file.text)
      const passesOn = reExport.test(rest)
      while (reExport.test(rest)) rest = rest.replace(reExport, '')
      return passesOn && rest.trim() === '' ? [{ path: file.path, line: 1, what: 'is a barrel' }] : []
    }),
  bad: [
    {
      'src/domain/index.ts': "// the rules\nexport * from './hazards.ts'\nexport type { Colour } from './colours.ts'",
    },
    { 'src/web/ui/parts.ts': "export { a, b } from './a.ts';\nexport * as c from './c.ts'\n" },
  ],
  good: [{ 'src/domain/hazards.ts': "export type { Colour } from './colours.ts'\nexport const modes = ['now']" }],
}

export const noCycles: Rule = {
  name: 'no import cycles, of types either',
  reason: 'files in a ring can only be understood, tested and moved together',
  check: (files) => {
    const known = new Set(files.map((file) => file.path))
    const edges = new Map<string, Import[]>()
    for (const found of allImports(files)) {
      if (found.target && known.has(found.target)) edges.set(found.from, [...(edges.get(found.from) ?? []), found])
    }
    return rings(edges)
  },
  bad: [
    { 'src/domain/a.ts': "import { b } from './b.ts'", 'src/domain/b.ts': "import type { A } from './a.ts'" },
    {
      'src/web/a.tsx': "import { b } from '#web/ui/b.tsx'",
      'src/web/ui/b.tsx': "import { c } from './c.tsx'",
      'src/web/ui/c.tsx': "import { a } from '#web/a.tsx'",
    },
    { 'src/domain/self.ts': "import { a } from './self.ts'" },
  ],
  good: [
    {
      'src/domain/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'",
      'src/domain/b.ts': "import { c } from './c.ts'",
      'src/domain/c.ts': '',
    },
  ],
}

/** Walks depth first; an import of a file that is still open closes a ring. Each ring is told once. */
function rings(edges: Map<string, Import[]>): Finding[] {
  const found: Finding[] = []
  const done = new Set<string>()
  const open: string[] = []
  const visit = (path: string) => {
    open.push(path)
    for (const edge of edges.get(path) ?? []) {
      const target = edge.target!
      if (open.includes(target)) {
        found.push(at(edge, `closes a ring: ${[...open.slice(open.indexOf(target)), target].join(' → ')}`))
      } else if (!done.has(target)) visit(target)
    }
    open.pop()
    done.add(path)
  }
  for (const path of edges.keys()) if (!done.has(path)) visit(path)
  return found
}
