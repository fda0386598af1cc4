import { codeOf, lineAt, places, type SourceFile } from './source.ts'

export type Finding = { path: string; line: number; what: string }

/** A small invented tree: path → text. */
export type Sample = Record<string, string>

/**
 * A rule carries its own proof: every tree in `bad` must give a finding, every tree in `good` none.
 * Without a bad sample a rule could silently check nothing.
 */
export type Rule = {
  name: string
  reason: string
  check: (files: SourceFile[]) => Finding[]
  bad: Sample[]
  good: Sample[]
}

export const sampleFiles = (sample: Sample): SourceFile[] =>
  Object.entries(sample).map(([path, text]) => ({ path, text }))

export const describe = (rule: Rule, finding: Finding) =>
  `${finding.path}:${finding.line} ${finding.what} (${rule.reason})`

/** A finding for every place where the code (not a comment, not a string) matches. */
export function findInCode(files: SourceFile[], pattern: RegExp, what: (found: string) => string): Finding[] {
  return files.flatMap((file) => findIn(file, codeOf(file.text), pattern, what))
}

export function findIn(file: SourceFile, text: string, pattern: RegExp, what: (found: string) => string): Finding[] {
  return [...places(pattern, text)].map((match) => ({
    path: file.path,
    line: lineAt(text, match.index),
    what: what(match[0].trim()),
  }))
}
