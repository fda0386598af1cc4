/** Words about the app itself on this phone. */
export const appZh = {
  title: '这台手机',
  'offline.ready': '没有信号也能打开',
  'offline.preparing': '正在下载离线所需的文件，请保持联网',
  'offline.failed': '离线文件没有下载完，请在有信号时重新打开',
  'offline.none': '没有信号时打不开',
  'why.webView.wechat': '在微信里只能联网使用。请点右上角“…”，选择“在浏览器打开”。',
  'why.webView.dingtalk': '在钉钉里只能联网使用。请点右上角“…”，选择“在浏览器打开”。',
  'why.notInstalled':
    '苹果手机请先添加到主屏幕再离线使用：点“分享”，再点“添加到主屏幕”。否则系统会清除没有发送的内容。',
  'why.noWorker': '这个浏览器不能离线使用，请换用系统自带浏览器或 Chrome 的新版本。',
  install: '添加到主屏幕',
  installed: '已添加到主屏幕',
  'stays.yes': '系统承诺不会自动清除这里的内容',
  'stays.no': '手机空间不足时，系统可能清除这里的内容；添加到主屏幕可以避免',
  space: '已用 {used}，还可用 {free}',
  'space.used': '已用 {used}',
  'update.ready': '新版本已经下载好',
  'update.go': '现在更新',
} as const
export type AppWord = keyof typeof appZh
