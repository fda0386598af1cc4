import type { Act, Visit } from './inspections.ts'
import { type Problem, problem } from './problems.ts'

/** How sure the product is of a form: its name in the ministry's text, nowhere yet, or the town's own business. */
export type FormSource = 'own' | 'named' | 'unverified'
export type PaperFormat = 'pdf' | 'docx'

type Form = {
  /** As it stands on the paper: Chinese on every screen. */
  title: string
  act: Act
  source: FormSource
  /** Said only when something was found. */
  needsFinding: boolean
  formats: readonly PaperFormat[]
}

const both = ['pdf', 'docx'] as const
const ministry = { act: 'administrativeInspection', needsFinding: false } as const

/**
 * The papers of the two acts. A safety visit has a record and a notice that informs; what orders belongs to an
 * administrative inspection, and so do the seven forms of the Ministry of Justice's basic formats of 2025 (行政检查文书基本格式文本).
 * Of those seven the names of three are confirmed, the others are as they are commonly called. Those that are written
 * while somebody speaks or takes a sample come as DOCX only.
 */
export const paperForms = {
  record: { title: '安全检查记录', act: 'safetyVisit', source: 'own', needsFinding: false, formats: both },
  notice: { title: '隐患整改告知书', act: 'safetyVisit', source: 'own', needsFinding: true, formats: both },
  order: {
    title: '责令限期改正通知书',
    act: 'administrativeInspection',
    source: 'own',
    needsFinding: true,
    formats: both,
  },
  approval: { title: '行政检查审批表', ...ministry, source: 'named', formats: both },
  inspectionNotice: { title: '行政检查通知书', ...ministry, source: 'named', formats: both },
  siteRecord: { title: '现场检查笔录', ...ministry, source: 'named', formats: both },
  questioning: { title: '询问笔录', ...ministry, source: 'unverified', formats: ['docx'] },
  survey: { title: '勘验笔录', ...ministry, source: 'unverified', formats: ['docx'] },
  sampling: { title: '抽样取证凭证', ...ministry, source: 'unverified', formats: ['docx'] },
  result: { title: '行政检查结果告知书', ...ministry, source: 'unverified', formats: both },
} as const satisfies Record<string, Form>

export type PaperForm = keyof typeof paperForms
export const paperFormNames = Object.keys(paperForms) as PaperForm[]

/** The forms that this visit may have, in the order of the chain. */
export function formsFor(visit: Pick<Visit, 'act' | 'entries'>): PaperForm[] {
  return paperFormNames.filter((form) => whyNoPaper(form, visit, paperForms[form].formats[0]) === null)
}

/** Why there is no such paper of this visit in this format, or null. */
export function whyNoPaper(
  form: PaperForm,
  visit: Pick<Visit, 'act' | 'entries'>,
  format: PaperFormat,
): Problem | null {
  const { act, needsFinding, formats } = paperForms[form]
  if (act !== visit.act) return problem('paper.not_for_act', { form })
  if (!(formats as readonly PaperFormat[]).includes(format)) return problem('paper.not_as_pdf', { form })
  if (needsFinding && !visit.entries.some(({ result }) => result === 'fail'))
    return problem('paper.nothing_found', { form })
  return null
}

/** A drawing in place of a text. */
export const imageFields = ['签名图', '收据二维码'] as const
export type ImageField = (typeof imageFields)[number]

/** Repeated for each of its rows: {#隐患} … {/隐患}. */
export const listFields = {
  隐患: ['序号', '检查项', '等级', '整改方式', '期限', '法律依据', '照片数', '整改情况'],
  照片: ['隐患序号', '指纹'],
  检查表: ['序号', '检查项', '结果'],
} as const
export type ListField = keyof typeof listFields

const textFields = [
  '文书编号',
  '机关名称',
  '所在单位',
  '场所名称',
  '场所地址',
  '统一社会信用代码',
  '责任人',
  '责任人电话',
  '检查日期',
  '开始时间',
  '结束时间',
  '检查人员',
  '检查项数',
  '合格项数',
  '不合格项数',
  '不适用项数',
  '签收情况',
  '签收时间',
  '见证人',
  '签字内容',
  '签字内容指纹',
  '收据编号',
  '封印序号',
  '封印根',
  '制作时间',
  '数据标记',
] as const
const inspectionFields = ['审批编号', '检查通知书编号', '执法部门'] as const
export type TextField = (typeof textFields)[number] | (typeof inspectionFields)[number]

/** What a template of this form may name. */
export function fieldsOfForm(form: PaperForm): {
  text: readonly TextField[]
  images: typeof imageFields
  lists: typeof listFields
} {
  const inspection = paperForms[form].act === 'administrativeInspection'
  return {
    text: inspection ? [...textFields, ...inspectionFields] : textFields,
    images: imageFields,
    lists: listFields,
  }
}
