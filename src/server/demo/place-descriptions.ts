import type { PlaceKind } from '#domain/places.ts'
import { firm, shop, tradeName } from './names.ts'
import type { Random } from './random.ts'

// What a place is called, where it stands, and which sheet of the check catalogue it takes.

export type PlaceDescription = { name: string; placeType: string; industry: string | null; address: string }

const roads = ['兴业路', '振兴路', '沿河路', '繁荣街', '育才路', '工贸路', '人民路', '新街路', '河滨路', '农贸街']

/** One invented place of that kind, the `n`-th of its village. Names may repeat; the caller draws again. */
export function describePlace(kind: PlaceKind, village: string, n: number, random: Random): PlaceDescription {
  const door = `${random.between(1, 24)}组${random.between(1, 180)}号`
  const road = `${random.pick(roads)}${random.between(1, 320)}号`
  const onRoad = (name: string, placeType: string, industry: string | null = null): PlaceDescription => ({
    name,
    placeType,
    industry,
    address: village + road,
  })
  switch (kind) {
    case 'enterprise': {
      const made = firm(random)
      return onRoad(made.name, made.placeType, made.industry)
    }
    case 'shop': {
      const made = shop(random)
      return onRoad(made.name, made.placeType, made.industry)
    }
    case 'rental':
    case 'room': {
      const spot = village.endsWith('社区') ? `${random.between(1, 80)}幢${random.between(1, 6)}单元` : door
      return {
        name: `${village}${spot}出租房`,
        placeType: '居住出租房',
        industry: null,
        address: village + spot,
      }
    }
    case 'microPark':
      return onRoad(n === 1 ? `${village}小微园区` : `${tradeName(random)}小微产业园`, '小微园区厂中厂')
    case 'site':
      return onRoad(
        `${tradeName(random)}${random.pick(['标准厂房', '安置房', '邻里中心', '综合楼'])}项目工地`,
        '建筑工地',
      )
    case 'school':
      return onRoad(
        n === 1 ? `${village}幼儿园` : `${tradeName(random)}${random.pick(['幼儿园', '小学', '教育培训中心'])}`,
        '学校',
      )
    case 'hospital':
      return onRoad(
        n === 1 ? `${village}卫生服务站` : `${tradeName(random)}${random.pick(['门诊部', '康复医院', '护理院'])}`,
        '医院',
      )
    case 'religious':
      return onRoad(`${tradeName(random)}${random.pick(['禅寺', '庵', '道院', '教堂'])}`, '宗教场所')
    case 'lpg':
      return onRoad(`${tradeName(random)}液化气供应站`, '液化气站')
    case 'logistics': {
      const parcels = random.chance(0.5)
      return onRoad(
        `${tradeName(random)}${parcels ? '快运分拨点' : '仓储有限公司'}`,
        parcels ? '仓储物流(寄递)' : '仓储物流',
      )
    }
    case 'residential':
      return onRoad(`${tradeName(random)}${random.pick(['苑', '花园', '公寓', '新村'])}`, '住宅小区')
  }
}
