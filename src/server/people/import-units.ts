import type { Instant } from '#domain/calendar.ts'
import { departmentLines, findDepartmentByName } from '#domain/departments.ts'
import { type Unit, type UnitKind, unitKinds } from '#domain/people.ts'
import { Problem } from '#domain/problems.ts'
import { planUnit } from '#domain/units.ts'
import { insertRows } from '#server/db/rows.ts'
import { sql } from '#server/db/sql.ts'
import type { Database, District, Tx } from '#server/db/transaction.ts'
import { newId } from '#server/events/ids.ts'
import { type Columns, type RowFailure, readTable, type TableRow } from '#server/files/csv-table.ts'
import { systemActor } from './actors.ts'
import { holdTree, isCodeTaken } from './unit-changes.ts'
import { recordUnitEvents } from './unit-events.ts'

type Column = 'code' | 'name' | 'kind' | 'parentCode' | 'line'
const columns: Columns<Column> = {
  code: ['code', '编码'],
  name: ['name', '名称'],
  kind: ['kind', '类型'],
  parentCode: ['parent_code', '上级编码'],
  line: ['line', '条线'],
}
const kindWords: Record<string, UnitKind> = {
  区县: 'district',
  镇街: 'town',
  村社: 'village',
  网格: 'grid',
  微网格: 'microGrid',
  部门: 'department',
  专班: 'taskForce',
}

export type AddedUnit = Pick<Unit, 'id' | 'code' | 'kind' | 'name' | 'path' | 'line' | 'parentId'>
export type UnitsImport = { rows: number; added: AddedUnit[]; existing: number; failures: RowFailure[] }
type Known = Pick<Unit, 'id' | 'code' | 'kind' | 'path'> & { ended: boolean }

/**
 * Brings the units of a CSV file into a district's tree: all that are not there yet, in one transaction, each with its
 * event; when one row cannot be taken, or on a dry run, none. Units that are there already are left as they are.
 * Throws TableError when the file cannot be read at all.
 */
export async function importUnits(
  database: Database,
  district: District,
  file: Uint8Array,
  options: { dryRun: boolean },
  now: Instant,
): Promise<UnitsImport> {
  const table = readTable(file, columns, ['line'])
  try {
    return await database.worker(district, async (tx) => {
      await holdTree(tx)
      const known = await findKnown(tx, table.rows)
      const plan = planRows(table.rows, table.headings, known, now)
      const failures = [...table.failures, ...plan.failures].sort((a, b) => a.line - b.line)
      if (failures.length === 0 && !options.dryRun) await write(tx, district, plan.added, now)
      return { ...plan, rows: table.rows.length + table.failures.length, failures }
    })
  } catch (error) {
    if (!isCodeTaken(error)) throw error
    throw new Error(
      'One of these units was added by somebody else meanwhile. Nothing was written; import the file again.',
    )
  }
}

async function findKnown(tx: Tx, rows: readonly TableRow<Column>[]): Promise<Map<string, Known>> {
  const codes = rows.flatMap(({ cells }) => [wholeCode(cells), cells.parentCode])
  const { rows: units } = await sql<Known>`select id, code, kind, path, valid_to is not null as ended
    from unit where code = any(${[...new Set(codes)]})`.execute(tx)
  return new Map(units.map((unit) => [unit.code, unit]))
}

/** A parent's code is the beginning of its children's: in order of length, parents come first. */
function planRows(
  rows: readonly TableRow<Column>[],
  headings: Record<Column, string>,
  known: ReadonlyMap<string, Known>,
  now: Instant,
): Omit<UnitsImport, 'rows'> {
  const plan: Omit<UnitsImport, 'rows'> = { added: [], existing: 0, failures: [] }
  const parents = new Map<string, Pick<Known, 'id' | 'code' | 'kind' | 'path'>>(
    [...known].filter(([, unit]) => !unit.ended),
  )
  const seen = new Map<string, number>()
  const inFile = new Set(rows.map(({ cells }) => wholeCode(cells)))
  const byLength = [...rows].sort((a, b) => wholeCode(a.cells).length - wholeCode(b.cells).length || a.line - b.line)
  for (const { line, cells } of byLength) {
    const fail = (column: Column, what: string) =>
      plan.failures.push({ line, column: headings[column], value: cells[column], what })
    const code = wholeCode(cells)
    const kind = kindOf(cells.kind)
    const first = seen.get(code)
    seen.set(code, first ?? line)
    const there = known.get(code)
    const parent = parents.get(cells.parentCode)

    if (kind === undefined) fail('kind', 'no such kind of unit')
    else if (first !== undefined) fail('code', `this code stands in line ${first} already`)
    else if (there?.ended) fail('code', 'the unit of this code has ended, and its code is not given again')
    else if (there && there.kind !== kind) fail('kind', `the unit of this code is of the kind ${there.kind}`)
    else if (there) plan.existing += 1
    else if (kind === 'district') fail('kind', 'a district is made at the first start, not imported')
    else if (parent === undefined) fail('parentCode', whyNoParent(cells.parentCode, known, inFile))
    else {
      try {
        const unit = planUnit(parent, { kind, code, name: cells.name, line: lineOf(cells.line) })
        const added = { ...unit, id: newId(now), parentId: parent.id }
        plan.added.push(added)
        parents.set(unit.code, added)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        fail(columnOf(error), sentenceOf(error))
      }
    }
  }
  return plan
}

/** A department's code follows from its parent and its line, and may be left empty; a task force's may be its own part. */
function wholeCode({ code, kind, parentCode, line }: Record<Column, string>): string {
  if (code === '' && kindOf(kind) === 'department') return `${parentCode}@${lineOf(line)}`
  if (kindOf(kind) === 'taskForce' && code !== '' && !code.includes('@')) return `${parentCode}@tf-${code}`
  return code
}

const kindOf = (word: string): UnitKind | undefined => kindWords[word] ?? unitKinds.find((kind) => kind === word)

/** A line by its own name or by the department's. */
function lineOf(word: string): string | null {
  if (word === '') return null
  return departmentLines.find(({ code }) => code === word)?.code ?? findDepartmentByName(word)?.code ?? word
}

function whyNoParent(code: string, known: ReadonlyMap<string, Known>, inFile: ReadonlySet<string>): string {
  if (code === '') return 'the unit above is missing'
  if (known.has(code)) return 'the unit above has ended'
  return inFile.has(code) ? 'the unit above was not taken either' : 'there is no such unit above, nor in this file'
}

const columnOf = ({ path }: Problem): Column =>
  (path === '/name' || path === '/kind' || path === '/line' ? path.slice(1) : 'code') as Column

function sentenceOf({ code, facts }: Problem): string {
  if (code === 'unit.kind_not_allowed') return `a ${facts['kind']} cannot stand below a ${facts['parent']}`
  if (code === 'unit.line_invalid') return 'a department needs one of the lines, and other units have none'
  if (code === 'unit.code_invalid') return `the code must read ${facts['expected']}; # stands for a digit`
  return `expected: ${facts['expected']}`
}

async function write(tx: Tx, district: District, units: readonly AddedUnit[], now: Instant): Promise<void> {
  await insertRows(
    tx,
    'unit',
    units.map((unit) => ({ ...unit, validFrom: now, validTo: null })),
  )
  const events = units.map(({ id, code, kind, path, parentId }) => {
    return { type: 'unit.added', unitId: id, path, data: { code, kind, parent: parentId as string } } as const
  })
  await recordUnitEvents(tx, systemActor(district.code), now, events)
}
