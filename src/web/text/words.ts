import type { DepartmentCode } from '#domain/departments.ts'
import type { ProblemCode } from '#domain/problems.ts'
import { type Text, useText } from './language.ts'
import { problemsEn } from './problems-en.ts'
import { problemsZh } from './problems-zh.ts'
import { wordsEn } from './words-en.ts'
import { wordsZh } from './words-zh.ts'

const zh = { ...wordsZh, ...problemsZh }
const en: Record<Word, string> = { ...wordsEn, ...problemsEn }

/** "status.filed", "severity.critical", "action.hazard.close", "problem.hazard.wrong_state" … */
export type Word = keyof typeof zh
export type Words = Text<Word>

/** The words of the field, the same on desk, phone and public page. */
export function useWords(): Words {
  return useText<Word>(zh, en)
}

/** A word that comes from data and may be unknown here; then the data's own text stands. */
export function wordOr(w: Words, key: string, otherwise: string): string {
  return Object.hasOwn(zh, key) ? w(key as Word) : otherwise
}

export function departmentWord(w: Words, code: string): string {
  return wordOr(w, `department.${code satisfies DepartmentCode | string}`, code)
}

export function problemWord(w: Words, code: ProblemCode | 'network.unreachable'): string {
  return w(`problem.${code}`)
}
