import { readFileSync } from 'node:fs'
import type { Instant } from '#domain/calendar.ts'
import { findDepartmentByName } from '#domain/departments.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem, EvidenceKind, Mode, Severity } from '#domain/standards.ts'
import { type Columns, type RowFailure, readTable } from '#server/files/csv-table.ts'

type Column =
  | 'code'
  | 'place_type'
  | 'category'
  | 'item'
  | 'severity'
  | 'rectification_mode'
  | 'default_days'
  | 'legal_basis'
  | 'legal_confidence'
  | 'evidence_requirement'
  | 'responsible_department'
const columns: Columns<Column> = {
  code: ['code', '编码'],
  place_type: ['place_type', '场所类型'],
  category: ['category', '类别'],
  item: ['item', '检查内容'],
  severity: ['severity', '严重程度'],
  rectification_mode: ['rectification_mode', '整改方式'],
  default_days: ['default_days', '整改天数'],
  legal_basis: ['legal_basis', '法律依据'],
  legal_confidence: ['legal_confidence', '依据可信度'],
  evidence_requirement: ['evidence_requirement', '举证要求'],
  responsible_department: ['responsible_department', '责任部门'],
}

const placeTypes: Record<string, PlaceKind> = {
  企业: 'enterprise',
  沿街店铺: 'shop',
  居住出租房: 'rental',
  小微园区厂中厂: 'microPark',
  建筑工地: 'site',
  学校: 'school',
  医院: 'hospital',
  宗教场所: 'religious',
  液化气站: 'lpg',
  仓储物流: 'logistics',
  住宅小区: 'residential',
}
const severityWords: Record<string, Severity> = { 极严重: 'critical', 较严重: 'serious', 一般: 'general' }
const modeWords: Record<string, Mode> = { 立即: 'immediate', 集中: 'concentrated', 限期: 'deadline' }

/** The catalogue that ships with the product: 100 items of eleven kinds of place. */
export function shippedCatalogue(validFrom: Instant): CheckItem[] {
  return readCatalogue(readFileSync(new URL('./check-items.csv', import.meta.url)), validFrom)
}

/** First versions of the items of a catalogue. Throws an Error that names the first line that cannot be understood. */
export function readCatalogue(csv: Uint8Array | string, validFrom: Instant): CheckItem[] {
  const { items, failures } = readItems(typeof csv === 'string' ? Buffer.from(csv) : csv, validFrom)
  const [first] = failures
  if (first !== undefined) throw new Error(`check items, line ${first.line}: ${first.what}: "${first.value}"`)
  return items
}

/** The items of a catalogue, each as its first version, and the rows that cannot be understood. Throws TableError. */
export function readItems(
  file: Uint8Array,
  validFrom: Instant,
): { rows: number; items: CheckItem[]; failures: RowFailure[] } {
  const { rows, failures, headings } = readTable(file, columns)
  const all = rows.length + failures.length
  const seen = new Map<string, number>()
  const items = rows.flatMap(({ line, cells }) => {
    const fail = (column: Column, what: string): undefined => {
      failures.push({ line, column: headings[column], value: cells[column], what })
    }
    const first = seen.get(cells.code)
    seen.set(cells.code, first ?? line)
    if (cells.code === '') fail('code', 'every item needs a code')
    else if (first !== undefined) fail('code', `this code stands in line ${first} already`)
    else return itemOf(cells, validFrom, fail) ?? []
    return []
  })
  return { rows: all, items, failures: failures.sort((a, b) => a.line - b.line) }
}

/** Tells every cell that cannot be understood; undefined when there is one. */
function itemOf(
  row: Record<Column, string>,
  validFrom: Instant,
  fail: (column: Column, what: string) => undefined,
): CheckItem | undefined {
  const type = Object.keys(placeTypes).find((word) => row.place_type.startsWith(word))
  const placeKind = type === undefined ? fail('place_type', 'unknown kind of place') : placeTypes[type]
  const severity = severityWords[row.severity] ?? fail('severity', 'unknown severity')
  const mode = modeWords[row.rectification_mode] ?? fail('rectification_mode', 'unknown mode')
  const days = /^\d{1,3}$/.test(row.default_days) ? Number(row.default_days) : Number.NaN
  const daysFit = days <= 365 || fail('default_days', 'no number of days up to 365')
  const text = row.item || fail('item', 'the item has no text')
  const line =
    findDepartmentByName(row.responsible_department)?.code ?? fail('responsible_department', 'unknown department')
  if (!(type && placeKind && severity && mode && daysFit && text && line)) return undefined
  return {
    code: row.code,
    version: 1,
    placeKind,
    category: categoryOf(row.category, row.place_type.slice(type.length)),
    text,
    severity,
    mode,
    days,
    legalBasis: row.legal_basis,
    legalConfidence: row.legal_confidence,
    evidence: row.evidence_requirement,
    evidenceKinds: evidenceKindsOf(row.evidence_requirement),
    line,
    validFrom,
    validTo: null,
  }
}

/** A kind of place inside a kind ("沿街店铺(餐饮)", "住宅小区/商住楼") has no sheet of its own: its word goes with the category. */
function categoryOf(category: string, rest: string): string {
  const word = rest.replace(/[()（）/]/g, '')
  return word === '' || word === category ? category : `${category}（${word}）`
}

/** What the machine can insist on. Papers are asked for in words only; "(不留证件照片)" asks for no picture. */
function evidenceKindsOf(text: string): EvidenceKind[] {
  const asked = text.replace(/[(（]不[^)）]*[)）]/g, '')
  const kinds: EvidenceKind[] = []
  if (/照片|截图/.test(asked)) kinds.push('photo')
  if (asked.includes('视频')) kinds.push('video')
  return kinds
}
