import { dayOf, type Instant, lastDayBefore, minuteOf } from './calendar.ts'
import { departmentLines } from './departments.ts'
import type { Visit } from './inspections.ts'
import type { ListField, PaperForm, TextField } from './papers.ts'
import type { Mode, Severity } from './standards.ts'

/** What the papers of one visit are made of. Names of people as they may be shown to whoever asked. */
export type PaperFacts = {
  visit: Visit
  place: { name: string; address: string; uscc: string | null }
  /** Who went, in the order of `visit.by`. */
  people: readonly string[]
  /** Numbers of their enforcement certificates, in the same order; none of a safety visit. */
  certificates: readonly string[]
  unitNames: readonly string[]
  lines: readonly PaperLine[]
  party: { name: string; phone: string } | null
  witnesses: readonly string[]
  /** What was or will be signed, and its SHA-256. */
  text: string
  textHash: string
  receipt: PaperReceipt | null
  madeAt: Instant
  demo: boolean
}

/** A line of the sheet; `found` where it failed. */
export type PaperLine = {
  itemText: string
  result: 'pass' | 'fail' | 'notApplicable' | null
  found: null | {
    severity: Severity
    mode: Mode
    deadline: Instant | null
    legalBasis: string
    legalConfidence: string
    /** SHA-256 of each photo, in hex. */
    photos: readonly string[]
    fixed: boolean
  }
}

export type PaperReceipt = { event: string; seq: number; sealNo: number; root: string }

export type PaperFields = Record<TextField, string> & Record<ListField, Record<string, string>[]>

const severityWords: Record<Severity, string> = { critical: '极严重', serious: '较严重', general: '一般' }
const modeWords: Record<Mode, string> = { immediate: '立即整改', concentrated: '集中整改', deadline: '限期整改' }
const resultWords = { pass: '合格', fail: '不合格', notApplicable: '不适用' } as const

/** A mark that is not on real papers. */
export const demoMark = '演示数据'

/** What a field says where there is nothing to say, so that a blank is never taken for something left out. */
const none = '——'

/** Every field that a form of this visit may name, in words. Signature and code are drawings and not among them. */
export function fieldsOf(form: PaperForm, facts: PaperFacts): PaperFields {
  const { visit, place, lines, party, receipt } = facts
  const inspection = visit.act === 'administrativeInspection' ? visit : null
  const line = departmentLines.find(({ code }) => code === inspection?.department)
  const department = line?.name ?? inspection?.department ?? none
  const failed = lines.filter(({ result }) => result === 'fail')
  const count = (result: string) => String(lines.filter((one) => one.result === result).length)
  return {
    文书编号: numberOf(form, visit),
    // A district comes first, and the town sends its people.
    机关名称: inspection === null ? (facts.unitNames[1] ?? facts.unitNames[0] ?? none) : department,
    所在单位: facts.unitNames.join(' / ') || none,
    场所名称: place.name,
    场所地址: place.address || none,
    统一社会信用代码: place.uscc ?? none,
    责任人: party?.name ?? none,
    责任人电话: party?.phone ?? none,
    检查日期: dayOf(visit.startedAt),
    开始时间: minuteOf(visit.startedAt),
    结束时间: visit.finishedAt === null ? '尚未结束' : minuteOf(visit.finishedAt),
    检查人员: peopleOf(facts),
    检查项数: String(lines.length),
    合格项数: count('pass'),
    不合格项数: count('fail'),
    不适用项数: count('notApplicable'),
    ...acknowledgedIn(facts),
    签字内容: facts.text,
    签字内容指纹: facts.textHash,
    收据编号: receipt === null ? '尚未封存' : String(receipt.seq),
    封印序号: receipt === null ? '尚未封存' : String(receipt.sealNo),
    封印根: receipt?.root ?? '尚未封存',
    制作时间: minuteOf(facts.madeAt),
    数据标记: facts.demo ? demoMark : '',
    审批编号: inspection?.approvalNo ?? none,
    检查通知书编号: inspection?.noticeNo ?? none,
    执法部门: department,
    隐患: failed.map(({ itemText, found }, n) => ({ 序号: String(n + 1), 检查项: itemText, ...foundIn(found) })),
    照片: failed.flatMap(({ found }, n) =>
      (found?.photos ?? []).map((hash) => ({ 隐患序号: String(n + 1), 指纹: hash })),
    ),
    检查表: lines.map(({ itemText, result }, n) => ({
      序号: String(n + 1),
      检查项: itemText,
      结果: result === null ? '未填' : resultWords[result],
    })),
  }
}

/** The numbers that were given before the inspection; what came of it is numbered by the act itself. */
function numberOf(form: PaperForm, visit: Visit): string {
  if (visit.act === 'administrativeInspection') {
    if (form === 'approval') return visit.approvalNo
    if (form === 'inspectionNotice') return visit.noticeNo
  }
  return visit.id.slice(-12).toUpperCase()
}

function peopleOf({ people, certificates }: PaperFacts): string {
  const said = people.map((name, n) =>
    certificates[n] === undefined ? name : `${name}（执法证号 ${certificates[n]}）`,
  )
  return said.join('、') || none
}

function foundIn(found: PaperLine['found']): Record<string, string> {
  if (found === null) return { 等级: none, 整改方式: none, 期限: none, 法律依据: none, 照片数: none, 整改情况: none }
  const { severity, mode, deadline, legalBasis, legalConfidence, photos, fixed } = found
  return {
    等级: severityWords[severity],
    整改方式: modeWords[mode],
    期限: fixed || deadline === null ? none : lastDayBefore(deadline),
    法律依据: legalBasis === '' ? none : `${legalBasis}（依据可信度：${legalConfidence}）`,
    照片数: `${photos.length}张`,
    整改情况: fixed ? '已当场整改' : '待整改',
  }
}

function acknowledgedIn({ visit, witnesses }: PaperFacts): Record<'签收情况' | '签收时间' | '见证人', string> {
  const said = visit.acknowledgement
  if (said === null) return { 签收情况: '尚未签字', 签收时间: none, 见证人: none }
  const at = minuteOf(said.at)
  if (said.kind === 'signed') return { 签收情况: '责任方已签字', 签收时间: at, 见证人: none }
  const named = witnesses.length > 0 ? witnesses.join('、') : `${said.witnesses}名`
  const video = said.video === null ? '' : '，有现场视频'
  return { 签收情况: `责任方拒签${video}`, 签收时间: at, 见证人: said.witnesses > 0 ? named : none }
}
