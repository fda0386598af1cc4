import { readFile, writeFile } from 'node:fs/promises'
import { readConfig } from '#server/config.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { type RowFailure, TableError } from '#server/files/csv-table.ts'
import { findDistricts, findInstallation, openTime } from '#server/house.ts'
import { importUnits } from '#server/people/import-units.ts'
import { importItems } from '#server/standards/import-items.ts'
import { openExisting } from './existing.ts'

type Done = { counts: Record<string, number>; plan: Record<string, unknown>[]; failures: RowFailure[] }
type Importer = (
  database: Database,
  district: District,
  file: Uint8Array,
  options: { dryRun: boolean },
  now: string,
) => Promise<Done>

const importers: Record<string, Importer> = {
  units: async (...all) => {
    const { rows, added, existing, failures } = await importUnits(...all)
    const plan = added.map(({ code, kind, name, path }) => ({ action: 'add', code, kind, name, path }))
    return { counts: { rows, added: added.length, existing, failed: failedRows(failures) }, plan, failures }
  },
  checkitems: async (...all) => {
    const { rows, added, changed, existing, failures } = await importItems(...all)
    const told = (action: string) => (item: (typeof added)[number]) => {
      return { action, code: item.code, version: item.version, text: item.text }
    }
    const counts = { rows, added: added.length, changed: changed.length, existing, failed: failedRows(failures) }
    return { counts, plan: [...added.map(told('add')), ...changed.map(told('change'))], failures }
  },
}
export const importKinds = Object.keys(importers)

export type ImportOptions = { dryRun: boolean; errors?: string; district?: string }

/**
 * Imports a CSV file: all of it or, when one row cannot be taken, nothing. On stdout JSON Lines: on a dry run what would
 * be done, then the counts. Rows that cannot be taken go to stderr, or as CSV to the file `errors`. Exit code 1 for any.
 */
export async function importFile(
  given: { data?: string },
  kind: string,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const bytes = await readFile(file).catch(() => {
    throw new Error(`${file} cannot be read. Nothing was imported.`)
  })
  const config = readConfig(process.env, given)
  const database = await openExisting(config)
  try {
    const { district, now } = await placeAndTime(database, options.district)
    const run = importers[kind] as Importer
    const { counts, plan, failures } = await run(database.transactions, district, bytes, options, now)
    const failed = failures.length > 0
    if (options.dryRun && !failed) for (const step of plan) say(step)
    await tell(file, failures, options.errors)
    // What was fit to be added counts for nothing as long as another row is not.
    const written = failed
      ? Object.fromEntries(['added', 'changed'].flatMap((key) => (key in counts ? [[key, 0]] : [])))
      : {}
    say({ ...counts, ...written, ...(options.dryRun ? { dryRun: true } : {}) })
    if (failed) process.stderr.write('Nothing was written. Put these rows right and import the whole file again.\n')
    return failed ? 1 : 0
  } catch (error) {
    throw error instanceof TableError ? new Error(`${file}: ${error.message}. Nothing was written.`) : error
  } finally {
    await database.close()
  }
}

async function placeAndTime(
  database: OpenDatabase,
  code: string | undefined,
): Promise<{ district: District; now: string }> {
  const installation = await findInstallation(database)
  if (installation === undefined) throw new Error('This database has no installation yet. Start it once first.')
  const districts = await findDistricts(database)
  const named = code === undefined ? districts : districts.filter((one) => one.code === code)
  const [district] = named
  if (district === undefined || named.length > 1) {
    throw new Error(`Which district? Name it with --district: ${districts.map((one) => one.code).join(', ')}`)
  }
  const time = await openTime(installation, database)
  return { district, now: time.now() }
}

async function tell(file: string, failures: readonly RowFailure[], errors: string | undefined): Promise<void> {
  if (errors !== undefined) {
    const head = ['line', 'column', 'value', 'problem']
    const lines = failures.map(({ line, column, value, what }) => [String(line), column, value, what])
    await writeFile(errors, `\uFEFF${[head, ...lines].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`)
    return
  }
  for (const { line, column, value, what } of failures) {
    process.stderr.write(`${file}:${line}${column === '' ? '' : ` ${column} "${value}"`}: ${what}\n`)
  }
}

/** A leading =, +, - or @ would run as a formula in a spreadsheet. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

const failedRows = (failures: readonly RowFailure[]) => new Set(failures.map(({ line }) => line)).size
const say = (answer: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(answer)}\n`)
