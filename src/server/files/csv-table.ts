import { parse } from 'csv-parse/sync'

/** Why one row was not taken. `column` is the heading as the file has it, empty when the row as a whole is at fault. */
export type RowFailure = { line: number; column: string; value: string; what: string }

/** A row by our names of the columns, trimmed. `line` is where it begins in the file, the head being line 1. */
export type TableRow<C extends string> = { line: number; cells: Record<C, string> }

export type Table<C extends string> = {
  rows: TableRow<C>[]
  failures: RowFailure[]
  /** Our names → the headings of this file. */
  headings: Record<C, string>
}

/** Our name of a column → the headings that it may have. */
export type Columns<C extends string> = Record<C, readonly [string, ...string[]]>

/** The file as a whole cannot be read: nothing of it was. */
export class TableError extends Error {}

/**
 * A CSV file with a head line, in UTF-8 with or without a byte order mark. Headings may stand in any order, further
 * columns are left aside, empty rows too; an optional column that is absent is empty in every row.
 * Throws TableError for a file in another encoding, without one of the columns, or with a quote out of place.
 */
export function readTable<C extends string>(
  file: Uint8Array,
  columns: Columns<C>,
  optional: readonly NoInfer<C>[] = [],
): Table<C> {
  const [head, ...records] = recordsOf(textOf(file))
  const names = head?.record ?? []
  const twice = names.find((name, n) => name !== '' && names.indexOf(name) !== n)
  if (twice !== undefined) throw new TableError(`the column ${twice} stands there twice`)
  const keys = Object.keys(columns) as C[]
  const at = new Map(keys.map((key) => [key, names.findIndex((name) => columns[key].includes(name))]))
  const absent = keys.filter((key) => at.get(key) === -1 && !optional.includes(key))
  if (absent.length > 0) {
    throw new TableError(`the columns ${absent.map((key) => columns[key].join('/')).join(', ')} are missing`)
  }

  const byKey = <T>(make: (index: number, key: C) => T) =>
    Object.fromEntries(keys.map((key) => [key, make(at.get(key) as number, key)])) as Record<C, T>
  const table: Table<C> = { rows: [], failures: [], headings: byKey((index, key) => names[index] ?? columns[key][0]) }
  for (const { record, line } of records) {
    if (record.length === names.length) {
      table.rows.push({ line, cells: byKey((index) => record[index] ?? '') })
    } else {
      const what = `the row has ${record.length} cells, the head ${names.length}`
      table.failures.push({ line, column: '', value: '', what })
    }
  }
  return table
}

function textOf(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw new TableError('the file is not in UTF-8; save it as "CSV UTF-8" and try again')
  }
}

/** The parser counts lines at the end of a record, and a CRLF within quotes twice. */
function recordsOf(text: string): { record: string[]; line: number }[] {
  try {
    const records = parse(text.replaceAll('\r\n', '\n'), {
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => {
      const within = record.reduce((n, cell) => n + cell.split('\n').length - 1, 0)
      return { record, line: info.lines - within }
    })
  } catch (error) {
    throw new TableError((error as Error).message)
  }
}
