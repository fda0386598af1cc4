import { type Day, dayOf } from '#domain/calendar.ts'
import { realTime, virtualTime } from '#server/clocks/time.ts'
import { readConfig } from '#server/config.ts'
import type { OpenDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import type { District, Tx } from '#server/db/transaction.ts'
import { findDistricts, findInstallation } from '#server/house.ts'
import { endOfGiven } from '#server/http/day.ts'
import type { Figure } from '#server/insight/figures.ts'
import { pilot } from '#server/insight/pilot.ts'
import { reportKinds, reports } from '#server/insight/reports.ts'
import { standingOf } from '#server/insight/window.ts'
import { systemActor } from '#server/people/actors.ts'
import { openExisting } from './existing.ts'
import { type Header, reportInMarkdown } from './report-markdown.ts'
import { UsageError } from './usage-error.ts'

export type ReportOptions = { format: string; date?: string; unit?: string; district?: string }

const kinds = ['pilot', ...reportKinds] as const
type Kind = (typeof kinds)[number]
const formats = ['json', 'md']

/** Counts a report for a unit, by its code, up to the end of a day, and writes it to stdout. */
export async function report(given: { data?: string }, kind: string | undefined, options: ReportOptions) {
  const wanted = kinds.find((one) => one === kind)
  if (wanted === undefined) throw new UsageError(`Report what? This version knows ${kinds.join(', ')}.`)
  checkOptions(options)
  const database = await openExisting(readConfig(process.env, given))
  try {
    const installation = await findInstallation(database)
    if (installation === undefined) throw new Error('This database has no installation yet. Start it once first.')
    const time = installation.demo ? virtualTime(installation.clockOffsetMs) : realTime()
    const on = options.date ?? dayOf(time.now())
    const district = await districtOf(database, options)
    const { figures, unitName } = await count(database, district, wanted, on, options.unit)
    const { demo, isSample } = installation
    const header = { kind: wanted, unitName, on, demo, isSample }
    process.stdout.write(options.format === 'md' ? reportInMarkdown(figures, header) : inJson(figures, header))
    return 0
  } finally {
    await database.close()
  }
}

function checkOptions({ format, date, unit }: ReportOptions): void {
  if (['xlsx', 'docx'].includes(format))
    throw new UsageError(`This version writes no ${format}. --format is json or md; a word processor opens md.`)
  if (!formats.includes(format)) throw new UsageError(`--format is json or md, not ${format}.`)
  if (unit !== undefined && !/^[0-9]{6,17}$/.test(unit)) throw new UsageError('--unit wants the code of an area.')
  if (date === undefined) return
  try {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) throw new RangeError()
    endOfGiven(date, '')
  } catch {
    throw new UsageError(`--date wants a day that exists, as YYYY-MM-DD, not ${date}.`)
  }
}

async function districtOf(database: OpenDatabase, { unit, district }: ReportOptions): Promise<District> {
  const all = await findDistricts(database)
  const code = district ?? unit?.slice(0, 6)
  const named = code === undefined ? all : all.filter((one) => one.code === code)
  const [found] = named
  if (found === undefined || named.length > 1)
    throw new Error(`Which district? Name it with --district: ${all.map((one) => one.code).join(', ')}`)
  return found
}

async function count(database: OpenDatabase, district: District, kind: Kind, on: Day, code: string | undefined) {
  const actor = systemActor(district.code)
  return database.transactions.read(district, actor, async (tx) => {
    const unit = await findUnit(tx, code ?? district.code)
    if (unit === undefined) throw new Error(`${district.name} has no unit with the code ${code}.`)
    const { standing, frame } = standingOf({ date: on, unit: unit.path }, actor, on)
    const window = { from: null, to: standing.before, unit: unit.path }
    const figures = kind === 'pilot' ? await pilot(tx, standing, frame) : await reports[kind](tx, window, frame)
    return { figures, unitName: unit.name }
  })
}

async function findUnit(tx: Tx, code: string): Promise<{ path: string; name: string } | undefined> {
  const { rows } = await sql<{ path: string; name: string }>`select path, name from unit where code = ${code}`.execute(
    tx,
  )
  return rows[0]
}

/** Every figure with all eight words; null where it is no part of anything. */
function inJson(figures: readonly Figure[], { demo, isSample }: Header): string {
  const whole = figures.map(({ key, value, unit, numerator = null, denominator = null, scope, period, formula }) => {
    return { key, value, unit, numerator, denominator, scope, period, formula }
  })
  const marks = { ...(isSample ? { sample: true } : {}), ...(demo ? { demo: true } : {}) }
  return `${JSON.stringify({ figures: whole, ...marks }, null, 2)}\n`
}
