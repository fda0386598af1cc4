import { type Instant, minute, minuteOf, plus } from '#domain/calendar.ts'
import { hazardWordsEn } from '#domain/words-en.ts'
import { hazardWordsZh } from '#domain/words-zh.ts'
import type { HazardRow } from './list.ts'

export type Language = 'zh' | 'en'
type Words = (key: string) => string
type Column = [zh: string, en: string, cell: (row: HazardRow, words: Words) => string | number | null]

const texts: Record<Language, Record<string, string>> = { zh: hazardWordsZh, en: hazardWordsEn }

/**
 * The ledger (台账) is for people with a spreadsheet: words instead of codes, times of Asia/Shanghai. Programs have the
 * same rows with codes at `/api/hazards`; what both need to name a row again, the ids and the item's code, is here too.
 */
const columns: readonly Column[] = [
  ['隐患编号', 'Hazard id', (row) => row.id],
  ['状态', 'Status', (row, words) => words(`status.${row.status}`)],
  ['严重程度', 'Severity', (row, words) => words(`severity.${row.severity}`)],
  ['场所', 'Place', (row) => row.placeName],
  ['地址', 'Address', (row) => row.address],
  ['所在单位', 'Unit', (row) => row.unitName],
  ['检查项编号', 'Check item', (row) => row.itemCode],
  ['隐患内容', 'Hazard', (row) => row.itemText],
  ['责任部门', 'Department', (row, words) => words(`department.${row.department}`)],
  ['整改方式', 'Mode', (row, words) => words(`mode.${row.mode}`)],
  ['来源', 'Found in', (row, words) => words(`act.${row.act}`)],
  ['发现时间', 'Found at', (row) => minuteOf(row.foundAt)],
  ['整改期限', 'Deadline', (row) => row.deadline && lastMinute(row.deadline)],
  ['逾期起始', 'Overdue since', (row) => row.overdueSince && minuteOf(row.overdueSince)],
  ['升级提醒级数', 'Reminders climbed', (row) => row.rung],
  ['办理超时起始', 'Waiting too long since', (row) => row.stalledSince && minuteOf(row.stalledSince)],
  ['办结时间', 'Ended at', (row) => row.closedAt && minuteOf(row.closedAt)],
  ['抽查', 'Sample check', (row, words) => row.sample && words(`sample.${row.sample}`)],
  ['反弹自隐患编号', 'Relapse of hazard', (row) => row.relapseOf],
]

/** Spreadsheets know no 24:00: a deadline at the end of a day is written as that day's last minute. */
function lastMinute(deadline: Instant): string {
  const time = minuteOf(deadline)
  return time.endsWith(' 00:00') ? minuteOf(plus(deadline, -minute)) : time
}

/** A leading =, +, - or @, full-width ones too, would run as a formula in a spreadsheet. */
function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const harmless = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** What a ledger of invented data says in every row, wherever a row is copied to. */
const invented: Record<Language, [head: string, cell: string]> = {
  zh: ['数据性质', '演示数据'],
  en: ['Nature of data', 'invented demo data'],
}

/** The ledger as CSV lines: header first, one line per hazard. A department without a word of ours keeps its code. */
export function ledgerLines(
  rows: readonly HazardRow[],
  { language, demo, withHeader }: { language: Language; demo: boolean; withHeader: boolean },
): string {
  const words: Words = (key) => texts[language][key] ?? key.slice(key.indexOf('.') + 1)
  const [markHead, mark] = invented[language]
  const head = [...columns.map(([zh, en]) => (language === 'zh' ? zh : en)), ...(demo ? [markHead] : [])]
  const lines = rows.map((row) => [...columns.map(([, , of]) => cell(of(row, words))), ...(demo ? [mark] : [])])
  return [...(withHeader ? [head] : []), ...lines].map((cells) => `${cells.join(',')}\r\n`).join('')
}

/** "隐患台账 2022-08-30.csv"; the plain name is for old programs. */
export function ledgerDisposition(language: Language, day: string): string {
  const name = language === 'zh' ? `隐患台账 ${day}.csv` : `hazards ${day}.csv`
  return `attachment; filename="hazards.csv"; filename*=UTF-8''${encodeURIComponent(name)}`
}
