import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Instant } from '#domain/calendar.ts'
import { findDepartmentByName } from '#domain/departments.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem, EvidenceKind, Mode, Severity } from '#domain/standards.ts'

const columns = [
  'code',
  'place_type',
  'category',
  'item',
  'severity',
  'rectification_mode',
  'default_days',
  'legal_basis',
  'legal_confidence',
  'evidence_requirement',
  'responsible_department',
] as const
type Row = Record<(typeof columns)[number], string>

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
  return readCatalogue(readFileSync(new URL('./check-items.csv', import.meta.url), 'utf8'), validFrom)
}

/**
 * First versions of the items of a catalogue: CSV in UTF-8 with a head line; further columns are left aside.
 * Throws an Error that names the line and the code of the first item that cannot be understood.
 */
export function readCatalogue(csv: string, validFrom: Instant): CheckItem[] {
  const records: { record: Row; info: { lines: number } }[] = parse(csv, {
    bom: true,
    columns: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
  })
  const absent = columns.filter((column) => records.some(({ record }) => record[column] === undefined))
  if (absent.length > 0) throw new Error(`check items: the columns ${absent.join(', ')} are missing`)
  const seen = new Set<string>()
  return records.map(({ record, info }) => {
    const fail = (what: string): never => {
      throw new Error(`check items, line ${info.lines} (${record.code}): ${what}`)
    }
    if (record.code === '' || seen.has(record.code)) fail('every item needs a code of its own')
    seen.add(record.code)
    return itemOf(record, validFrom, fail)
  })
}

function itemOf(row: Row, validFrom: Instant, fail: (what: string) => never): CheckItem {
  const type =
    Object.keys(placeTypes).find((word) => row.place_type.startsWith(word)) ??
    fail(`unknown kind of place "${row.place_type}"`)
  const days = Number(row.default_days)
  if (!/^\d{1,3}$/.test(row.default_days) || days > 365) fail(`"${row.default_days}" is no number of days up to 365`)
  if (row.item === '') fail('the item has no text')
  return {
    code: row.code,
    version: 1,
    placeKind: placeTypes[type] as PlaceKind,
    category: categoryOf(row.category, row.place_type.slice(type.length)),
    text: row.item,
    severity: severityWords[row.severity] ?? fail(`unknown severity "${row.severity}"`),
    mode: modeWords[row.rectification_mode] ?? fail(`unknown mode "${row.rectification_mode}"`),
    days,
    legalBasis: row.legal_basis,
    legalConfidence: row.legal_confidence,
    evidence: row.evidence_requirement,
    evidenceKinds: evidenceKindsOf(row.evidence_requirement),
    line:
      findDepartmentByName(row.responsible_department)?.code ??
      fail(`unknown department "${row.responsible_department}"`),
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
