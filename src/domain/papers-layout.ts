import { type PaperForm, paperForms } from './papers.ts'
import { type Block, findings, head, photos } from './papers-blocks.ts'
import { inspectionLayouts } from './papers-layout-inspection.ts'

const where: (readonly [string, string])[] = [
  ['场所名称', '{场所名称}'],
  ['场所地址', '{场所地址}'],
  ['统一社会信用代码', '{统一社会信用代码}'],
  ['责任人', '{责任人}　电话：{责任人电话}'],
]

const sheet: Block = {
  kind: 'table',
  list: '检查表',
  columns: [
    { label: '序号', field: '序号', share: 6 },
    { label: '检查项', field: '检查项', share: 80 },
    { label: '结果', field: '结果', share: 14 },
  ],
}

const signedText: Block[] = [
  { kind: 'heading', text: '责任方确认的内容' },
  { kind: 'text', text: '{签字内容}' },
  { kind: 'small', text: '内容指纹（SHA-256）：{签字内容指纹}' },
]

const ends: Block[] = [{ kind: 'signature' }, { kind: 'receipt' }]

const record: Block[] = [
  ...head(paperForms.record.title),
  {
    kind: 'pairs',
    rows: [
      ...where,
      ['检查时间', '{开始时间} 至 {结束时间}'],
      ['检查人员', '{检查人员}'],
      ['所在单位', '{所在单位}'],
      ['检查结果', '共 {检查项数} 项：合格 {合格项数}，不合格 {不合格项数}，不适用 {不适用项数}'],
    ],
  },
  { kind: 'text', text: '本次为安全走访，只作告知与建议，不是行政检查，也不是行政命令。' },
  { kind: 'heading', text: '一、发现的隐患' },
  findings,
  photos,
  { kind: 'heading', text: '二、检查表' },
  sheet,
  ...signedText,
  ...ends,
]

const notice: Block[] = [
  ...head(paperForms.notice.title),
  { kind: 'text', text: '{场所名称}：' },
  {
    kind: 'text',
    text: '{检查日期}，{检查人员}对你单位（场所）进行了安全走访，发现下列安全隐患，现予告知，请按建议的期限整改。本告知为建议，不是行政命令。',
  },
  findings,
  photos,
  ...signedText,
  {
    kind: 'text',
    text: '整改完成后，请通过短信中的链接上传整改照片，或联系网格员复查。对隐患认定有异议的，可以通过同一链接提出。',
  },
  { kind: 'pairs', rows: where },
  ...ends,
]

const order: Block[] = [
  ...head(paperForms.order.title),
  { kind: 'text', text: '{场所名称}：' },
  {
    kind: 'text',
    text: '{检查日期}，本机关执法人员{检查人员}依法对你单位（场所）进行了行政检查（审批编号：{审批编号}；检查通知书编号：{检查通知书编号}），发现下列问题，现责令你单位（场所）在下列期限内改正。',
  },
  findings,
  photos,
  ...signedText,
  {
    kind: 'text',
    text: '对上述内容有异议的，可以陈述和申辩。对本通知不服的，可以依法申请行政复议或者提起行政诉讼，受理机关和期限：',
  },
  { kind: 'room', lines: 1 },
  { kind: 'pairs', rows: where },
  ...ends,
  { kind: 'right', text: '（行政机关印章）　　{检查日期}' },
]

/** What is written before the act, or by hand, carries no receipt of the act's signature. */
const afterSigning: readonly PaperForm[] = ['siteRecord', 'result']

/** A paper of this form from its first line to its last. The templates that the product ships are made from the same. */
export function layoutOf(form: PaperForm): readonly Block[] {
  if (form === 'record') return record
  if (form === 'notice') return notice
  if (form === 'order') return order
  const body = inspectionLayouts[form]
  const { title, source } = paperForms[form]
  const says = source === 'named' ? '文书名称见' : '文书名称和栏目未经核对，'
  return [
    ...head(title),
    ...body,
    ...(afterSigning.includes(form) ? [{ kind: 'receipt' } as const] : []),
    { kind: 'small', text: `${says}司法部《行政检查文书基本格式文本（试行）》（2025年），栏目以原文为准。` },
  ]
}
