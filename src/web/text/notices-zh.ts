/** Notices to the responsible party: what was sent, and whether it arrived. */
export const noticesZh = {
  title: '通知',
  hint: '给责任方的告知与责令。送达失败的要重发，或改为当面送达。',
  stateAll: '全部',
  colWhat: '通知',
  colState: '送达',
  colTo: '接收人',
  colChanged: '最近变化',
  attempts: '已试 {n} 次',
  reason: '原因：{error}',
  text: '内容',
  retry: '重新发送',
  retried: '已重新排队发送',
  emptyTitle: '没有这样的通知',
  emptyText: '隐患交办、延期、逾期、销号时会自动告知责任方，发送结果出现在这里。',
  label: '通知列表',
} as const
