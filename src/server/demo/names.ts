import type { Random } from './random.ts'

// Words that invented people, firms, shops and houses are named with. Given names avoid the characters of people in the published reports.

const surnames = Array.from('陈王李张沈俞徐周吴孙朱高汪胡施韩来傅丁方蒋倪戴葛许何汤冯瞿章')
const firstGiven = Array.from('建国水阿小春秋永大志文明长金银玉来荣根宝林柏土关伟益培忠仁')
const secondGiven = Array.from('国强华英兰珍根法泉林荣耀祥平芬娟萍凤仙莲峰良兴坤土木松涛炳元康达')

export function personName(random: Random): string {
  return random.pick(surnames) + random.pick(firstGiven) + random.pick(secondGiven)
}

/** 1940000… to 1940009…: a valid form in a block that no operator gives to subscribers, so a demo message reaches nobody. */
export function phoneNumber(random: Random): string {
  return `194000${String(random.between(0, 99_999)).padStart(5, '0')}`
}

const tradeFirst = Array.from('澄砚霁禾屿朗牧汐沐岚棠翎骁珩昱沅泓晟煦铄钰缦锦纭绫绮绪缘綦苒')
const tradeSecond = Array.from('川禾野帆麓舟汀原岩渡桥田堤坞埠津屏陌阡畈漾浦沥坤辰穗杼梭棉篱')

/** What a firm makes, and the special sheet it is checked with where the catalogue has one. */
export const industries = [
  { word: '纺织', placeType: '企业(纺织)', share: 22 },
  { word: '化纤', placeType: '企业(纺织)', share: 10 },
  { word: '针织', placeType: '企业(纺织)', share: 9 },
  { word: '家纺', placeType: '企业', share: 7 },
  { word: '花边', placeType: '企业', share: 5 },
  { word: '服饰', placeType: '企业', share: 8 },
  { word: '羽绒制品', placeType: '企业(粉尘)', share: 3 },
  { word: '木业', placeType: '企业(粉尘)', share: 5 },
  { word: '五金', placeType: '企业(粉尘)', share: 8 },
  { word: '塑业', placeType: '企业', share: 6 },
  { word: '包装', placeType: '企业', share: 6 },
  { word: '机械', placeType: '企业', share: 8 },
  { word: '卫浴', placeType: '企业', share: 5 },
  { word: '钢构', placeType: '企业', share: 3 },
  { word: '电气', placeType: '企业', share: 4 },
  { word: '门窗', placeType: '企业', share: 4 },
  { word: '食品', placeType: '企业', share: 3 },
] as const

const industryWheel = industries.flatMap((industry) => Array.from({ length: industry.share }, () => industry))

export function firm(random: Random): { name: string; industry: string; placeType: string } {
  const industry = random.pick(industryWheel)
  const prefix = random.pick(['杭州萧山', '杭州萧山', '杭州', '杭州萧山瓜沥'])
  return {
    name: `${prefix}${random.pick(tradeFirst)}${random.pick(tradeSecond)}${industry.word}有限公司`,
    industry: industry.word,
    placeType: industry.placeType,
  }
}

/** An invented two-character trade name, for parks, sites and depots. */
export function tradeName(random: Random): string {
  return random.pick(tradeFirst) + random.pick(tradeSecond)
}

const lucky = [
  '兴隆',
  '顺发',
  '永盛',
  '德昌',
  '万家',
  '金桥',
  '好运',
  '同福',
  '四季',
  '家和',
  '新华',
  '利群',
  '富民',
  '鸿达',
  '百顺',
  '如意',
  '东方',
  '春晖',
  '吉祥',
  '宏发',
  '裕丰',
  '康乐',
  '友谊',
  '星光',
]
const nicknames = Array.from('芳珍娟英华强根林凤红梅军明平燕萍丽勇兵毛土水春秋')
const catering = ['小吃店', '面馆', '快餐店', '早餐店', '饭店', '烧烤店', '馄饨店', '麻辣烫店', '酒家', '包子铺']
const retail = [
  '五金店',
  '便利店',
  '水果店',
  '理发店',
  '服装店',
  '电动车行',
  '手机店',
  '药店',
  '烟酒店',
  '布店',
  '干洗店',
  '粮油店',
  '母婴店',
  '家电维修部',
  '广告店',
  '窗帘店',
  '轮胎店',
  '棋牌室',
  '足浴店',
  '副食品店',
  '鞋店',
  '文具店',
  '建材店',
  '花店',
]

export function shop(random: Random): { name: string; industry: string; placeType: string } {
  const cooks = random.chance(0.34)
  const trade = random.pick(cooks ? catering : retail)
  const sign = random.chance(0.5)
    ? random.pick(lucky)
    : `${random.pick(['阿', '阿', '小', '老'])}${random.pick(nicknames)}`
  return {
    name: sign + trade,
    industry: cooks ? '餐饮' : '零售服务',
    placeType: cooks ? '沿街店铺(餐饮)' : '沿街店铺',
  }
}
