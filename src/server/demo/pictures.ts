export type PictureMoment = 'before' | 'after'

/** A pair of drawn pictures (示意), `<name>-before.jpg` and `<name>-after.jpg` in the folder `pictures`. */
export type PicturePair = {
  name: string
  /** what is wrong on the first picture; both carry it as their caption */
  title: string
  /** as in the column `category` of the check catalogue */
  category: string
  /** check items that the pair shows literally */
  checkItems: readonly string[]
}

export type Picture = PicturePair & { moment: PictureMoment; file: string }

export const picturePairs: readonly PicturePair[] = [
  {
    name: 'bare-wires',
    title: '线路裸露未穿管',
    category: '用电',
    checkItems: ['ENT-EL-01', 'SHP-EL-01', 'RNT-EL-01', 'REL-EL-01', 'WHS-EL-01'],
  },
  {
    name: 'panel-blocked',
    title: '配电箱前堆放物料',
    category: '用电',
    checkItems: ['ENT-EL-02', 'PRK-EL-01'],
  },
  { name: 'power-strips', title: '插线板叠接拖拽', category: '用电', checkItems: ['ENT-EL-03', 'SCH-EL-01'] },
  { name: 'site-cables', title: '工地电缆拖地', category: '用电', checkItems: ['CST-EL-01'] },
  {
    name: 'exit-locked',
    title: '安全出口上锁',
    category: '疏散',
    checkItems: ['ENT-EV-01', 'SCH-EV-01', 'PRK-EV-01', 'REL-EV-01'],
  },
  { name: 'corridor-blocked', title: '疏散通道堆放货物', category: '疏散', checkItems: ['ENT-EV-02'] },
  { name: 'shutter-locked', title: '卷帘门夜间外锁', category: '疏散', checkItems: ['SHP-EV-01'] },
  {
    name: 'window-bars',
    title: '防盗窗无逃生口',
    category: '疏散',
    checkItems: ['RNT-EV-01', 'SHP-EV-02', 'SCH-EV-02'],
  },
  { name: 'stairs-cluttered', title: '楼梯间堆放杂物', category: '疏散', checkItems: ['RNT-EV-02'] },
  { name: 'single-stair', title: '仅一部疏散楼梯', category: '疏散', checkItems: ['ENT-EV-03', 'RNT-EV-03'] },
  { name: 'ward-corridor', title: '病区走道加床', category: '疏散', checkItems: ['HSP-EV-01'] },
  {
    name: 'extinguisher-missing',
    title: '灭火器缺失',
    category: '消防设施',
    checkItems: ['ENT-FF-02', 'SHP-FF-01', 'RNT-FF-01', 'REL-FF-01'],
  },
  { name: 'hydrant-empty', title: '消火栓箱器材缺失', category: '消防设施', checkItems: ['ENT-FF-01'] },
  { name: 'smoke-detector', title: '未装独立式烟感', category: '消防设施', checkItems: ['RNT-FF-02'] },
  {
    name: 'alarm-panel',
    title: '火灾报警主机关停',
    category: '消防设施',
    checkItems: ['ENT-FF-03', 'HSP-FF-01'],
  },
  { name: 'pump-pressure', title: '消防水泵无压力', category: '消防设施', checkItems: ['PRK-FF-01'] },
  {
    name: 'ebike-indoors',
    title: '电动车室内充电',
    category: '电动车',
    checkItems: ['RNT-EB-01', 'SHP-EB-01', 'PRK-EB-01'],
  },
  {
    name: 'charging-point',
    title: '飞线充电无集中点',
    category: '电动车',
    checkItems: ['RNT-EB-02', 'PUB-EB-01'],
  },
  { name: 'forklift-charging', title: '叉车充电未分隔', category: '电动车', checkItems: ['WHS-EB-01'] },
  {
    name: 'gas-bedroom',
    title: '卧室放置液化气瓶',
    category: '燃气',
    checkItems: ['RNT-GS-01', 'SHP-GS-02', 'SHP-GS-03'],
  },
  { name: 'gas-hose', title: '燃气软管老化', category: '燃气', checkItems: ['SHP-GS-04'] },
  {
    name: 'gas-alarm',
    title: '未装可燃气体报警器',
    category: '燃气',
    checkItems: ['SHP-GS-01', 'SCH-KT-01', 'LPG-ST-02'],
  },
  {
    name: 'cylinders-mixed',
    title: '实瓶空瓶混放',
    category: '储存',
    checkItems: ['LPG-ST-01', 'LPG-LC-01', 'LPG-CY-01'],
  },
  {
    name: 'goods-ceiling',
    title: '货物堆至顶棚灯具',
    category: '堆放',
    checkItems: ['SHP-ST-01', 'PRK-RG-01'],
  },
  { name: 'warehouse-high', title: '货物超高压占器材', category: '堆放', checkItems: ['WHS-ST-01'] },
  {
    name: 'room-partition',
    title: '可燃材料隔断出租',
    category: '分隔',
    checkItems: ['RNT-PT-01', 'RNT-PT-02', 'RNT-PT-03', 'PUB-PT-01'],
  },
  { name: 'factory-partition', title: '厂中厂未用实体墙', category: '分隔', checkItems: ['PRK-PT-01'] },
  {
    name: 'workshop-bed',
    title: '车间内违规住人',
    category: '住宿',
    checkItems: ['ENT-DM-01', 'SHP-DM-01', 'WHS-DM-01', 'CST-DM-01'],
  },
  {
    name: 'roof-panels',
    title: '可燃夹芯板屋顶',
    category: '建筑',
    checkItems: ['ENT-BD-01', 'CST-MA-01', 'SCH-DM-01'],
  },
  {
    name: 'gap-occupied',
    title: '防火间距被搭建占用',
    category: '建筑',
    checkItems: ['ENT-BD-02', 'PRK-BD-01', 'PRK-BD-02'],
  },
  {
    name: 'fire-lane',
    title: '消防车通道被占用',
    category: '消防通道',
    checkItems: ['PRK-RD-01', 'PUB-RD-01'],
  },
  {
    name: 'hot-work',
    title: '动火作业无监护',
    category: '作业',
    checkItems: ['ENT-WK-02', 'CST-FI-01', 'ENT-WK-01'],
  },
  { name: 'solvents', title: '超量存放易燃品', category: '易燃易爆', checkItems: ['SHP-FW-01', 'RNT-DG-01'] },
  { name: 'edge-open', title: '临边无防护', category: '高处', checkItems: ['CST-HI-01', 'CST-SC-01'] },
  { name: 'hood-greasy', title: '排油烟管道油垢', category: '厨房', checkItems: ['SHP-KT-01'] },
  { name: 'candles', title: '香烛靠近帷幔', category: '明火', checkItems: ['REL-FI-01'] },
  {
    name: 'ledger-missing',
    title: '无隐患排查台账',
    category: '管理',
    checkItems: ['ENT-MG-01', 'ENT-MG-02', 'PRK-MG-01'],
  },
]

