import { departmentLines } from './departments.ts'
import { type Role, type Unit, type UnitKind, unitKinds } from './people.ts'
import { type Problem, problem } from './problems.ts'

/** Where a unit may hang. A district is the root of its tree and is made with the installation. */
const parentKinds: Record<UnitKind, readonly UnitKind[]> = {
  district: [],
  town: ['district'],
  village: ['town'],
  grid: ['village'],
  microGrid: ['grid'],
  department: ['district', 'town'],
  taskForce: ['district', 'town'],
}

/**
 * Digits that an area adds to the code of its parent: 6 + 3 + 3 as in 统计用区划代码, then our own 3 for a grid
 * and 2 for a micro-grid.
 */
const ownDigits: Partial<Record<UnitKind, number>> = { town: 3, village: 3, grid: 3, microGrid: 2 }

/** What may hang below a unit of that kind, areas first; nothing below the smallest. */
export function kindsBelow(kind: UnitKind): UnitKind[] {
  return unitKinds.filter((one) => parentKinds[one].includes(kind))
}

/** How every code of that kind begins below that parent, and how many digits an area adds (0: no digits asked for). */
export function codeRule(parentCode: string, kind: UnitKind): { beginning: string; digits: number } {
  const digits = ownDigits[kind] ?? 0
  if (digits > 0) return { beginning: parentCode, digits }
  return { beginning: kind === 'taskForce' ? `${parentCode}@tf-` : `${parentCode}@`, digits }
}

/** What is said of a unit before it is one. The code of a department follows from its line and may be left out. */
export type NewUnit = { kind: UnitKind; name: string; code?: string | null; line?: string | null }
export type Planned = Pick<Unit, 'code' | 'kind' | 'name' | 'path' | 'line'>

/**
 * The unit as it will stand below that parent: its whole code, and its path, which adds to the parent's path what its
 * code adds to the parent's code. Throws `unit.kind_not_allowed`, `unit.line_invalid`, `unit.code_invalid`,
 * `request.invalid` for the name, each with the field.
 */
export function planUnit(parent: Pick<Unit, 'kind' | 'code' | 'path'>, given: NewUnit): Planned {
  const { kind } = given
  if (!parentKinds[kind].includes(parent.kind)) {
    throw problem('unit.kind_not_allowed', { kind, parent: parent.kind }, '/kind')
  }
  const line = lineOf(given)
  const code = codeOf(parent, given, line)
  checkUnitName(given.name)
  return { kind, code, name: given.name, line, path: `${parent.path}${code.slice(parent.code.length)}/` }
}

/** One line of 1 to 60 characters, with no blank at either end. Throws `request.invalid`. */
export function checkUnitName(name: string): void {
  const fits = /^\S(?:.{0,58}\S)?$/u.test(name) && !/[\u0000-\u001f\u007f]/.test(name)
  if (!fits) throw problem('request.invalid', { expected: '1 to 60 characters in one line' }, '/name')
}

function lineOf({ kind, line }: NewUnit): string | null {
  const named = line === undefined || line === '' ? null : line
  const fits = kind === 'department' ? departmentLines.some(({ code }) => code === named) : named === null
  if (!fits) throw problem('unit.line_invalid', { kind, line: named }, '/line')
  return named
}

function codeOf(parent: Pick<Unit, 'code'>, { kind, code }: NewUnit, line: string | null): string {
  const { beginning, digits } = codeRule(parent.code, kind)
  if (digits > 0) return areaCode(beginning, code ?? '', digits)
  return kind === 'department'
    ? departmentCode(`${beginning}${line}`, code ?? '')
    : taskForceCode(beginning, code ?? '')
}

function areaCode(parentCode: string, code: string, digits: number): string {
  const own = code.startsWith(parentCode) ? code.slice(parentCode.length) : ''
  // All zeros is the parent itself in the statistics' codes.
  if (/^[0-9]+$/.test(own) && own.length === digits && !/^0+$/.test(own)) return code
  throw problem('unit.code_invalid', { code, expected: `${parentCode}${'#'.repeat(digits)}` }, '/code')
}

/** `@` keeps offices apart from areas: no reach holds one, and no code of an area. */
function departmentCode(expected: string, code: string): string {
  if (code === '' || code === expected) return expected
  throw problem('unit.code_invalid', { code, expected }, '/code')
}

/** Given whole, or the town's own short code for it alone. No line's name holds a hyphen, so the two never meet. */
function taskForceCode(beginning: string, code: string): string {
  const own = code.startsWith(beginning) ? code.slice(beginning.length) : code
  if (/^[a-z0-9]{1,20}$/.test(own)) return `${beginning}${own}`
  throw problem('unit.code_invalid', { code, expected: `${beginning}01` }, '/code')
}

/** What still hangs on a unit. Hazards that are open, places that are active, posts and children in force. */
export type UnitUse = { hazards: number; places: number; posts: number; children: number }

/** A unit ends only when nobody and nothing is left in it: `unit.in_use` says what is. */
export function unitMayEnd(use: UnitUse): Problem | null {
  return Object.values(use).every((n) => n === 0) ? null : problem('unit.in_use', { ...use })
}

/**
 * A task force (专班) watches and presses, and inspects nobody: only bodies with legal standing do
 * (国办发〔2024〕54号). So nobody holds an enforcement certificate in one.
 */
export function postFits(kind: UnitKind, post: { role: Role; certificateNo: string | null }): boolean {
  return kind !== 'taskForce' || (post.role !== 'inspector' && post.certificateNo === null)
}
