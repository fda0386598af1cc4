import type { HazardRow } from './list.ts'

const columns = [
  'id',
  'status',
  'severity',
  'mode',
  'act',
  'foundAt',
  'deadline',
  'overdueSince',
  'stalledSince',
  'closedAt',
  'placeName',
  'address',
  'unitName',
  'itemCode',
  'itemText',
  'department',
  'relapseOf',
  'sample',
  'rung',
  'version',
] as const satisfies readonly (keyof HazardRow)[]

/** A leading =, +, - or @, full-width ones too, would run as a formula in a spreadsheet. */
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value)
  const harmless = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The ledger (台账) as CSV lines: header first, one line per hazard. */
export function ledgerLines(rows: readonly HazardRow[], withHeader: boolean): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','))
  return `${[...(withHeader ? [columns.join(',')] : []), ...lines].join('\r\n')}\r\n`
}
