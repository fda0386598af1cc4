/** Reads the tree, and tells code from comments and strings, so that a rule never trips over a sentence. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** `path` is relative to the root, with forward slashes. */
export type SourceFile = { path: string; text: string }

const folders = ['src', 'scripts', 'test', 'bench', 'docs', '.ci', '.']
const kinds = new Set(['.ts', '.tsx', '.css', '.html', '.sql', '.md', ''])
const left = new Set(['node_modules', 'data', 'dist', '.cache', '.git'])

/** All text that people write here: the code folders, the documents, and the files of the root itself. */
export function readTree(root: string): SourceFile[] {
  const paths = new Set(folders.flatMap((folder) => [...listFiles(root, folder, folder !== '.')]))
  return [...paths].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function* listFiles(root: string, folder: string, deep: boolean): Generator<string> {
  for (const entry of entries(join(root, folder))) {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory() && deep && !left.has(entry.name)) yield* listFiles(root, path, deep)
    if (entry.isFile() && kinds.has(extname(entry.name))) yield path
  }
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export const isCode = (file: SourceFile) => /\.tsx?$/.test(file.path)
export const isMigration = (file: SourceFile) => /^src\/server\/db\/migrations\/.*\.sql$/.test(file.path)

export const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length

/** The index of every match; the pattern may or may not be global. */
export function* places(pattern: RegExp, text: string): Generator<RegExpMatchArray & { index: number }> {
  const flags = pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`
  for (const match of text.matchAll(new RegExp(pattern.source, flags))) {
    yield match as RegExpMatchArray & { index: number }
  }
}

/** The SQL without its comments; every character stays at its place. */
export const sqlCode = (sql: string) => sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => blank(comment))

const regexMayFollow = /(?:^|[=(,:[!&|?{};+*%~^>-]|\b(?:return|typeof|case|in|of))[ \t\n]*$/

const tokens = [
  /\/\/[^\n]*/y,
  /\/\*[\s\S]*?(?:\*\/|$)/y,
  /'(?:\\[\s\S]|[^'\\\n])*'?/y,
  /"(?:\\[\s\S]|[^"\\\n])*"?/y,
] as const
const regexLiteral = /\/(?![/*>])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y

/**
 * The code alone: comments, the insides of strings and of regular expressions become spaces, each at its place
 * and on its line. Quotes stay; what stands in the `${…}` of a template is code and stays too.
 */
export function codeOf(text: string): string {
  const known = codes.get(text)
  if (known !== undefined) return known
  const code = stripped(text)
  codes.set(text, code)
  return code
}

const codes = new Map<string, string>()

function stripped(text: string): string {
  let out = ''
  const templates: number[] = [] // open braces inside each `${`, innermost last
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    const token = `/'"`.includes(char) ? firstToken(text, at) : undefined
    if (token !== undefined) {
      out += char === '/' ? blank(token) : quoted(token)
      at += token.length
      continue
    }
    const regex = char === '/' && regexMayFollow.test(out.slice(-40)) ? matchAt(regexLiteral, text, at) : undefined
    const opensTemplate = char === '`' || (char === '}' && templates.at(-1) === 0)
    if (regex !== undefined) {
      out += blank(regex)
      at += regex.length
    } else if (opensTemplate) {
      if (char === '}') templates.pop()
      const end = templateEnd(text, at + 1)
      const goesOn = text[end] === '$'
      if (goesOn) templates.push(0)
      out += char + blank(text.slice(at + 1, end)) + (goesOn ? '${' : text.slice(end, end + 1))
      at = end + (goesOn ? 2 : 1)
    } else {
      if (templates.length && char === '{') templates[templates.length - 1]!++
      if (templates.length && char === '}') templates[templates.length - 1]!--
      out += char
      at += 1
    }
  }
  return out
}

function firstToken(text: string, at: number): string | undefined {
  for (const kind of tokens) {
    const found = matchAt(kind, text, at)
    if (found !== undefined) return found
  }
  return undefined
}

function matchAt(kind: RegExp, text: string, at: number): string | undefined {
  kind.lastIndex = at
  return kind.exec(text)?.[0]
}

function templateEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '`' && !(text[at] === '$' && text[at + 1] === '{')) {
    at += text[at] === '\\' ? 2 : 1
  }
  return Math.min(at, text.length)
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ')
const quoted = (text: string) =>
  text.length > 1 && text.at(-1) === text[0] ? text[0] + blank(text.slice(1, -1)) + text[0] : blank(text)
