import type { PaperForm } from './papers.ts'
import { type Block, findings, photos } from './papers-blocks.ts'

type Ministry = Exclude<PaperForm, 'record' | 'notice' | 'order'>
type Row = readonly [label: string, text: string]

const object: Row[] = [
  ['检查对象', '{场所名称}'],
  ['地址', '{场所地址}'],
  ['统一社会信用代码', '{统一社会信用代码}'],
  ['负责人', '{责任人}　电话：{责任人电话}'],
]
const officers: Row = ['检查人员', '{检查人员}']
const when: Row = ['检查时间', '{开始时间} 至 {结束时间}']
const shown: Block = {
  kind: 'text',
  text: '执法人员已出示行政执法证件，说明检查事由，告知陈述、申辩和申请回避的权利。是否申请回避：□ 否　□ 是，理由：',
}
const hands = (...labels: string[]): Block => ({ kind: 'pairs', rows: labels.map((label): Row => [label, '']) })

/** The bodies of the seven forms. What the product does not know is left as room to write. */
export const inspectionLayouts: Record<Ministry, readonly Block[]> = {
  approval: [
    {
      kind: 'pairs',
      rows: [
        ...object,
        ['执法部门', '{执法部门}'],
        ['任务来源', ''],
        ['检查依据', ''],
        ['检查事项', ''],
        ['检查方式和频次', ''],
        ['检查日期', '{检查日期}'],
        officers,
      ],
    },
    hands('承办人意见', '审核意见', '批准意见'),
  ],
  inspectionNotice: [
    { kind: 'text', text: '{场所名称}：' },
    {
      kind: 'text',
      text: '经批准（审批编号：{审批编号}），本机关定于{检查日期}对你单位（场所）进行行政检查，请予配合。执法人员应当主动出示行政执法证件；未出示的，你单位有权拒绝接受检查。',
    },
    { kind: 'pairs', rows: [...object, officers, ['检查依据', ''], ['检查事项', ''], ['需要准备的材料', '']] },
    { kind: 'right', text: '（行政机关印章）　　　　年　　月　　日' },
  ],
  siteRecord: [
    {
      kind: 'pairs',
      rows: [...object, when, officers, ['审批编号', '{审批编号}'], ['检查通知书编号', '{检查通知书编号}']],
    },
    shown,
    { kind: 'room', lines: 1 },
    { kind: 'heading', text: '检查情况' },
    {
      kind: 'text',
      text: '共检查 {检查项数} 项：合格 {合格项数} 项，不合格 {不合格项数} 项，不适用 {不适用项数} 项。',
    },
    findings,
    photos,
    { kind: 'heading', text: '当事人确认的内容' },
    { kind: 'text', text: '{签字内容}' },
    { kind: 'small', text: '内容指纹（SHA-256）：{签字内容指纹}' },
    { kind: 'signature' },
    hands('执法人员签名'),
  ],
  questioning: [
    { kind: 'pairs', rows: [['询问时间', ''], ['询问地点', ''], ['被询问人', ''], ['与检查对象的关系', ''], officers] },
    { kind: 'text', text: '检查对象：{场所名称}（{场所地址}）。审批编号：{审批编号}。' },
    shown,
    { kind: 'heading', text: '询问内容' },
    { kind: 'room', lines: 16 },
    hands('被询问人签名及日期', '执法人员签名及日期'),
  ],
  survey: [
    { kind: 'pairs', rows: [...object, ['勘验时间', ''], ['勘验场所', ''], officers, ['见证人', '']] },
    shown,
    { kind: 'heading', text: '勘验情况（可附图）' },
    { kind: 'room', lines: 14 },
    hands('当事人签名及日期', '见证人签名及日期', '执法人员签名及日期'),
  ],
  sampling: [
    {
      kind: 'pairs',
      rows: [
        ...object,
        ['抽样时间', ''],
        ['抽样地点', ''],
        ['样品名称', ''],
        ['规格和批号', ''],
        ['抽样基数和数量', ''],
        officers,
      ],
    },
    { kind: 'heading', text: '抽样方法和封样情况' },
    { kind: 'room', lines: 6 },
    hands('当事人签名及日期', '执法人员签名及日期'),
  ],
  result: [
    { kind: 'text', text: '{场所名称}：' },
    {
      kind: 'text',
      text: '本机关于{检查日期}对你单位（场所）进行了行政检查（审批编号：{审批编号}）。共检查 {检查项数} 项，不合格 {不合格项数} 项。现将结果告知如下：',
    },
    findings,
    photos,
    { kind: 'heading', text: '处理意见' },
    { kind: 'room', lines: 3 },
    { kind: 'text', text: '对结果有异议的，可以向本机关陈述和申辩。' },
    { kind: 'pairs', rows: [['地址', '{场所地址}'], officers, ['签收情况', '{签收情况}　{签收时间}']] },
    { kind: 'right', text: '（行政机关印章）　　　　年　　月　　日' },
  ],
}
