import { dayOf, type Instant, lastDayBefore } from './calendar.ts'
import { type Act, noticeTemplate } from './inspections.ts'
import type { Mode, Severity } from './standards.ts'

/** Points of one stroke as drawn: x and y in CSS pixels, t in milliseconds since the first point. */
export type Stroke = readonly { x: number; y: number; t: number }[]

export type FindingLine = {
  itemText: string
  severity: Severity
  mode: Mode
  /** Until when, or null when it was put right on the spot. */
  deadline: Instant | null
}

export type AcknowledgedText = {
  act: Act
  placeName: string
  address: string
  at: Instant
  findings: readonly FindingLine[]
}

const severityWords: Record<Severity, string> = { critical: '极严重', serious: '较严重', general: '一般' }
const modeWords: Record<Mode, string> = { immediate: '立即整改', concentrated: '集中整改', deadline: '限期整改' }

/**
 * The text that the party signs, the same on the phone and on the server, line by line. It is Chinese on every
 * screen: it is the document itself, not a label. A visit recommends a date; only an inspection sets one.
 */
export function acknowledgedText(text: AcknowledgedText): string {
  const order = noticeTemplate(text.act) === 'order'
  const lines = text.findings.map((finding, n) => {
    const until =
      finding.deadline === null
        ? '已当场整改'
        : `${order ? '责令整改期限' : '建议整改期限'}：${lastDayBefore(finding.deadline)}`
    return `${n + 1}. ${finding.itemText}（${severityWords[finding.severity]}，${modeWords[finding.mode]}）；${until}`
  })
  return [
    order ? '现场检查情况确认' : '安全走访情况告知',
    `场所：${text.placeName}`,
    `地址：${text.address}`,
    `日期：${dayOf(text.at)}`,
    lines.length === 0 ? '未发现安全隐患。' : `发现下列安全隐患${lines.length}处：`,
    ...lines,
    order ? '以上情况已向我说明。如有异议，可以陈述和申辩。' : '以上情况已向我告知。本告知为建议，不是行政命令。',
  ].join('\n')
}

/** A name has a few hundred points; what has more than this is no signature. */
export const mostPoints = 20_000

/** A drawing that nobody could have meant as a name: too few points or far too many, too short a line, or a mere dot. */
export function isBlank(strokes: readonly Stroke[]): boolean {
  const count = countPoints(strokes)
  if (count < 8 || count > mostPoints) return true
  const points = strokes.flat()
  const width = extent(points.map((point) => point.x))
  const height = extent(points.map((point) => point.y))
  const length = strokes.reduce((sum, stroke) => sum + strokeLength(stroke), 0)
  return length < 80 || Math.max(width, height) < 30
}

export function countPoints(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0)
}

/** Not by spreading into Math.max: a call takes only so many arguments. */
function extent(values: readonly number[]): number {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
  return most - least
}

function strokeLength(stroke: Stroke): number {
  return stroke.slice(1).reduce((sum, point, n) => {
    const from = stroke[n]
    return from === undefined ? sum : sum + Math.hypot(point.x - from.x, point.y - from.y)
  }, 0)
}
