/** Words of the shared marks: clocks, plates, waiting, faults. */
export const uiZh = {
  loading: '正在打开…',
  crashTitle: '这个页面出错了',
  crashText: '已经提交的内容都在服务器上,没有丢失。请重新打开;如果再次出错,请把下面一行告诉管理员。',
  reload: '重新打开',
  days: '{n} 天',
  hours: '{n} 小时',
  minutes: '{n} 分钟',
  lessThanMinute: '不到 1 分钟',
  left: '剩 {span}',
  overdueFor: '已逾期 {span}',
  noDeadline: '未定期限',
  ago: '{span}前',
  justNow: '刚刚',
  asOf: '截至 {time}',
} as const