export const pictures: readonly Picture[] = picturePairs.flatMap((pair) =>
  (['before', 'after'] as const).map((moment) => ({ ...pair, moment, file: `${pair.name}-${moment}.jpg` })),
)

/** Categories of the catalogue that have no drawing of their own, shown by the nearest that has; any other is shown as 管理. */
const nearest: Record<string, string> = {
  装修: '建筑',
  支撑: '高处',
  起重: '高处',
  消防: '作业',
  工艺: '作业',
  食堂燃气: '燃气',
  用氧: '储存',
  经营: '储存',
  充装: '储存',
  运输: '储存',
  配送: '储存',
  用户: '储存',
  低散乱: '堆放',
  人数: '住宿',
}

/** The n-th picture of a category, round and round. The same n before and after gives the two halves of one pair. Never fails. */
export function pictureFor(category: string, moment: PictureMoment, n = 0): Picture {
  const wanted = drawn(category)
  const list = pictures.filter((picture) => picture.moment === moment && picture.category === wanted)
  return list[Math.abs(Math.trunc(n)) % list.length] as Picture
}

/** The picture that shows this check item, or one of its category. */
export function pictureForItem(item: { code: string; category: string }, moment: PictureMoment, n = 0): Picture {
  return (
    pictures.find((picture) => picture.moment === moment && picture.checkItems.includes(item.code)) ??
    pictureFor(item.category, moment, n)
  )
}

/** The folder of the files, for the caller to read. */
export const pictureFolder = new URL('./pictures/', import.meta.url)

function drawn(category: string): string {
  if (picturePairs.some((pair) => pair.category === category)) return category
  return nearest[category] ?? '管理'
}
