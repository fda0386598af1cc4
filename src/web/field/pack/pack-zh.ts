/** Words about what the phone holds of its own area. */
export const packZh = {
  held: '离线数据：{places} 个场所，{time} 更新，占 {size}',
  none: '还没有离线数据，请保持联网',
  updating: '正在更新离线数据',
  expired: '离线数据已超过 {days} 天没有更新，已从手机上清除。请连接网络更新；没有发送的内容不受影响。',
  full: '手机空间不足，离线数据没有更新。请清理空间；没有发送的内容不受影响。',
  many: '共 {n} 个（含房间），接近上限 {most}。超过后不能离线使用，请换成村或网格的岗位。',
} as const
export type PackWord = keyof typeof packZh
